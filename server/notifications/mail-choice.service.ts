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

interface Choice {
  kind: string;
  /** Null for no choice any more: the default of the tenant. */
  mailed?: boolean | null;
}

/** Nothing for a user that does not exist in this scope. */
export async function chooseMails(entityManager: EntityManager, userId: string, choices: Choice[]): Promise<void> {
  const user = await entityManager.findOne(UserRow, userId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!user) return;
  const muted = new Set(user.mutedMails);
  const wanted = new Set(user.wantedMails);
  for (const { kind, mailed } of choices) {
    muted.delete(kind);
    wanted.delete(kind);
    if (mailed != null) (mailed ? wanted : muted).add(kind);
  }
  user.mutedMails = [...muted].toSorted();
  user.wantedMails = [...wanted].toSorted();
}
