import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  WebAuthnError,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import type {
  PasskeyRegisterInput,
  PasskeyRegistrationBeginMutation,
  PasskeySignInBeginMutation,
  PasskeySignInInput,
} from '../gql/graphql';

type CreationOptions = NonNullable<PasskeyRegistrationBeginMutation['passkeyRegistrationBegin']['options']>;
export type RequestOptions = NonNullable<PasskeySignInBeginMutation['passkeySignInBegin']['options']>;

/** An address of numbers has no passkeys. */
const ipAddress = /^[\d.]+$|:/;

/** Whether this browser has passkeys, and for this page, which takes https or localhost. */
export const canUsePasskeys = (): boolean =>
  isSecureContext && browserSupportsWebAuthn() && !ipAddress.test(location.hostname);

/** Why there is no answer from the browser. */
export type PasskeyFailure = 'cancelled' | 'exists' | 'unable' | 'failed';

export function passkeyFailureOf(error: unknown): PasskeyFailure {
  if (error instanceof WebAuthnError) {
    if (error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') return 'exists';
    if (
      error.code === 'ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT' ||
      error.code === 'ERROR_AUTHENTICATOR_MISSING_DISCOVERABLE_CREDENTIAL_SUPPORT'
    )
      return 'unable';
  }
  const { name } = error as Error;
  return name === 'NotAllowedError' || name === 'AbortError' ? 'cancelled' : 'failed';
}

/** Asks the browser for a new passkey. Rejects with what `passkeyFailureOf` names. */
export async function createPasskey(options: CreationOptions): Promise<Omit<PasskeyRegisterInput, 'name'>> {
  const optionsJSON = options as PublicKeyCredentialCreationOptionsJSON;
  const { clientDataJSON, attestationObject, transports = [] } = (await startRegistration({ optionsJSON })).response;
  return { clientDataJSON, attestationObject, transports };
}

/** Asks the browser for a passkey that is there: at once, or when somebody chooses it among what the browser fills in. */
export async function answerWithPasskey(
  options: RequestOptions,
  useBrowserAutofill = false,
): Promise<PasskeySignInInput> {
  const optionsJSON = options as PublicKeyCredentialRequestOptionsJSON;
  const { id: credentialId, response } = await startAuthentication({ optionsJSON, useBrowserAutofill });
  const { clientDataJSON, authenticatorData, signature, userHandle = '' } = response;
  return { credentialId, clientDataJSON, authenticatorData, signature, userHandle };
}
