import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { answerAlike } from '../access/answer-time.ts';
import { forEachTenant } from '../access/each-tenant.ts';
import { assertNotObvious } from '../access/password-policy.ts';
import { hashPassword } from '../access/passwords.ts';
import { tenantScope } from '../access/scope.ts';
import { UserRole } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import { offeredLocale } from '#shared/locale.ts';
import { toSingleLine } from '#shared/text.ts';
import { notFound, wrongState } from '../graphql/user-error.ts';
import { addJob } from '../jobs/queue.ts';
import { MailDelivery } from '../mail/delivery.entity.ts';
import type { Portal } from '../portal.ts';
import { AccountLinkKind } from './account-link-kind.ts';
import {
  AccountLinkState,
  type AccountLink,
  type InvitationAcceptInput,
  type PasswordResetInput,
  type PasswordResetRequestInput,
} from './account-link.contract.ts';
import { AccountLinkRow, type Newcomer } from './account-link.entity.ts';
import { enqueueAccountMail, enqueueLinkMail } from './account-mail.ts';
import { recordAndTell } from './account-security.ts';
import { passwordChanged } from '../passwords/password.events.ts';
import { CustomerStatus } from '../customers/customer-status.contract.ts';
import { changeProfile, recordChange } from '../users/contact.ts';
import { record } from '../events/record.ts';
import { aboutStaffMember, staffMemberChanged } from '../staff/staff.events.ts';
import { readLinkToken, type LinkReference } from './link-token.ts';
import { revokeAccess } from './revoke-access.ts';
import { enter, finishEntry, identifyAccount, type SignedIn } from '../sessions/session.service.ts';
import { SignInMethod } from '../sessions/sign-in-method.ts';
import { methodsOf } from '../sign-in-settings/sign-in-settings.policy.ts';
import { canBeInvited, signUpClosed } from '../sign-up/sign-up.policy.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { assertNotSuspended } from '../tenants/tenant.service.ts';
import { UserRow } from '../users/user.entity.ts';
import { againIfTaken } from '../writes/again-if-taken.ts';

/** For how long an expired link is reported as expired rather than as unknown. */
const retentionMs = 30 * 24 * 60 * 60 * 1_000;

/** Enqueues a link for whoever has the address, which a job finds out. Fails with TOO_MANY_ATTEMPTS or REQUIRED. */
export const requestPasswordReset = (context: RequestContext, input: PasswordResetRequestInput): Promise<void> =>
  answerAlike(enqueueLookup(context, input));

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
    const user = await entityManager.findOne(UserRow, { email, deactivatedAt: null }, { populate: ['passwordHash'] });
    const isEnqueued = (await entityManager.count(AccountLinkRow, { id: linkId })) > 0;
    if (!user || isEnqueued) return;
    const tenant = await entityManager.findOneOrFail(Tenant, tenantId);
    if (user.passwordHash !== null && !methodsOf(tenant, user.role).includes(SignInMethod.PASSWORD)) {
      if ((await entityManager.count(MailDelivery, { id: linkId })) === 0)
        await enqueueAccountMail(entityManager, user, 'SIGN_IN_OTHERWISE', { id: linkId });
      return;
    }
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
    const { link, user, tenant } = found;
    const { email, name, locale } = found.recipient;
    const isNew = link.kind !== AccountLinkKind.PASSWORD_RESET;
    return {
      kind: link.kind,
      state: stateOf(found),
      expiresAt: link.expiresAt,
      email: maskEmail(email),
      name: isNew ? name : null,
      role: isNew ? (user?.role ?? UserRole.CUSTOMER) : null,
      locale: offeredLocale(locale, tenant),
    };
  });
}

/** Sets the password by an emailed link and signs in. Fails with NOT_FOUND, WRONG_STATE or INVALID. */
export const resetPassword = (
  context: RequestContext,
  { token, newPassword: password }: PasswordResetInput,
): Promise<SignedIn> =>
  redeemLink(
    context,
    { kind: AccountLinkKind.PASSWORD_RESET, token, password, field: 'input.newPassword' },
    async (_entityManager, { user }) => user!,
  );

/** Sets the first password by an emailed invitation and signs in. Fails with NOT_FOUND, WRONG_STATE or INVALID. */
export const acceptInvitation = (
  context: RequestContext,
  { token, name, password }: InvitationAcceptInput,
): Promise<SignedIn> =>
  redeemLink(
    context,
    { kind: AccountLinkKind.INVITATION, token, password, field: 'input.password' },
    async (entityManager, { user }) => {
      await recordAcceptance(entityManager, user!, name == null ? {} : { name: toSingleLine(name) });
      return user!;
    },
  );

/** An invited user has an account from now on. */
export async function recordAcceptance(
  entityManager: EntityManager,
  user: UserRow,
  profile: Partial<Pick<UserRow, 'name' | 'locale' | 'timeZone'>>,
): Promise<void> {
  const actor = { userId: user.id, role: user.role };
  await changeProfile(entityManager, user, profile, actor);
  const { INVITED: from, ACTIVE: to } = CustomerStatus;
  const changed = { field: 'status', from, to };
  if (user.customerId) await recordChange(entityManager, user.customerId, actor, changed);
  else await record(entityManager, staffMemberChanged, { ...aboutStaffMember(user, actor), changes: [changed] });
}

