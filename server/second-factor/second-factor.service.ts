import type { EntityManager } from '@mikro-orm/postgresql';
import { toPlainSigns, withLatinDigits } from '#shared/text.ts';
import { verifyPassword } from '../access/passwords.ts';
import { isProven, noteProof } from '../access/recent-proof.ts';
import { tenantScope } from '../access/scope.ts';
import type { EntryGrant } from '../access/tokens.ts';
import type { Viewer } from '../access/viewer.ts';
import { enqueueAccountMail } from '../account-links/account-mail.ts';
import { recordAndTell } from '../account-links/account-security.ts';
import type { RequestContext } from '../context.ts';
import { recordSecurity } from '../events/record-security.ts';
import { UserErrorCode, UserInputError, wrongState } from '../graphql/user-error.ts';
import type { Portal } from '../portal.ts';
import { guessByEmail } from '../sessions/guess-by-email.ts';
import { SessionRow } from '../sessions/session.entity.ts';
import { byId, recordRefusals, recordSignIn } from '../sessions/session.security.ts';
import { beginSession, finishEntry, type SignedIn } from '../sessions/session.service.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { lockUser } from '../users/lock-user.ts';
import { UserRow } from '../users/user.entity.ts';
import type { IdentityConfirmInput } from './identity.contract.ts';
import { lockEntry } from './lock-entry.ts';
import { assertUnchanged, isSecondFactorDemanded, questionEnded, readQuestion } from './question.ts';
import { removeSecondFactor } from './remove-second-factor.ts';
import { hashRecoveryCode, makeRecoveryCodes } from './recovery-codes.ts';
import type { SecondFactorSetUpInput, SecondFactorVerifyInput, TotpConfirmInput } from './second-factor.contract.ts';
import { SecondFactorRow, secondFactorSecrets } from './second-factor.entity.ts';
import { recoveryCodesRenewed, secondFactorOff, secondFactorOn } from './second-factor.events.ts';
import { makeTotpSecret, stepOf, totpUri } from './totp.ts';

/** For how long a secret can be confirmed after it was shown. */
const pendingMs = 30 * 60 * 1_000;

interface Changed {
  userId: string;
}

/**
 * Begins the session that was asked for. Whoever repeats the same answer, because the first was lost, is given the same
 * session. Fails with WRONG_STATE, INVALID_CREDENTIALS or TOO_MANY_ATTEMPTS.
 */
export async function verifySecondFactor(
  context: RequestContext,
  { token, code }: SecondFactorVerifyInput,
): Promise<SignedIn & { recoveryCodes: string[] | null }> {
  const { portal } = context;
  const grant = await readQuestion(context, token);
  const scope = tenantScope(grant.tenantId);
  const { user, factor } = await portal.write(scope, async (entityManager) => ({
    user: await entityManager.findOneOrFail(UserRow, grant.userId),
    factor: await entityManager.findOne(SecondFactorRow, { userId: grant.userId }),
  }));
  const guess = context.guessAt('second-factor', user);
  const made = grant.setUp ? await makeRecoveryCodes() : null;
  const session = await recordRefusals(context, grant.tenantId, byId(user.id), async () => {
    await portal.guessing.consume(guess);
    const given = await readCode(code, factor);
    const begun = await portal.write(scope, (entityManager) =>
      admit(context, entityManager, grant, given, made?.hashes ?? null),
    );
    await portal.guessing.succeed(guess);
    return begun;
  });
  return { ...(await finishEntry(context, { user, session })), recoveryCodes: made?.codes ?? null };
}

async function admit(
  context: RequestContext,
  entityManager: EntityManager,
  grant: EntryGrant,
  given: GivenCode,
  recoveryCodes: string[] | null,
): Promise<SessionRow> {
  const { user, begun } = await lockEntry(entityManager, grant);
  const factor = await lockFactor(entityManager, user);
  const isSetUp = recoveryCodes !== null && !begun;
  if (isSetUp) await turnOn(context, entityManager, user, factor, given.digits);
  const proof = isSetUp ? 'TOTP' : useCode(context.portal, factor, given, begun !== null);
  if (!proof) throw wrongCode();
  if (recoveryCodes) factor.recoveryCodes = recoveryCodes;
  if (begun) return begun;
  user.lastActiveAt = new Date();
  const session = await beginSession(context, entityManager, user, grant.id);
  const originSequence = await recordSignIn(context, entityManager, user, session, proof);
  if (proof === 'RECOVERY_CODE')
    await enqueueAccountMail(entityManager, user, 'RECOVERY_CODE_USED', { originSequence });
  return session;
}

/**
 * Shows again who the viewer is: by a code where they have a second factor, otherwise by the password. Fails with REQUIRED,
 * INVALID_CREDENTIALS or TOO_MANY_ATTEMPTS.
 */
