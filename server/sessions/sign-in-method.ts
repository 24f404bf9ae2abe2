import { registerEnumType } from 'type-graphql';

/** How somebody shows who they are; a link with which they choose a password counts as PASSWORD. */
export enum SignInMethod {
  PASSWORD = 'PASSWORD',
  EMAIL = 'EMAIL',
  PASSKEY = 'PASSKEY',
  SINGLE_SIGN_ON = 'SINGLE_SIGN_ON',
}

registerEnumType(SignInMethod, {
  name: 'SignInMethod',
  description: 'A way of signing in.',
  valuesConfig: {
    PASSWORD: { description: 'A password, which is chosen anew with an emailed link.' },
    EMAIL: { description: 'An emailed link or code.' },
    PASSKEY: { description: 'A passkey of a device or of a password manager.' },
    SINGLE_SIGN_ON: { description: 'The account at a provider of identities that admins have named.' },
  },
});