/** Every night: links that expired long ago, and what was sent to addresses that nobody has confirmed. */
export function deleteExpiredLinks(portal: Portal): Promise<void> {
  const before = new Date(Date.now() - retentionMs);
  return forEachTenant(portal, async (entityManager) => {
    await entityManager.execute(
      `delete from mail_delivery using account_link
       where account_link.id = account_link_id and newcomer is not null and expires_at < ?`,
      [before],
    );
    await entityManager.nativeDelete(AccountLinkRow, { expiresAt: { $lt: before } });
  });
}

interface Redemption {
  kind: AccountLinkKind;
  token: string;
  password: string;
  /** Where the password was given. */
  field: string;
}

/** Uses a link up and signs in whose it is: `claim` says who that is, and does what belongs to it. Fails with NOT_FOUND, WRONG_STATE or INVALID. */
export async function redeemLink(
  context: RequestContext,
  { kind, token, password, field }: Redemption,
  claim: (entityManager: EntityManager, found: FoundLink) => Promise<UserRow>,
): Promise<SignedIn> {
  const { portal } = context;
  const reference = readLinkToken(portal.signedLinks, token);
  if (!reference) throw notFound('Link', 'input.token');
  const scope = tenantScope(reference.tenantId);
  const names = await portal.write(scope, async (entityManager) => {
    const { recipient, tenant } = await findValidLink(entityManager, reference, kind);
    return [recipient.name ?? '', recipient.email, tenant.name];
  });
  await assertNotObvious(portal.breachedPasswords, { password, names, field });
  const passwordHash = await hashPassword(password);
  const redeem = async (entityManager: EntityManager) => {
    const found = await findValidLink(entityManager, reference, kind, true);
    const user = await claim(entityManager, found);
    Object.assign(user, { passwordHash, lastActiveAt: new Date() });
    found.link.usedAt = new Date();
    await entityManager.flush();
    await revokeAccess(entityManager, user.id);
    if (kind === AccountLinkKind.PASSWORD_RESET)
      await recordAndTell(entityManager, context.origin, passwordChanged, user, 'PASSWORD_CHANGED');
    return enter(context, entityManager, user, methodOfLink(found, user));
  };
  return finishEntry(context, await againIfTaken(() => portal.write(scope, redeem)));
}

/** Who begins an account where passwords are not used comes in by the email; a reset is refused there. */
const methodOfLink = ({ link, tenant }: FoundLink, { role }: UserRow): SignInMethod =>
  link.kind === AccountLinkKind.PASSWORD_RESET || methodsOf(tenant, role).includes(SignInMethod.PASSWORD)
    ? SignInMethod.PASSWORD
    : SignInMethod.EMAIL;

/** An emailed link, and whose it is. */
export interface FoundLink {
  link: AccountLinkRow;
  tenant: Tenant;
  /** Null for a newcomer whose address no user has. */
  user: UserRow | null;
  recipient: Newcomer;
}

/** Locks whose it is: of two links of one user, or one that is used twice at once, the second finds itself used up. */
async function findLink(
  entityManager: EntityManager,
  { id, tenantId }: LinkReference,
  locked = false,
): Promise<FoundLink | null> {
  const given = await entityManager.findOne(AccountLinkRow, id);
  if (!given) return null;
  const lockMode = locked ? LockMode.PESSIMISTIC_WRITE : LockMode.NONE;
  // a newcomer is no row yet
  if (given.newcomer) await entityManager.findOne(AccountLinkRow, id, { lockMode, refresh: true });
  const user = await entityManager.findOne(
    UserRow,
    given.newcomer ? { email: given.newcomer.email } : { id: given.userId! },
    { lockMode, populate: ['passwordHash'] },
  );
  const recipient = given.newcomer ?? user;
  if (!recipient || user?.deactivatedAt) return null;
  const tenant = await entityManager.findOneOrFail(Tenant, tenantId);
  return { link: await entityManager.findOneOrFail(AccountLinkRow, id, { refresh: true }), user, recipient, tenant };
}

async function findValidLink(
  entityManager: EntityManager,
  reference: LinkReference,
  kind: AccountLinkKind,
  locked = false,
): Promise<FoundLink> {
  const found = await findLink(entityManager, reference, locked);
  if (!found || found.link.kind !== kind) throw notFound('Link', 'input.token');
  const { tenant, user } = found;
  const reason = reasons[stateOf(found)];
  if (reason) throw wrongState(reason, 'input.token');
  assertNotSuspended(tenant, 'input.token');
  const isNewCustomer = user?.role === UserRole.CUSTOMER && user.passwordHash === null;
  if (isNewCustomer && !canBeInvited(tenant)) throw signUpClosed(tenant, 'input.token');
  return found;
}

/** Why a link cannot be used. */
const reasons: Record<AccountLinkState, string | null> = {
  [AccountLinkState.GOOD]: null,
  [AccountLinkState.USED]: 'The link has already been used. Sign in with your password, or request a new link.',
  [AccountLinkState.EXPIRED]: 'The link has expired. Request a new one.',
};

function stateOf({ link, user }: FoundLink): AccountLinkState {
  // another link, or an invitation, made the newcomer a user in the meantime
  const isOvertaken = link.newcomer !== null && user !== null && user.passwordHash !== null;
  if (link.usedAt || isOvertaken) return AccountLinkState.USED;
  return link.expiresAt > new Date() ? AccountLinkState.GOOD : AccountLinkState.EXPIRED;
}

/** Enough for its owner to recognise it. */
const maskEmail = (email: string) => email.replace(/^(.?).*@/, '$1•••@');
