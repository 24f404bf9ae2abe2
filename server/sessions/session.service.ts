import type { EntityManager } from '@mikro-orm/postgresql';
import type { GraphQLResolveInfo } from 'graphql';
import { v7 as uuid } from 'uuid';
import { toPlainSigns } from '#shared/text.ts';
import { forEachTenant } from '../access/each-tenant.ts';
import { endSessions } from '../access/ended-sessions.ts';
import { verifyPassword } from '../access/passwords.ts';
import { tenantScope, type Scope } from '../access/scope.ts';
import type { Attempt } from '../access/throttle.ts';
import { maximumUserAgent, type Viewer } from '../access/viewer.ts';
import { RequestContext } from '../context.ts';
import { isUuid } from '../database/uuid.ts';
import type { PageArgs } from '../reads/connection.ts';
import { UserErrorCode, UserInputError, notFound } from '../graphql/user-error.ts';
import { frequencies } from '../limits/limits.ts';
import type { Portal } from '../portal.ts';
import { askQuestion, findQuestion, type Question } from '../second-factor/question.ts';
import type { SecondFactorQuestion } from '../second-factor/second-factor-question.contract.ts';
import { guessByEmail } from './guess-by-email.ts';
import type { SignInInput } from './session.contract.ts';
import { SignInMethod } from './sign-in-method.ts';
import { deviceOf, sessionEnd } from './session-life.ts';
import { lastUsedFirst, sessionReads } from './session.reads.ts';
import { SessionRow } from './session.entity.ts';
import { byEmail, recordEnd, recordRefusals, recordSignIn } from './session.security.ts';
import { assertMethodAllowed } from '../sign-in-settings/sign-in-settings.policy.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { assertNotSuspended, findTenantByHost, findTenantBySlug, onlyTenant } from '../tenants/tenant.service.ts';
import type { User } from '../users/user.contract.ts';
import { canonicalEmailAddress } from '../users/email-address.ts';
import { UserRow } from '../users/user.entity.ts';
import { readViewer } from '../users/user.service.ts';

/** Who has shown who they are: with a session, or with what remains to be shown before; what is written is not committed yet. */
export type Entry = { user: UserRow } & ({ session: SessionRow } | { question: Question });

/** What somebody is given who came in, or is asked. */
export type SignedIn = { session: OpenedSession } | { session: null; secondFactor: SecondFactorQuestion };

/** A new or refreshed session: its viewer and what the client needs. */
export interface OpenedSession {
  viewerToBe: Viewer;
  accessToken: string;
  expiresAt: Date;
}

/** Signs somebody in. Fails with INVALID_CREDENTIALS, METHOD_NOT_ALLOWED, TOO_MANY_ATTEMPTS, or REQUIRED without a tenant; throws RATE_LIMITED. */
export async function signIn(context: RequestContext, input: SignInInput): Promise<SignedIn> {
  const account = await identifyAccount(context, input);
  const { tenant, attempt } = account;
  return recordRefusals(context, tenant?.id, byEmail(attempt.email), () => signInByPassword(context, account, input));
}

async function signInByPassword(
  context: RequestContext,
  { tenant, attempt }: IdentifiedAccount,
  input: SignInInput,
): Promise<SignedIn> {
  const { portal } = context;
  const guess = await guessByEmail(context, 'password', { tenantId: tenant?.id ?? null, email: attempt.email });
  await portal.guessing.consume(guess);
  if (tenant) assertNotSuspended(tenant);
  const user = tenant ? await findUser(portal, tenantScope(tenant.id), attempt.email) : null;
  const isRight = await verifyPassword(user?.passwordHash ?? null, input.password);
  if (!user || !isRight) throw wrongCredentials();
  await portal.guessing.succeed(guess);
  await portal.frequencies.count(frequencies.signIn, { userId: user.id, tenantId: user.tenantId });
  const entry = await portal.write(tenantScope(user.tenantId), async (entityManager) => {
    const { id, passwordHash } = user;
    // a concurrent change of the password, or of their access, ends this session, too, or has been committed before it
    const present = { id, passwordHash, deactivatedAt: null };
    if ((await entityManager.nativeUpdate(UserRow, present, { lastActiveAt: new Date() })) === 0)
      throw wrongCredentials();
    return enter(context, entityManager, user, SignInMethod.PASSWORD);
  });
  return finishEntry(context, entry);
}

/** Lets in who has shown who they are; whoever has a second factor is asked for it. Fails with METHOD_NOT_ALLOWED. */
export async function enter(
  context: RequestContext,
  entityManager: EntityManager,
  user: UserRow,
  method: SignInMethod,
): Promise<Entry> {
  const tenant = await entityManager.findOneOrFail(Tenant, user.tenantId);
  assertMethodAllowed(tenant, user.role, method);
  await entityManager.flush();
  const question = await findQuestion(context, entityManager, user, method);
  if (question) return { user, question };
  const session = await beginSession(context, entityManager, user);
  await recordSignIn(context, entityManager, user, session, method);
  return { user, session };
}

/** What `enter` has led to, once it is committed. */
export async function finishEntry(context: RequestContext, entry: Entry): Promise<SignedIn> {
  const { user } = entry;
  if ('question' in entry) return { session: null, secondFactor: await askQuestion(context, user, entry.question) };
  context.rememberDevice(user);
  return { session: await openSession(context, entry.session, user) };
}

/** Whom somebody says they are, and where. */
interface IdentifiedAccount {
  tenant: Tenant | null;
  attempt: Attempt & { email: string };
}

