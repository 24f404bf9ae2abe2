import { SignInDocument } from '../gql/graphql';
import { useSessionStart } from './useSessionStart';

export const useSignIn = () => useSessionStart(SignInDocument, (data) => data.signIn);
