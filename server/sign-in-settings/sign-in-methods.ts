import { SignInMethod } from '../sessions/sign-in-method.ts';

/** All, in the order in which they are stored and shown. */
export const signInMethods = Object.values(SignInMethod);

/** What every role may use until admins choose. */
export const usualSignInMethods = [SignInMethod.PASSWORD, SignInMethod.EMAIL, SignInMethod.PASSKEY];

/** What there is for the people of every tenant. */
export const offeredMethods: readonly SignInMethod[] = [
  SignInMethod.PASSWORD,
  SignInMethod.EMAIL,
  SignInMethod.PASSKEY,
];