/** The tenant of the host name or of the input, and by what attempts are counted. Fails with REQUIRED. */
export async function identifyAccount(
  { portal, origin }: RequestContext,
  input: { email: string; tenant?: string | null },
): Promise<IdentifiedAccount> {
  const email = canonicalEmailAddress(input.email);
  const tenant =
    (await findTenantByHost(portal, origin!.host)) ??
    (input.tenant
      ? await findTenantBySlug(portal, toPlainSigns(input.tenant).toLowerCase())
      : await onlyTenant(portal));
  if (!tenant && !input.tenant) {
    throw new UserInputError(
      UserErrorCode.REQUIRED,
      'tenant is required: this address does not identify one.',
      'input.tenant',
    );
  }
  const account = `${tenant?.id ?? input.tenant!}|${email}`;
  return { tenant, attempt: { address: origin!.address, account, email } };
}

/** Ends the session of the cookie, if there is one. */
export async function signOut(context: RequestContext): Promise<void> {
  const { portal, origin } = context;
  const grant = origin!.refreshToken ? await portal.tokens.readRefresh(origin!.refreshToken) : null;
  if (grant) {
    await portal.write(userScope(grant), async (entityManager) => {
      const ended = await endSessions(entityManager, grant.userId, { only: grant.sessionId });
      if (ended > 0) await recordEnd(entityManager, origin, grant.userId);
    });
  }
  origin!.setRefreshToken(null);
}

/** Who is signed in by a session, which the request itself is not. */
export async function readSessionViewer(
  { portal }: RequestContext,
  { viewerToBe }: OpenedSession,
  info: GraphQLResolveInfo,
): Promise<User> {
  const context = new RequestContext(portal, viewerToBe);
  try {
    return (await readViewer(context, info))!;
  } finally {
    await context.endReads();
  }
}

/** The viewer's sessions that have not ended, most recently used first. */
export const readSessions = (context: RequestContext, page: PageArgs, info: GraphQLResolveInfo) =>
  context.page(
    sessionReads,
    {
      page,
      order: lastUsedFirst,
      where: (session, parameter) =>
        `${session.userId} = ${parameter(context.signedIn.userId, 'uuid')} and ` +
        `${session.endedAt} is null and ${session.expiresAt} > now()`,
    },
    info,
  );

/** Ends a session of the viewer everywhere. Fails with NOT_FOUND. */
export function endSession(context: RequestContext, id: string): Promise<void> {
  return context.write(async (entityManager) => {
    const session = isUuid(id) && (await entityManager.findOne(SessionRow, id));
    if (!session) throw notFound('Session', 'id');
    const ended = await endSessions(entityManager, session.userId, { only: session.id });
    if (ended > 0) await recordEnd(entityManager, context.origin, session.userId);
  });
}

/** Ends all sessions of the viewer everywhere, but that of the request. Answers how many there were. */
export function endOtherSessions(context: RequestContext): Promise<{ endedCount: number }> {
  const { userId, sessionId } = context.signedIn;
  return context.write(async (entityManager) => {
    const endedCount = await endSessions(entityManager, userId, { except: sessionId });
    if (endedCount > 0) await recordEnd(entityManager, context.origin, userId);
    return { endedCount };
  });
}

/** A new session of the user on the device the request came from. */
export async function beginSession(
  { origin }: RequestContext,
  entityManager: EntityManager,
  { id: userId, tenantId, role }: UserRow,
  id = uuid(),
): Promise<SessionRow> {
  const now = new Date();
  const session = entityManager.create(SessionRow, {
    id,
    tenantId,
    userId,
    generation: 1,
    replacedAt: now,
    replacedBy: deviceOf(origin!),
    userAgent: origin!.userAgent.slice(0, maximumUserAgent),
    createdAt: now,
    refreshedAt: now,
    expiresAt: sessionEnd({ role }, now, now),
    provenAt: now,
    endedAt: null,
  });
  await entityManager.flush();
  return session;
}

/** Every night: sessions that have expired. */
export const deleteExpiredSessions = (portal: Portal): Promise<void> =>
  forEachTenant(portal, (entityManager) => entityManager.nativeDelete(SessionRow, { expiresAt: { $lt: new Date() } }));

/** Gives the client the tokens of a session. */
export async function openSession(
  { portal, origin }: RequestContext,
  session: SessionRow,
  user: UserRow,
): Promise<OpenedSession> {
  const viewer: Viewer = {
    tenantId: session.tenantId,
    userId: session.userId,
    role: user.role,
    customerId: user.customerId,
    sessionId: session.id,
  };
  const { token, expiresAt } = await portal.tokens.access(viewer, new Date(), session.expiresAt);
  const grant = { userId: user.id, tenantId: session.tenantId, sessionId: session.id, generation: session.generation };
  origin!.setRefreshToken(await portal.tokens.refresh(grant, session.expiresAt), session.expiresAt);
  return { viewerToBe: viewer, accessToken: token, expiresAt };
}

const wrongCredentials = () =>
  new UserInputError(UserErrorCode.INVALID_CREDENTIALS, 'The email address or password is wrong.');

const findUser = (portal: Portal, scope: Scope, email: string): Promise<UserRow | null> =>
  portal.write(scope, (entityManager) =>
    entityManager.findOne(UserRow, { email, deactivatedAt: null }, { populate: ['passwordHash'] }),
  );

export const userScope = ({ tenantId, userId }: { tenantId: string; userId: string }): Scope => ({
  ...tenantScope(tenantId),
  userId,
});
