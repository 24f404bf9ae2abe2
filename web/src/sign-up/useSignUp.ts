import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { SignUpDocument, SignUpRequestDocument } from '../gql/graphql';
import { useSessionStart } from '../sessions/useSessionStart';

/** Asks for an email with a link. */
export const useSignUpRequest = () => useMutationWithErrors(SignUpRequestDocument, (data) => data.signUpRequest);

/** Makes the account with that link, and signs in. */
export const useSignUp = () => useSessionStart(SignUpDocument, (data) => data.signUp);
