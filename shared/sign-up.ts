/** Domains of email addresses that a tenant can name. */
export const mostSignUpDomains = 50;
