import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { v4 as randomUuid, v7 as uuid } from 'uuid';
import { answerAlike } from '../access/answer-time.ts';
import { forEachTenant } from '../access/each-tenant.ts';
import { tenantScope } from '../access/scope.ts';
import { AccountLinkKind } from '../account-links/account-link-kind.ts';
import { enqueueAccountMail, enqueueLinkMail, wasJustInvited } from '../account-links/account-mail.ts';
import type { LinkReference } from '../account-links/link-token.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorCode, UserInputError, notFound, wrongState } from '../graphql/user-error.ts';
import { addJob } from '../jobs/queue.ts';
import { MailDelivery } from '../mail/delivery.entity.ts';
import type { Portal } from '../portal.ts';
import { enter, finishEntry, identifyAccount, type SignedIn } from '../sessions/session.service.ts';
import { recordRefusals } from '../sessions/session.security.ts';
import { SignInMethod } from '../sessions/sign-in-method.ts';
import { methodsOf } from '../sign-in-settings/sign-in-settings.policy.ts';
import { canBeInvited } from '../sign-up/sign-up.policy.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { assertNotSuspended } from '../tenants/tenant.service.ts';
import { UserRow } from '../users/user.entity.ts';
import type { SignInCodeRequestInput, SignInCodeUseInput } from './sign-in-code.contract.ts';
import { SignInCodeRow } from './sign-in-code.entity.ts';
import { expiryOf, isCode, makeRequestToken, readRequestToken, readSignInLinkToken } from './sign-in-code-secrets.ts';

/** Somebody wants to sign in with an email. */
export interface SignInCodeRequest extends LinkReference {
  email: string;
}

/** Enqueues an email for whoever has the address, which a job finds out. Fails with TOO_MANY_ATTEMPTS or REQUIRED. */
export async function requestSignInCode(
  context: RequestContext,
  input: SignInCodeRequestInput,
): Promise<{ requestToken: string }> {
  const id = uuid();
  let tenantId = randomUuid();
  await answerAlike(
    (async () => {
      tenantId = (await enqueueLookup(context, input, id)) ?? tenantId;
    })(),
  );
  return { requestToken: makeRequestToken(context.portal.signedLinks, { tenantId, id }) };
}

/** The tenant of the address, if there is one. */
async function enqueueLookup(
  context: RequestContext,
  input: SignInCodeRequestInput,
  id: string,
): Promise<string | undefined> {
  const { portal } = context;
  const { tenant, attempt } = await identifyAccount(context, input);
  await portal.throttles.signInCode.consume(attempt);
  if (tenant && !tenant.suspendedAt) {
    const request: SignInCodeRequest = { tenantId: tenant.id, id, email: attempt.email };
    await portal.write(tenantScope(tenant.id), (entityManager) =>
      addJob(entityManager, 'mailSignInCode', request, { key: id }),
    );
  }
  return tenant?.id;
}

/** Enqueues what helps the user with that address to come in, if there is one: a code, the invitation again, or that there are other ways. */
export async function mailSignInCode(portal: Portal, request: SignInCodeRequest): Promise<void> {
  const { tenantId, id, email } = request;
  await portal.write(tenantScope(tenantId), async (entityManager) => {
    const present = { email, deactivatedAt: null };
    const user = await entityManager.findOne(UserRow, present, { populate: ['passwordHash'] });
    const isEnqueued = (await entityManager.count(MailDelivery, { id })) > 0;
    if (!user || isEnqueued) return;
    const tenant = await entityManager.findOneOrFail(Tenant, tenantId);
    if (user.passwordHash === null) await inviteAgain(entityManager, user, tenant);
    else if (!methodsOf(tenant, user.role).includes(SignInMethod.EMAIL))
      await enqueueAccountMail(entityManager, user, 'SIGN_IN_OTHERWISE', { id });
    else if (await replaceCode(entityManager, user, request))
      await enqueueAccountMail(entityManager, user, 'SIGN_IN_CODE', { id });
  });
}

/** Who has no account yet gets one with the invitation. */
async function inviteAgain(entityManager: EntityManager, user: UserRow, tenant: Tenant): Promise<void> {
  const isWelcome = user.customerId === null || canBeInvited(tenant);
  if (isWelcome && !(await wasJustInvited(entityManager, user)))
    await enqueueLinkMail(entityManager, user, AccountLinkKind.INVITATION);
}

