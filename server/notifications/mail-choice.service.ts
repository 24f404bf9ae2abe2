import { LockMode } from '@mikro-orm/postgresql';
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
    const user = await entityManager.findOneOrFail(UserRow, userId, { lockMode: LockMode.PESSIMISTIC_WRITE });
    const muted = new Set(user.mutedMails);
    for (const { kind, mailed } of choices) {
      if (mailed) muted.delete(kind);
      else muted.add(kind);
    }
    user.mutedMails = [...muted].toSorted();
    return { userId };
  });
}
