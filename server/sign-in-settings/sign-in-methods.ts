import { SignInMethod } from '../sessions/sign-in-method.ts';

/** All, in the order in which they are stored and shown. */
export const signInMethods = Object.values(SignInMethod);

/** What every role may use until admins choose. */
export const usualSignInMethods = Object.values(SignInMethod);

/** What there is for the people of a tenant: single sign-on only where a provider is offered. */
export const offeredMethods = (hasProvider: boolean): SignInMethod[] => [
  SignInMethod.PASSWORD,
  SignInMethod.EMAIL,
  SignInMethod.PASSKEY,
  ...(hasProvider ? [SignInMethod.SINGLE_SIGN_ON] : []),
];
