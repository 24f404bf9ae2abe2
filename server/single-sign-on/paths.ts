/** To where a provider returns, at the address of a tenant. */
export const callbackPath = '/single-sign-on/callback';
