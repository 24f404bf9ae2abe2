import { setTimeout as pause } from 'node:timers/promises';
import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { forEachTenant } from '../access/each-tenant.ts';
import { assertNotObvious } from '../access/password-policy.ts';
import { hashPassword } from '../access/passwords.ts';
import { tenantScope } from '../access/scope.ts';
import type { RequestContext } from '../context.ts';
import { toSingleLine } from '#shared/text.ts';
import { UserErrorCode, UserInputError, notFound } from '../graphql/user-error.ts';
import { addJob } from '../jobs/queue.ts';
import type { Portal } from '../portal.ts';
import { AccountLinkKind } from './account-link-kind.ts';
import {
  AccountLinkState,
  type AccountLink,
  type InvitationAcceptInput,
  type PasswordResetInput,
  type PasswordResetRequestInput,
} from './account-link.contract.ts';
import { AccountLinkRow } from './account-link.entity.ts';
import { enqueueAccountMail, enqueueLinkMail } from './account-mail.ts';
import { CustomerStatus } from '../customers/customer-status.contract.ts';
import { changeProfile, recordChange } from '../users/contact.ts';
import { record } from '../events/record.ts';
import { aboutStaffMember, staffMemberChanged } from '../staff/staff.events.ts';
import { readLinkToken, type LinkReference } from './link-token.ts';
import { revokeAccess } from './revoke-access.ts';
import { beginSession, openSession, identifyAccount, type OpenedSession } from '../sessions/session.service.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { UserRow } from '../users/user.entity.ts';

/** Far more than the work takes, and little for somebody who then looks for an email. */
const answerTimeMs = 250;

/** For how long an expired link is reported as expired rather than as unknown. */
const retentionMs = 30 * 24 * 60 * 60 * 1_000;

/**
 * Enqueues a link for whoever has the address. A job looks for the user, so that the answer is always the same, and it comes
 * after a fixed time, since jobs for known addresses would slow down the next answers. Fails with TOO_MANY_ATTEMPTS or
 * REQUIRED.
 */
export async function requestPasswordReset(context: RequestContext, input: PasswordResetRequestInput): Promise<void> {
  await Promise.all([enqueueLookup(context, input), pause(answerTimeMs)]);
}

async function enqueueLookup(context: RequestContext, input: PasswordResetRequestInput): Promise<void> {
  const { portal } = context;
  const { tenant, attempt } = await identifyAccount(context, input);
  await portal.throttles.passwordReset.consume(attempt);
  if (!tenant || tenant.suspendedAt) return;
  const linkId = uuid();
  const request = { tenantId: tenant.id, email: attempt.email, linkId, requestedAt: new Date().toISOString() };
  await portal.write(tenantScope(tenant.id), (entityManager) =>
    addJob(entityManager, 'mailPasswordReset', request, { key: linkId }),
  );
}

/** Someone has asked for a new password: enqueues a link for the user with that address, if there is one. */
export async function mailPasswordReset(
  portal: Portal,
  { tenantId, email, linkId, requestedAt }: { tenantId: string; email: string; linkId: string; requestedAt: string },
): Promise<void> {
  await portal.write(tenantScope(tenantId), async (entityManager) => {
    const user = await entityManager.findOne(UserRow, { email, deactivatedAt: null });
    const isEnqueued = (await entityManager.count(AccountLinkRow, { id: linkId })) > 0;
    if (!user || isEnqueued) return;
    await enqueueLinkMail(entityManager, user, AccountLinkKind.PASSWORD_RESET, {
      id: linkId,
      createdAt: new Date(requestedAt),
    });
  });
}

/** What a link is for, and whether it can be used; null unless it was made here. Changes nothing. */
export async function readAccountLink({ portal }: RequestContext, token: string): Promise<AccountLink | null> {
  const reference = readLinkToken(portal.signedLinks, token);
  if (!reference) return null;
  return portal.write(tenantScope(reference.tenantId), async (entityManager) => {
    const found = await findLink(entityManager, reference);
    if (!found) return null;
    const { link, user } = found;
    return {
      kind: link.kind,
      state: stateOf(link),
      expiresAt: link.expiresAt,
      email: maskEmail(user.email),
      name: link.kind === AccountLinkKind.INVITATION ? user.name : null,
      role: link.kind === AccountLinkKind.INVITATION ? user.role : null,
      locale: user.locale,
    };
  });
}

