import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { RequestContext } from '../context.ts';
import { byId, recordRefusals } from '../sessions/session.security.ts';
import { finishEntry, type Entry, type SignedIn } from '../sessions/session.service.ts';
import { answerTimeMs, challengeOf, makeChallenge, readChallenge, spendChallenge, type Ceremony } from './challenge.ts';
import type { PasskeyAssertionInput } from './passkey.contract.ts';
import { PasskeyRow } from './passkey.entity.ts';
import { spentChallenge, wrongPasskey } from './passkey.errors.ts';
import type { RelyingParty } from './relying-party.ts';
import type { PasskeyRequestOptions } from './webauthn-options.contract.ts';

/** What to ask a browser, for a touch or for more; without `passkeys`, for any that this host has. */
export async function requestOptions(
  { portal }: RequestContext,
  { host }: RelyingParty,
  ceremony: Ceremony,
  userVerification: 'required' | 'preferred',
  passkeys: PasskeyRow[] = [],
): Promise<PasskeyRequestOptions> {
  const options = await generateAuthenticationOptions({
    rpID: host,
    challenge: makeChallenge(portal.signedLinks, ceremony),
    userVerification,
    timeout: answerTimeMs,
    allowCredentials: passkeys.map(({ credentialId: id, transports }) => ({ id, transports })),
  });
  return options as unknown as PasskeyRequestOptions;
}

/** Ends what a passkey has begun, or records that it was refused. Fails with INVALID_CREDENTIALS. */
export const finishWithPasskey = (
  context: RequestContext,
  { tenantId, userId }: { tenantId: string; userId: string },
  entry: Entry | null,
): Promise<SignedIn> =>
  recordRefusals(context, tenantId, byId(userId), async () => {
    if (!entry) throw wrongPasskey();
    return finishEntry(context, entry);
  });

/** What is to be proven, and where. */
interface Claim {
  relyingParty: RelyingParty;
  ceremony: Ceremony;
  userId: string;
  /** Whether a fingerprint, a face or a PIN must be asked for, or a touch will do. */
  isOnlyFactor: boolean;
  /** Whether the same answer has led to something before, of which the client may not know. */
  mayRepeat?: boolean;
}

/**
 * Whether a passkey of the user has signed the challenge of this ceremony; then it counts as used. False also for one whose
 * counter went backwards, of which a note is left that must be committed. Fails with WRONG_STATE for a challenge that is over.
 */
export async function verifyAssertion(
  { portal }: RequestContext,
  entityManager: EntityManager,
  { relyingParty, ceremony, userId, isOnlyFactor, mayRepeat = false }: Claim,
  input: PasskeyAssertionInput,
): Promise<boolean> {
  const challenge = readChallenge(portal.signedLinks, ceremony, challengeOf(input.clientDataJSON));
  if (!challenge) throw spentChallenge();
  const passkey = await entityManager.findOne(
    PasskeyRow,
    { userId, credentialId: input.credentialId, host: relyingParty.host },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  const signed = passkey && (await verifySignature(passkey, relyingParty, isOnlyFactor, input));
  if (!signed) return false;
  if (!(await spendChallenge(entityManager, challenge))) {
    if (mayRepeat) return true;
    throw spentChallenge();
  }
  const now = new Date();
  const counter = BigInt(signed.newCounter);
  const last = BigInt(passkey.counter);
  // an authenticator that does not count says 0 every time
  if ((counter > 0n || last > 0n) && counter <= last) {
    passkey.copySuspectedAt = now;
    portal.log.warn({ passkeyId: passkey.id, userId }, 'a passkey was refused: its counter went backwards');
    return false;
  }
  Object.assign(passkey, { counter: String(counter), synced: signed.credentialBackedUp, lastUsedAt: now });
  return true;
}

/** What was signed with the key of the passkey; null for whatever is wrong with it. */
async function verifySignature(
  { credentialId, publicKey }: PasskeyRow,
  { host, origin }: RelyingParty,
  requireUserVerification: boolean,
  input: PasskeyAssertionInput,
) {
  const { clientDataJSON, authenticatorData, signature } = input;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id: credentialId,
        rawId: credentialId,
        type: 'public-key',
        response: { clientDataJSON, authenticatorData, signature },
        clientExtensionResults: {},
      },
      // read before
      expectedChallenge: () => true,
      expectedOrigin: origin,
      expectedRPID: host,
      requireUserVerification,
      // of the counter more is to be done than to reject it
      credential: { id: credentialId, publicKey: new Uint8Array(publicKey), counter: 0 },
    });
    return verified ? authenticationInfo : null;
  } catch {
    return null;
  }
}
