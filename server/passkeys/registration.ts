import { verifyRegistrationResponse } from '@simplewebauthn/server';
import { COSEALG, decodeAttestationObject } from '@simplewebauthn/server/helpers';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';
import type { PasskeyRegisterInput } from './passkey.contract.ts';
import type { PasskeyRow } from './passkey.entity.ts';
import type { RelyingParty } from './relying-party.ts';

/** What every authenticator has one of. */
export const algorithms: number[] = [COSEALG.EdDSA, COSEALG.ES256, COSEALG.RS256];

const knownTransports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

/** What is kept of a new key. */
export type NewCredential = Pick<PasskeyRow, 'credentialId' | 'publicKey' | 'counter' | 'transports' | 'synced'>;

/** The key that the browser says it has made at this host. Fails with INVALID. */
export async function verifyRegistration(
  { host, origin }: RelyingParty,
  { clientDataJSON, attestationObject, transports }: PasskeyRegisterInput,
): Promise<NewCredential> {
  try {
    assertNoCertificates(attestationObject);
    const { registrationInfo } = await verifyRegistrationResponse({
      response: {
        // the one that counts is in the attestation object
        id: 'none',
        rawId: 'none',
        type: 'public-key',
        response: { clientDataJSON, attestationObject },
        clientExtensionResults: {},
      },
      // read before
      expectedChallenge: () => true,
      expectedOrigin: origin,
      expectedRPID: host,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
    const { credential, credentialBackedUp } = registrationInfo!;
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey),
      counter: String(credential.counter),
      transports: knownTransports.filter((each) => transports?.includes(each)),
      synced: credentialBackedUp,
    };
  } catch {
    throw new UserInputError(UserErrorCode.INVALID, 'The passkey is not valid.', 'input.attestationObject');
  }
}

/**
 * Browsers that are asked for no attestation send no certificates. Those that somebody sends all the same are not looked at:
 * the library would ask servers that they name whether they are revoked.
 */
function assertNoCertificates(attestationObject: string): void {
  const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')));
  const format = decoded.get('fmt');
  const isBare = format === 'none' || (format === 'packed' && !decoded.get('attStmt').get('x5c'));
  if (!isBare) throw new Error(`an attestation of the format ${format} was not asked for`);
}
