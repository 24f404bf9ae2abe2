import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { RequestContext } from '../context.ts';
import { challengeOf, readChallenge, spendChallenge, type Ceremony } from './challenge.ts';
import type { PasskeyAssertionInput } from './passkey.contract.ts';
import { PasskeyRow } from './passkey.entity.ts';
import { spentChallenge } from './passkey.errors.ts';
import type { RelyingParty } from './relying-party.ts';

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