export async function confirmIdentity(
  context: RequestContext,
  { password, code }: IdentityConfirmInput,
): Promise<void> {
  const { portal, signedIn: viewer } = context;
  const { user, factor } = await context.writeAsPortal(async (entityManager) => ({
    user: await entityManager.findOneOrFail(UserRow, viewer.userId, { populate: ['passwordHash'] }),
    factor: await entityManager.findOne(SecondFactorRow, { userId: viewer.userId }),
  }));
  const [needed, given] = user.totpSince ? ['code', code] : ['password', password];
  if (given == null) throw new UserInputError(UserErrorCode.REQUIRED, `${needed} is required.`, `input.${needed}`);
  const guess = user.totpSince ? context.guessAt('second-factor', user) : await guessByEmail(context, 'password', user);
  await recordRefusals(context, user.tenantId, byId(user.id), async () => {
    await portal.guessing.consume(guess);
    if (user.totpSince) {
      const read = await readCode(given, factor);
      await context.writeAsPortal((entityManager) => proveByCode(portal, entityManager, viewer, read));
    } else {
      if (!(await verifyPassword(user.passwordHash, given))) throw wrongPassword();
      await context.writeAsPortal((entityManager) => noteProof(entityManager, viewer.sessionId));
    }
    await portal.guessing.succeed(guess);
  });
}

async function proveByCode(
  portal: Portal,
  entityManager: EntityManager,
  { userId, sessionId }: Viewer,
  given: GivenCode,
): Promise<void> {
  const user = await lockUser(entityManager, userId);
  const factor = await lockFactor(entityManager, user);
  const used = useCode(portal, factor, given, false);
  if (!used) {
    // where the first answer was lost it is given again, and prolongs nothing
    if ((await isProven(entityManager, sessionId)) && useCode(portal, factor, given, true)) return;
    throw wrongCode();
  }
  if (used === 'RECOVERY_CODE') await enqueueAccountMail(entityManager, user, 'RECOVERY_CODE_USED');
  await entityManager.flush();
  await noteProof(entityManager, sessionId);
}

interface Offer {
  secret: string;
  uri: string;
}

/** Offers a secret to somebody who has to set up a second factor before they come in. Fails with WRONG_STATE. */
export async function setUpSecondFactor(context: RequestContext, { token }: SecondFactorSetUpInput): Promise<Offer> {
  const grant = await readQuestion(context, token);
  return context.portal.write(tenantScope(grant.tenantId), async (entityManager) => {
    const user = await lockUser(entityManager, grant.userId);
    await assertUnchanged(entityManager, grant);
    if (!grant.setUp || user.totpSince) throw questionEnded();
    return offerSecret(context.portal, entityManager, user, await lockFactor(entityManager, user));
  });
}

/** Offers a new secret, or the same again for a while. It replaces the present one once it is confirmed. */
export async function setUpTotp(context: RequestContext): Promise<Offer> {
  const { portal, signedIn: viewer } = context;
  return changeOwn(context, viewer, (entityManager, user, factor) => offerSecret(portal, entityManager, user, factor));
}

async function offerSecret(
  portal: Portal,
  entityManager: EntityManager,
  user: UserRow,
  factor: SecondFactorRow,
): Promise<Offer> {
  const tenant = await entityManager.findOneOrFail(Tenant, user.tenantId);
  const secret = pendingSecretOf(portal, factor) ?? makeTotpSecret();
  Object.assign(factor, { pendingSecret: seal(portal, user, secret), pendingSince: new Date() });
  return { secret, uri: totpUri(secret, tenant.name, user.email) };
}

/** Turns the authenticator on that waits for its first code, which this is. Fails with WRONG_STATE or INVALID_CREDENTIALS. */
async function turnOn(
  { portal, origin }: RequestContext,
  entityManager: EntityManager,
  user: UserRow,
  factor: SecondFactorRow,
  digits: string,
): Promise<void> {
  const pending = pendingSecretOf(portal, factor);
  if (pending === null) throw wrongState('Begin anew: this secret is no longer waiting for a code.');
  const step = stepOf(pending, digits);
  if (step === null) throw wrongCode();
  Object.assign(factor, { secret: factor.pendingSecret, pendingSecret: null, pendingSince: null, lastStep: step });
  user.totpSince = new Date();
  await recordAndTell(entityManager, origin, secondFactorOn, user, 'SECOND_FACTOR_ON');
}

/** Turns the authenticator on whose code this is. Fails with WRONG_STATE or INVALID_CREDENTIALS. */
export async function confirmTotp(
  context: RequestContext,
  { code }: TotpConfirmInput,
): Promise<Changed & { recoveryCodes: string[] }> {
  const { portal, signedIn: viewer } = context;
  const { codes: recoveryCodes, hashes } = await makeRecoveryCodes();
  return changeOwn(context, viewer, async (entityManager, user, factor) => {
    const digits = plainDigits(code);
    // the first answer was lost
    const isRepeated =
      factor.pendingSecret === null &&
      factor.secret !== null &&
      stepOf(open(portal, factor), digits) === factor.lastStep;
    if (!isRepeated) await turnOn(context, entityManager, user, factor, digits);
    factor.recoveryCodes = hashes;
    return { userId: user.id, recoveryCodes };
  });
}

