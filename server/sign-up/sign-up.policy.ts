import { wrongState } from '../graphql/user-error.ts';
import type { Tenant } from '../tenants/tenant.entity.ts';
import { domainOf } from './email-domain.ts';
import { SignUpMode } from './sign-up-mode.ts';

type Rules = Pick<Tenant, 'signUpMode' | 'signUpDomains'>;

/** Whether customers can be invited, and accept. */
export const canBeInvited = ({ signUpMode }: Rules): boolean => signUpMode !== SignUpMode.CLOSED;

/** Whether somebody can sign up without being invited. */
export const isSignUpOpen = ({ signUpMode }: Rules): boolean =>
  signUpMode === SignUpMode.OPEN || signUpMode === SignUpMode.DOMAINS;

/** Whether it can be done with an email address in its one form. A domain does not stand for its subdomains, which may be anybody's. */
export const canSignUpWith = ({ signUpMode, signUpDomains }: Rules, email: string): boolean =>
  signUpMode === SignUpMode.OPEN || (signUpMode === SignUpMode.DOMAINS && signUpDomains.includes(domainOf(email)));

/** Why not, where it cannot be done at all. */
export const signUpClosed = ({ name, signUpMode }: Tenant, field?: string) =>
  wrongState(
    signUpMode === SignUpMode.CLOSED
      ? `${name} takes no new customers.`
      : `${name} invites its customers: nobody can sign up.`,
    field,
  );
