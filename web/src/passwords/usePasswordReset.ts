import { PasswordResetDocument } from '../gql/graphql';
import { useSessionStart } from '../sessions/useSessionStart';

export const usePasswordReset = () => useSessionStart(PasswordResetDocument, (data) => data.passwordReset);
