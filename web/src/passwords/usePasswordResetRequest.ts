import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { PasswordResetRequestDocument } from '../gql/graphql';

export const usePasswordResetRequest = () =>
  useMutationWithErrors(PasswordResetRequestDocument, (data) => data.passwordResetRequest);
