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
  await enqueueAccountMail(entityManager, user, kind, id);
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