/** Turns the authenticator off; succeeds where none is on. Fails with WRONG_STATE where the tenant demands one. */
export async function removeTotp(context: RequestContext): Promise<Changed> {
  const { userId } = context.signedIn;
  await context.writeAsPortal(async (entityManager) => {
    const user = await lockUser(entityManager, userId);
    const tenant = await entityManager.findOneOrFail(Tenant, user.tenantId);
    if (user.totpSince && isSecondFactorDemanded(tenant, user))
      throw wrongState(`${tenant.name} demands a second factor: you can only replace it.`);
    const wasOn = await removeSecondFactor(entityManager, user, 'SECOND_FACTOR_OFF');
    if (wasOn) await recordSecurity(entityManager, context.origin, secondFactorOff, user);
  });
  return { userId };
}

/** Replaces the recovery codes. Fails with WRONG_STATE without a second factor. */
export async function renewRecoveryCodes(context: RequestContext): Promise<Changed & { recoveryCodes: string[] }> {
  const { signedIn: viewer } = context;
  const { codes: recoveryCodes, hashes } = await makeRecoveryCodes();
  return changeOwn(context, viewer, async (entityManager, user, factor) => {
    if (!user.totpSince) throw wrongState('Recovery codes belong to a second factor: set one up first.');
    factor.recoveryCodes = hashes;
    await recordAndTell(entityManager, context.origin, recoveryCodesRenewed, user, 'RECOVERY_CODES_RENEWED');
    return { userId: user.id, recoveryCodes };
  });
}

/** Changes what is the viewer's own, one request after the other. */
const changeOwn = <Result>(
  context: RequestContext,
  { userId }: Viewer,
  change: (entityManager: EntityManager, user: UserRow, factor: SecondFactorRow) => Promise<Result>,
): Promise<Result> =>
  context.writeAsPortal(async (entityManager) => {
    const user = await lockUser(entityManager, userId);
    return change(entityManager, user, await lockFactor(entityManager, user));
  });

/** Of a user who is locked; a new one where there is none. */
async function lockFactor(entityManager: EntityManager, { id: userId, tenantId }: UserRow): Promise<SecondFactorRow> {
  const found = await entityManager.findOne(SecondFactorRow, { userId });
  return (
    found ??
    entityManager.create(SecondFactorRow, {
      userId,
      tenantId,
      secret: null,
      pendingSecret: null,
      pendingSince: null,
      lastStep: 0,
      recoveryCodes: [],
      usedRecoveryCode: null,
    })
  );
}

/** A code as it was given: six digits, or the hash of what may be a recovery code. */
interface GivenCode {
  digits: string;
  recoveryCode: string | null;
}

async function readCode(code: string, factor: SecondFactorRow | null): Promise<GivenCode> {
  const stored = factor?.recoveryCodes[0] ?? factor?.usedRecoveryCode ?? undefined;
  return {
    digits: plainDigits(code),
    recoveryCode: await hashRecoveryCode(withLatinDigits(toPlainSigns(code)), stored),
  };
}

const plainDigits = (code: string) => withLatinDigits(toPlainSigns(code)).replace(/[\s-]/g, '');

/** Uses a code up, and says which it is; null for one that is wrong, or was used before unless it is `repeated`. */
function useCode(
  portal: Portal,
  factor: SecondFactorRow,
  { digits, recoveryCode }: GivenCode,
  repeated: boolean,
): 'TOTP' | 'RECOVERY_CODE' | null {
  const step = factor.secret === null ? null : stepOf(open(portal, factor), digits);
  if (step !== null && (step > factor.lastStep || (repeated && step === factor.lastStep))) {
    factor.lastStep = step;
    return 'TOTP';
  }
  if (recoveryCode === null) return null;
  if (repeated && factor.usedRecoveryCode === recoveryCode) return 'RECOVERY_CODE';
  if (!factor.recoveryCodes.includes(recoveryCode)) return null;
  factor.recoveryCodes = factor.recoveryCodes.filter((each) => each !== recoveryCode);
  factor.usedRecoveryCode = recoveryCode;
  return 'RECOVERY_CODE';
}

const { purpose } = secondFactorSecrets;

const seal = ({ signedLinks }: Portal, { id }: UserRow, secret: string) => signedLinks.encrypt(purpose, id, secret);

const open = ({ signedLinks }: Portal, { userId, secret }: SecondFactorRow) =>
  signedLinks.decrypt(purpose, userId, secret!);

/** The secret that waits for its first code. */
function pendingSecretOf({ signedLinks }: Portal, { userId, pendingSecret, pendingSince }: SecondFactorRow) {
  const isOffered = pendingSince !== null && pendingSince.getTime() > Date.now() - pendingMs;
  return pendingSecret !== null && isOffered ? signedLinks.decrypt(purpose, userId, pendingSecret) : null;
}

const wrongPassword = () =>
  new UserInputError(UserErrorCode.INVALID_CREDENTIALS, 'The password is wrong.', 'input.password');

const wrongCode = () =>
  new UserInputError(
    UserErrorCode.INVALID_CREDENTIALS,
    'The code is wrong, or has been used: wait for the next one.',
    'input.code',
  );
