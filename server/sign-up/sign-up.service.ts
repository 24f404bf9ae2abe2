import { v7 as uuid } from 'uuid';
import { toSingleLine } from '#shared/text.ts';
import { answerAlike } from '../access/answer-time.ts';
import { tenantScope } from '../access/scope.ts';
import { AccountLinkKind } from '../account-links/account-link-kind.ts';
import type { Newcomer } from '../account-links/account-link.entity.ts';
import { recordAcceptance, redeemLink } from '../account-links/account-link.service.ts';
import { enqueueAccountMail, enqueueSignUpMail } from '../account-links/account-mail.ts';
import type { RequestContext } from '../context.ts';
import { makeCustomer } from '../customers/customer.service.ts';
import { UserErrorCode, UserInputError, notFound, wrongState } from '../graphql/user-error.ts';
import { addJob } from '../jobs/queue.ts';
import { MailDelivery } from '../mail/delivery.entity.ts';
import type { Portal } from '../portal.ts';
import { identifyAccount, type SignedIn } from '../sessions/session.service.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { assertNotSuspended } from '../tenants/tenant.service.ts';
import { readEmailAddress } from '../users/email-address.ts';
import { readOfferedLocale } from '../users/locale.ts';
import { readTimeZone } from '../users/time-zone.ts';
import { UserRow } from '../users/user.entity.ts';
import type { SignUpInput, SignUpRequestInput } from './sign-up.contract.ts';
import { canSignUpWith, isSignUpOpen, signUpClosed } from './sign-up.policy.ts';

/** Somebody has asked for an account. */
export interface SignUpRequest {
  tenantId: string;
  newcomer: Newcomer;
  /** Of the link and of the email. */
  id: string;
  requestedAt: string;
}

/**
 * Enqueues an email to an address that wants an account; a job finds out whether it has one. Fails with NOT_FOUND, WRONG_STATE,
 * TOO_MANY_ATTEMPTS, INVALID or REQUIRED, whoever has the address.
 */
export const requestSignUp = (context: RequestContext, input: SignUpRequestInput): Promise<void> =>
  answerAlike(enqueueRequest(context, input));

async function enqueueRequest(context: RequestContext, input: SignUpRequestInput): Promise<void> {
  const { portal } = context;
  const { tenant, attempt } = await identifyAccount(context, input);
  if (!tenant) throw notFound('Tenant', 'input.tenant');
  assertNotSuspended(tenant);
  if (!isSignUpOpen(tenant)) throw signUpClosed(tenant);
  // before the domain is looked at: the list of domains names customers, and cannot be tried through
  await portal.throttles.signUp.consume({ ...attempt, mailbox: attempt.email, tenant: tenant.id });
  const newcomer = {
    name: toSingleLine(input.name),
    email: readEmailAddress(input.email, 'input.email'),
    locale: readOfferedLocale(input.locale, tenant, 'input.locale'),
    timeZone: readTimeZone(input.timeZone, 'input.timeZone'),
  };
  if (!canSignUpWith(tenant, newcomer.email)) {
    throw new UserInputError(
      UserErrorCode.INVALID,
      `email must be at a domain that ${tenant.name} accepts.`,
      'input.email',
    );
  }
  const request = { tenantId: tenant.id, newcomer, id: uuid(), requestedAt: new Date().toISOString() };
  await portal.write(tenantScope(tenant.id), (entityManager) =>
    addJob(entityManager, 'mailSignUp', request, { key: request.id }),
  );
}

/** Enqueues a link for a newcomer or somebody invited, or says to a user that there is an account. Those who lost theirs get nothing. */
export async function mailSignUp(
  portal: Portal,
  { tenantId, newcomer, id, requestedAt }: SignUpRequest,
): Promise<void> {
  await portal.write(tenantScope(tenantId), async (entityManager) => {
    if ((await entityManager.count(MailDelivery, { id })) > 0) return;
    const { email } = newcomer;
    const user = await entityManager.findOne(UserRow, { email }, { populate: ['passwordHash'] });
    if (user?.deactivatedAt) return;
    if (user?.passwordHash) await enqueueAccountMail(entityManager, user, 'ACCOUNT_EXISTS', { id });
    else await enqueueSignUpMail(entityManager, tenantId, newcomer, { id, createdAt: new Date(requestedAt) });
  });
}

/**
 * Makes a customer of whoever was emailed the link, and signs in. An address that was invited meanwhile, or before, is proven by
 * the link, so that it becomes that account. Fails with NOT_FOUND, WRONG_STATE or INVALID.
 */
export const signUp = (context: RequestContext, { token, name, password }: SignUpInput): Promise<SignedIn> =>
  redeemLink(
    context,
    { kind: AccountLinkKind.SIGN_UP, token, password, field: 'input.password' },
    async (entityManager, { tenant, user, recipient }) => {
      assertStillOpen(tenant, recipient.email);
      const { email, locale, timeZone } = recipient;
      const profile = { name: name == null ? recipient.name : toSingleLine(name), locale, timeZone };
      if (!user) return makeCustomer(entityManager, null, { tenantId: tenant.id, email, phone: null, ...profile });
      await recordAcceptance(entityManager, user, profile);
      return user;
    },
  );

/** Admins may have changed their minds since the email. */
function assertStillOpen(tenant: Tenant, email: string): void {
  if (!isSignUpOpen(tenant)) throw signUpClosed(tenant, 'input.token');
  if (!canSignUpWith(tenant, email))
    throw wrongState(`${tenant.name} no longer accepts addresses at this domain.`, 'input.token');
}
