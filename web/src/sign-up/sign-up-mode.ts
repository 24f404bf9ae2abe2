import type { SignUpMode } from '../gql/graphql';

/** From the fewest to the most customers. */
export const signUpModes = ['CLOSED', 'INVITATION', 'DOMAINS', 'OPEN'] as const satisfies SignUpMode[];

/** Whether strangers can become customers. */
export const isSignUpOpen = ({ signUpMode }: { signUpMode: SignUpMode }): boolean =>
  signUpMode === 'OPEN' || signUpMode === 'DOMAINS';
