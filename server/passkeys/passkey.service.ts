import { LockMode, UniqueConstraintViolationException, type EntityManager } from '@mikro-orm/postgresql';
import { generateRegistrationOptions } from '@simplewebauthn/server';
import type { GraphQLResolveInfo } from 'graphql';
import { v7 as uuid } from 'uuid';
import { mostPasskeys } from '#shared/limits.ts';
import { toSingleLine } from '#shared/text.ts';
import type { Viewer } from '../access/viewer.ts';
import { recordAndTell } from '../account-links/account-security.ts';
import type { RequestContext } from '../context.ts';
import { isUuid } from '../database/uuid.ts';
import { UserErrorCode, UserInputError, notFound } from '../graphql/user-error.ts';
import type { PageArgs } from '../reads/connection.ts';
import { SignInMethod } from '../sessions/sign-in-method.ts';
import { assertMethodAllowed } from '../sign-in-settings/sign-in-settings.policy.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { UserRow } from '../users/user.entity.ts';
import { answerTimeMs, challengeOf, makeChallenge, readChallenge, spendChallenge, type Ceremony } from './challenge.ts';
import type { PasskeyRegisterInput, PasskeyRenameInput } from './passkey.contract.ts';
import { PasskeyRow } from './passkey.entity.ts';
import { spentChallenge } from './passkey.errors.ts';
import { passkeyAdded, passkeyRemoved } from './passkey.events.ts';
import { newestPasskeyFirst, passkeyReads } from './passkey.reads.ts';
import { algorithms, verifyRegistration, type NewCredential } from './registration.ts';
import { notAtThisAddress, relyingPartyOf, type RelyingParty } from './relying-party.ts';
import { makeUserHandle } from './user-handle.ts';
import type { PasskeyCreationOptions } from './webauthn-options.contract.ts';

type Changed = Promise<{ passkeyId: string }>;

/** The viewer's passkeys of all hosts, newest first. */
export const readPasskeys = (context: RequestContext, page: PageArgs, info: GraphQLResolveInfo) =>
  context.page(
    passkeyReads,
    {
      page,
      order: newestPasskeyFirst,
      where: (passkey, parameter) => `${passkey.userId} = ${parameter(context.signedIn.userId, 'uuid')}`,
    },
    info,
  );

/** What to ask the browser of a viewer who wants a passkey. Fails with METHOD_NOT_ALLOWED, WRONG_STATE or TOO_MANY. */
export async function beginRegistration(context: RequestContext): Promise<{ options: PasskeyCreationOptions }> {
  const viewer = context.signedIn;
  const relyingParty = await ownRelyingParty(context, viewer);
  const { user, tenant, passkeys } = await context.writeAsPortal(async (entityManager) => ({
    user: await entityManager.findOneOrFail(UserRow, viewer.userId),
    tenant: await entityManager.findOneOrFail(Tenant, viewer.tenantId),
    passkeys: await entityManager.find(PasskeyRow, { userId: viewer.userId }),
  }));
  assertMethodAllowed(tenant, user.role, SignInMethod.PASSKEY);
  assertRoom(passkeys.length);
  const options = await generateRegistrationOptions({
    rpName: tenant.name,
    rpID: relyingParty.host,
    userID: makeUserHandle(viewer),
    userName: user.email,
    userDisplayName: user.name,
    challenge: makeChallenge(context.portal.signedLinks, registrationOf(viewer, relyingParty)),
    timeout: answerTimeMs,
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
    excludeCredentials: passkeys
      .filter(({ host }) => host === relyingParty.host)
      .map(({ credentialId: id, transports }) => ({ id, transports })),
  });
  return { options: options as unknown as PasskeyCreationOptions };
}