/** Sets the password by an emailed link and signs in. Fails with NOT_FOUND, WRONG_STATE or INVALID. */
export const resetPassword = (
  context: RequestContext,
  { token, newPassword: password }: PasswordResetInput,
): Promise<OpenedSession> =>
  redeemLink(
    context,
    { kind: AccountLinkKind.PASSWORD_RESET, token, password, field: 'input.newPassword' },
    (entityManager, user) => enqueueAccountMail(entityManager, user, 'PASSWORD_CHANGED'),
  );

/** Sets the first password by an emailed invitation and signs in. Fails with NOT_FOUND, WRONG_STATE or INVALID. */
export const acceptInvitation = (
  context: RequestContext,
  { token, name, password }: InvitationAcceptInput,
): Promise<OpenedSession> =>
  redeemLink(
    context,
    { kind: AccountLinkKind.INVITATION, token, password, field: 'input.password' },
    async (entityManager, user) => {
      const actor = { userId: user.id, role: user.role };
      await changeProfile(entityManager, user, name == null ? {} : { name: toSingleLine(name) }, actor);
      const { INVITED: from, ACTIVE: to } = CustomerStatus;
      const changed = { field: 'status', from, to };
      if (user.customerId) await recordChange(entityManager, user.customerId, actor, changed);
      else await record(entityManager, staffMemberChanged, { ...aboutStaffMember(user, actor), changes: [changed] });
    },
  );

/** Every night: links that expired long ago. */
export function deleteExpiredLinks(portal: Portal): Promise<void> {
  const expiresAt = { $lt: new Date(Date.now() - retentionMs) };
  return forEachTenant(portal, (entityManager) => entityManager.nativeDelete(AccountLinkRow, { expiresAt }));
}

interface Redemption {
  kind: AccountLinkKind;
  token: string;
  password: string;
  /** Where the password was given. */
  field: string;
}

async function redeemLink(
  context: RequestContext,
  { kind, token, password, field }: Redemption,
  also: (entityManager: EntityManager, user: UserRow) => Promise<void>,
): Promise<OpenedSession> {
  const { portal } = context;
  const reference = readLinkToken(portal.signedLinks, token);
  if (!reference) throw notFound('Link', 'input.token');
  const scope = tenantScope(reference.tenantId);
  await portal.write(scope, async (entityManager) => {
    const { user, tenant } = await findValidLink(entityManager, reference, kind);
    assertNotObvious(password, user, tenant, field);
  });
  const passwordHash = await hashPassword(password);
  const opened = await portal.write(scope, async (entityManager) => {
    const { user } = await findValidLink(entityManager, reference, kind, true);
    user.passwordHash = passwordHash;
    user.lastActiveAt = new Date();
    await entityManager.flush();
    await revokeAccess(entityManager, user.id);
    await also(entityManager, user);
    return { session: await beginSession(context, entityManager, user), user };
  });
  return openSession(context, opened.session, opened.user);
}

/** Locks the user: of two links of one user that are used at once, the second finds itself used up. */
async function findLink(entityManager: EntityManager, { id, tenantId }: LinkReference, locked = false) {
  const { userId } = (await entityManager.findOne(AccountLinkRow, id)) ?? {};
  const user =
    userId &&
    (await entityManager.findOne(
      UserRow,
      { id: userId, deactivatedAt: null },
      { lockMode: locked ? LockMode.PESSIMISTIC_WRITE : LockMode.NONE },
    ));
  const tenant = user && (await entityManager.findOne(Tenant, { id: tenantId, suspendedAt: null }));
  if (!tenant) return null;
  return {
    user,
    tenant,
    link: await entityManager.findOneOrFail(AccountLinkRow, id, { refresh: true }),
  };
}

async function findValidLink(
  entityManager: EntityManager,
  reference: LinkReference,
  kind: AccountLinkKind,
  locked = false,
) {
  const found = await findLink(entityManager, reference, locked);
  if (!found || found.link.kind !== kind) throw notFound('Link', 'input.token');
  const reason = reasons[stateOf(found.link)];
  if (reason) throw new UserInputError(UserErrorCode.WRONG_STATE, reason, 'input.token');
  return found;
}

/** Why a link cannot be used. */
const reasons: Record<AccountLinkState, string | null> = {
  [AccountLinkState.GOOD]: null,
  [AccountLinkState.USED]: 'The link has already been used. Sign in with your password, or request a new link.',
  [AccountLinkState.EXPIRED]: 'The link has expired. Request a new one.',
};

function stateOf({ usedAt, expiresAt }: AccountLinkRow): AccountLinkState {
  if (usedAt) return AccountLinkState.USED;
  return expiresAt > new Date() ? AccountLinkState.GOOD : AccountLinkState.EXPIRED;
}

/** Enough for its owner to recognise it. */
const maskEmail = (email: string) => email.replace(/^(.?).*@/, '$1•••@');
