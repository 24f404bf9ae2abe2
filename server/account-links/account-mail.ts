import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { enqueueMail } from '../mail/outbox.ts';
import type { UserRow } from '../users/user.entity.ts';
import { AccountLinkKind } from './account-link-kind.ts';
import type { AccountEmail } from './account-link.emails.ts';
import { AccountLinkRow, type Newcomer } from './account-link.entity.ts';

const hour = 60 * 60 * 1_000;

const lifetimes: Record<AccountLinkKind, number> = {
  [AccountLinkKind.PASSWORD_RESET]: hour,
  [AccountLinkKind.INVITATION]: 7 * 24 * hour,
  [AccountLinkKind.SIGN_UP]: 24 * hour,
};

/** An invitation is not emailed again within this time. */
const invitationIntervalMs = 60_000;

export const wasJustInvited = async (entityManager: EntityManager, { id: userId }: UserRow): Promise<boolean> =>
  (await entityManager.count(AccountLinkRow, {
    userId,
    kind: AccountLinkKind.INVITATION,
    createdAt: { $gt: new Date(Date.now() - invitationIntervalMs) },
  })) > 0;

/** What a link and its email are made with, where that is known before. */
interface Given {
  id?: string;
  createdAt?: Date;
}

/** Enqueues an email with a new link for the user. */
export async function enqueueLinkMail(
  entityManager: EntityManager,
  user: UserRow,
  kind: AccountLinkKind.PASSWORD_RESET | AccountLinkKind.INVITATION,
  given?: Given,
): Promise<void> {
  const { tenantId, id: userId } = user;
  const accountLinkId = makeLink(entityManager, { tenantId, userId, kind }, given);
  const isColleague = kind === AccountLinkKind.INVITATION && user.customerId === null;
  await enqueueAccountMail(entityManager, user, isColleague ? 'STAFF_INVITATION' : kind, { accountLinkId });
}

/** Enqueues an email with a link for somebody who signs up. What strangers wrote of themselves is not in it, nor is their name. */
export async function enqueueSignUpMail(
  entityManager: EntityManager,
  tenantId: string,
  newcomer: Newcomer,
  given: Required<Given>,
): Promise<void> {
  const kind = AccountLinkKind.SIGN_UP;
  const accountLinkId = makeLink(entityManager, { tenantId, newcomer, kind }, given);
  await entityManager.flush();
  const recipient = { tenantId, userId: null, name: '', email: newcomer.email };
  await enqueueMail(entityManager, recipient, {
    id: given.id,
    accountMail: kind satisfies AccountEmail,
    accountLinkId,
  });
}

function makeLink(
  entityManager: EntityManager,
  link: Pick<AccountLinkRow, 'tenantId' | 'kind'> & Partial<Pick<AccountLinkRow, 'userId' | 'newcomer'>>,
  { id = uuid(), createdAt = new Date() }: Given = {},
): string {
  const expiresAt = new Date(createdAt.getTime() + lifetimes[link.kind]);
  entityManager.create(AccountLinkRow, { id, ...link, createdAt, expiresAt, usedAt: null });
  return id;
}

/** Enqueues an email about the user's account, which no one can mute. */
export async function enqueueAccountMail(
  entityManager: EntityManager,
  { id: userId, tenantId, name, email }: UserRow,
  accountMail: AccountEmail,
  occasion: { id?: string; accountLinkId?: string; originSequence?: string } = {},
): Promise<void> {
  await entityManager.flush();
  await enqueueMail(entityManager, { tenantId, userId, name, email }, { accountMail, ...occasion });
}
