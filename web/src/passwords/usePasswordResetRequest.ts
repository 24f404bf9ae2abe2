import { useVerb } from '../apollo/useVerb';
import { PasswordResetRequestDocument } from '../gql/graphql';

export function usePasswordResetRequest() {
  return useVerb(PasswordResetRequestDocument, (data) => data.passwordResetRequest);
}