/** Keeps a passkey that the browser has made. Fails with INVALID, METHOD_NOT_ALLOWED, WRONG_STATE, TOO_MANY or CONFLICT. */
export async function registerPasskey(context: RequestContext, input: PasskeyRegisterInput): Changed {
  const viewer = context.signedIn;
  const relyingParty = await ownRelyingParty(context, viewer);
  const ceremony = registrationOf(viewer, relyingParty);
  const challenge = readChallenge(context.portal.signedLinks, ceremony, challengeOf(input.clientDataJSON));
  if (!challenge) throw spentChallenge();
  const credential = await verifyRegistration(relyingParty, input);
  return context.writeAsPortal(async (entityManager) => {
    const user = await lockUser(entityManager, viewer);
    const tenant = await entityManager.findOneOrFail(Tenant, viewer.tenantId);
    assertMethodAllowed(tenant, user.role, SignInMethod.PASSKEY);
    const passkeys = await entityManager.find(PasskeyRow, { userId: viewer.userId });
    const existing = passkeys.find(({ credentialId }) => credentialId === credential.credentialId);
    // a repeated request whose first answer was lost
    if (existing) return { passkeyId: existing.id };
    assertRoom(passkeys.length);
    if (!(await spendChallenge(entityManager, challenge))) throw spentChallenge();
    const passkeyId = await insert(entityManager, viewer, {
      ...credential,
      name: toSingleLine(input.name),
      host: relyingParty.host,
    });
    await recordAndTell(entityManager, context.origin, passkeyAdded, user, 'PASSKEY_ADDED');
    return { passkeyId };
  });
}

/** Renames a passkey of the viewer. Fails with NOT_FOUND. */
export function renamePasskey(context: RequestContext, id: string, { name }: PasskeyRenameInput): Changed {
  return context.write(async (entityManager) => {
    const passkey = isUuid(id) && (await entityManager.findOne(PasskeyRow, id));
    if (!passkey) throw notFound('Passkey', 'id');
    passkey.name = toSingleLine(name);
    return { passkeyId: passkey.id };
  });
}

/** Removes a passkey of the viewer; the sessions that began with it go on. Fails with NOT_FOUND. */
export async function removePasskey(context: RequestContext, id: string): Promise<void> {
  const { signedIn: viewer } = context;
  if (!isUuid(id)) throw notFound('Passkey', 'id');
  await context.writeAsPortal(async (entityManager) => {
    const user = await lockUser(entityManager, viewer);
    const passkey = await entityManager.findOne(PasskeyRow, { id, userId: viewer.userId });
    if (!passkey) throw notFound('Passkey', 'id');
    entityManager.remove(passkey);
    await recordAndTell(entityManager, context.origin, passkeyRemoved, user, 'PASSKEY_REMOVED');
  });
}

const registrationOf = ({ tenantId, userId }: Viewer, { host }: RelyingParty): Ceremony => ({
  purpose: 'passkey-registration',
  host,
  tenantId,
  userId,
});

/** The host of the request, where it is one of the viewer's tenant. Fails with WRONG_STATE. */
async function ownRelyingParty(context: RequestContext, { tenantId }: Viewer): Promise<RelyingParty> {
  const relyingParty = await relyingPartyOf(context);
  if ((relyingParty.tenantId ?? tenantId) !== tenantId) throw notAtThisAddress();
  return relyingParty;
}

/** So that two requests at once do not both find room, and nobody is deactivated meanwhile. */
const lockUser = (entityManager: EntityManager, { userId }: Viewer): Promise<UserRow> =>
  entityManager.findOneOrFail(UserRow, { id: userId, deactivatedAt: null }, { lockMode: LockMode.PESSIMISTIC_WRITE });

function assertRoom(count: number): void {
  if (count < mostPasskeys) return;
  throw new UserInputError(
    UserErrorCode.TOO_MANY,
    `You can have at most ${mostPasskeys} passkeys. Remove one that you no longer use.`,
  );
}

async function insert(
  entityManager: EntityManager,
  { tenantId, userId }: Viewer,
  given: NewCredential & Pick<PasskeyRow, 'name' | 'host'>,
): Promise<string> {
  const passkey = entityManager.create(PasskeyRow, {
    id: uuid(),
    tenantId,
    userId,
    createdAt: new Date(),
    lastUsedAt: null,
    copySuspectedAt: null,
    ...given,
  });
  await entityManager.flush().catch((error: unknown) => {
    throw error instanceof UniqueConstraintViolationException
      ? new UserInputError(UserErrorCode.CONFLICT, 'The passkey belongs to another account.')
      : error;
  });
  return passkey.id;
}
