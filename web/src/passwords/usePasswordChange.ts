import { useVerb } from '../apollo/useVerb';
import { PasswordChangeDocument } from '../gql/graphql';

export const usePasswordChange = () => useVerb(PasswordChangeDocument, (data) => data.passwordChange);