/** Makes this the one code of the user; false where a newer one was requested. Ids are in the order of the requests. */
async function replaceCode(
  entityManager: EntityManager,
  { id: userId, email }: UserRow,
  request: SignInCodeRequest,
): Promise<boolean> {
  const written = await entityManager.execute<unknown[]>(
    `insert into sign_in_code (user_id, tenant_id, id, email, expires_at) values (?, ?, ?, ?, ?)
     on conflict (user_id) do update
     set id = excluded.id, email = excluded.email, expires_at = excluded.expires_at, used_at = null
     where sign_in_code.id < excluded.id returning id`,
    [userId, request.tenantId, request.id, email, expiryOf(request)],
  );
  return written.length > 0;
}

/** Signs in by an emailed link, or by its code. Fails with REQUIRED, NOT_FOUND, WRONG_STATE, INVALID_CREDENTIALS, TOO_MANY_ATTEMPTS or METHOD_NOT_ALLOWED. */
export async function useSignInCode(context: RequestContext, input: SignInCodeUseInput): Promise<SignedIn> {
  const { portal } = context;
  const { reference, ended } = input.token
    ? { reference: readLink(portal, input.token), ended: linkEnded }
    : { reference: await readCode(context, input), ended: wrongCode };
  const entry = await portal.write(tenantScope(reference.tenantId), async (entityManager) => {
    const found = await lockCode(entityManager, reference);
    if (!found) throw ended();
    const { code, user } = found;
    assertNotSuspended(
      await entityManager.findOneOrFail(Tenant, user.tenantId),
      input.token ? 'input.token' : 'input.code',
    );
    code.usedAt = user.lastActiveAt = new Date();
    return enter(context, entityManager, user, SignInMethod.EMAIL);
  });
  return finishEntry(context, entry);
}

function readLink({ signedLinks }: Portal, token: string): LinkReference {
  const reference = readSignInLinkToken(signedLinks, token);
  if (!reference) throw notFound('Link', 'input.token');
  return reference;
}

/** Every answer is the same where nothing was ever sent: whoever asks knows nothing of the address. */
async function readCode(context: RequestContext, input: SignInCodeUseInput): Promise<LinkReference> {
  const { signedLinks, throttles } = context.portal;
  if (!input.code || !input.requestToken)
    throw new UserInputError(
      UserErrorCode.REQUIRED,
      'code and requestToken are required without a token.',
      'input.code',
    );
  const reference = readRequestToken(signedLinks, input.requestToken);
  if (!reference) throw notFound('Request', 'input.requestToken');
  if (expiryOf(reference) <= new Date()) throw wrongState('The code has expired. Request a new one.', 'input.code');
  const { code } = input;
  return recordRefusals(context, reference.tenantId, whoseCode(reference), async () => {
    await throttles.signInCodeTry.consume({ account: reference.id, address: '' });
    if (!isCode(signedLinks, reference, code)) throw wrongCode();
    return reference;
  });
}

const whoseCode =
  ({ id }: LinkReference) =>
  async (entityManager: EntityManager): Promise<UserRow | null> => {
    const code = await entityManager.findOne(SignInCodeRow, { id });
    return code && entityManager.findOne(UserRow, { id: code.userId });
  };

/** The code and whose it is, while it is good: of two uses at once, the second finds it used. The user is locked first, as everywhere. */
async function lockCode(
  entityManager: EntityManager,
  { id }: LinkReference,
): Promise<{ code: SignInCodeRow; user: UserRow } | null> {
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  const given = await entityManager.findOne(SignInCodeRow, { id });
  if (!given) return null;
  const { userId, email } = given;
  const user = await entityManager.findOne(UserRow, { id: userId, email, deactivatedAt: null }, { lockMode });
  const good = { userId, id, usedAt: null, expiresAt: { $gt: new Date() } };
  const code = user && (await entityManager.findOne(SignInCodeRow, good, { lockMode, refresh: true }));
  return code ? { code, user } : null;
}

const linkEnded = () =>
  wrongState(
    'The link has been used or has expired, or a newer one was requested. Request another on the sign-in page.',
    'input.token',
  );

const wrongCode = () =>
  new UserInputError(
    UserErrorCode.INVALID_CREDENTIALS,
    'The code is wrong, or no longer the newest one.',
    'input.code',
  );

/** Every night: what has expired. */
export const deleteExpiredSignInCodes = (portal: Portal): Promise<void> =>
  forEachTenant(portal, (entityManager) =>
    entityManager.nativeDelete(SignInCodeRow, { expiresAt: { $lt: new Date() } }),
  );
