import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { addJob } from '../jobs/queue.ts';
import { MailDelivery } from '../mail/delivery.entity.ts';
import type { AccountMail } from '../mail/account-letter.ts';
import { AccountLinkKind } from './account-link-kind.ts';
import { AccountLinkRow } from './account-link.entity.ts';
import type { UserRow } from '../users/user.entity.ts';

const hour = 60 * 60 * 1_000;

const lifeOf: Record<AccountLinkKind, number> = {
  [AccountLinkKind.PASSWORD_RESET]: hour,
  [AccountLinkKind.INVITATION]: 7 * 24 * hour,
};

/** Owes the user a mail with a link from this transaction's commit on. */
export async function oweLink(
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
    expiresAt: new Date(createdAt.getTime() + lifeOf[kind]),
    usedAt: null,
  });
  await oweAccountMail(entityManager, user, kind, id);
}

/** Owes the user a mail about their account, muted by nobody. */
export async function oweAccountMail(
  entityManager: EntityManager,
  { id: userId, tenantId, name, email }: UserRow,
  accountMail: AccountMail,
  accountLinkId: string | null = null,
): Promise<void> {
  await entityManager.flush();
  const id = uuid();
  entityManager.create(MailDelivery, {
    id,
    tenantId,
    eventSequence: null,
    accountMail,
    accountLinkId,
    userId,
    name,
    email,
    createdAt: new Date(),
    sentAt: null,
    lastError: null,
  });
  await addJob(entityManager, 'sendMail', { tenantId, deliveryId: id }, { key: id });
}
