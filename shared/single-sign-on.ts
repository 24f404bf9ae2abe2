/** Domains of email addresses, and values of a claim, that a tenant can name. */
export const singleSignOnLimits = { domains: 50, values: 50 } as const;

/** Where a sign-in at a provider begins, at the address of the portal; `to` is the page that is shown afterwards. */
export const singleSignOnPath = '/single-sign-on/start';

/** In which the sign-in page finds the question for the second factor of who came back from a provider, as JSON in base64url. */
export const secondFactorCookie = 'portal_second_factor';

/** Why somebody came back from a provider and is not signed in: the query `singleSignOn` of the sign-in page. */
export const singleSignOnFailures = [
  'CANCELLED',
  'EXPIRED',
  'NOT_OFFERED',
  'UNAVAILABLE',
  'REFUSED',
  'UNVERIFIED',
  'OTHER_DOMAIN',
  'NO_ACCOUNT',
  'NO_ROLE',
  'OTHER_ACCOUNT',
  'DEACTIVATED',
  'SUSPENDED',
  'TOO_MANY',
] as const;

export type SingleSignOnFailure = (typeof singleSignOnFailures)[number];
