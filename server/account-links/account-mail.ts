import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { enqueueMail } from '../mail/outbox.ts';
import type { UserRow } from '../users/user.entity.ts';
import { AccountLinkKind } from './account-link-kind.ts';
import type { AccountEmail } from './account-link.emails.ts';
import { AccountLinkRow } from './account-link.entity.ts';

const hour = 60 * 60 * 1_000;

const lifetimes: Record<AccountLinkKind, number> = {
  [AccountLinkKind.PASSWORD_RESET]: hour,
  [AccountLinkKind.INVITATION]: 7 * 24 * hour,
};

/** An invitation is not emailed again within this time. */
const invitationIntervalMs = 60_000;

export const wasJustInvited = async (entityManager: EntityManager, { id: userId }: UserRow): Promise<boolean> =>
  (await entityManager.count(AccountLinkRow, {
    userId,
    kind: AccountLinkKind.INVITATION,
    createdAt: { $gt: new Date(Date.now() - invitationIntervalMs) },
  })) > 0;

/** Enqueues an email with a new link for the user. */
export async function enqueueLinkMail(
  entityManager: EntityManager,
  user: UserRow,
  kind: AccountLinkKind,
  { id = uuid(), createdAt = new Date() }: { id?: string; createdAt?: Date } = {},
): Promise<void> {
  entityManager.create(AccountLinkRow, {
    id,
    tenantId: user.tenantId,
    userId: user.id,
    kind,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + lifetimes[kind]),
    usedAt: null,
  });
  const isColleague = kind === AccountLinkKind.INVITATION && user.customerId === null;
  await enqueueAccountMail(entityManager, user, isColleague ? 'STAFF_INVITATION' : kind, id);
}

/** Enqueues an email about the user's account, which no one can mute. */
export async function enqueueAccountMail(
  entityManager: EntityManager,
  { id: userId, tenantId, name, email }: UserRow,
  accountMail: AccountEmail,
  accountLinkId: string | null = null,
): Promise<void> {
  await entityManager.flush();
  await enqueueMail(entityManager, { tenantId, userId, name, email }, { accountMail, accountLinkId });
}
