import { useVerb } from '../apollo/useVerb';
import { PasswordResetRequestDocument } from '../gql/graphql';

export const usePasswordResetRequest = () => useVerb(PasswordResetRequestDocument, (data) => data.passwordResetRequest);
