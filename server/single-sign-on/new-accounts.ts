import { registerEnumType } from 'type-graphql';

/** What becomes of somebody who has no account yet. */
export enum NewAccounts {
  NONE = 'NONE',
  CUSTOMER = 'CUSTOMER',
  AGENT = 'AGENT',
}

registerEnumType(NewAccounts, {
  name: 'SingleSignOnNewAccounts',
  description: 'What becomes of somebody without an account who signs in by single sign-on.',
  valuesConfig: {
    NONE: { description: 'They do not come in: accounts are made by invitation or sign-up alone.' },
    CUSTOMER: { description: 'They become a customer, unless `Tenant.signUpMode` is CLOSED.' },
    AGENT: { description: 'They become an agent.' },
  },
});
