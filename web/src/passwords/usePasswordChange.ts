import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { PasswordChangeDocument } from '../gql/graphql';

export const usePasswordChange = () => useMutationWithErrors(PasswordChangeDocument, (data) => data.passwordChange);
