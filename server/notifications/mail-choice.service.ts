import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { UserRow } from '../users/user.entity.ts';
import type { RequestContext } from '../context.ts';
import type { MailChoicesUpdateInput } from './mail-choice.contract.ts';

/** Changes which kinds of notification the viewer gets by email, pending emails included. */
export function updateMailChoices(
  context: RequestContext,
  { choices }: MailChoicesUpdateInput,
): Promise<{ userId: string }> {
  const { userId } = context.signedIn;
  return context.write(async (entityManager) => {
    await chooseMails(entityManager, userId, choices);
    return { userId };
  });
}

/** Nothing for a user that does not exist in this scope. */
export async function chooseMails(
  entityManager: EntityManager,
  userId: string,
  choices: { kind: string; mailed: boolean }[],
): Promise<void> {
  const user = await entityManager.findOne(UserRow, userId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!user) return;
  const muted = new Set(user.mutedMails);
  for (const { kind, mailed } of choices) {
    if (mailed) muted.delete(kind);
    else muted.add(kind);
  }
  user.mutedMails = [...muted].toSorted();
}
