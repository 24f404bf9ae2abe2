import { UserErrorCode, UserInputError, wrongState } from '../graphql/user-error.ts';

/** The challenge was answered before, is too old, or is of another host, tenant, user or purpose. */
export const spentChallenge = () =>
  wrongState('The request to use a passkey is over. Begin again.', 'input.clientDataJSON');

export const wrongPasskey = () => new UserInputError(UserErrorCode.INVALID_CREDENTIALS, 'The passkey is not accepted.');
