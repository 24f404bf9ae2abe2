import { UserRole } from '../access/viewer.ts';
import { UserErrorCode, UserInputError, wrongState } from '../graphql/user-error.ts';
import { SignInMethod } from '../sessions/sign-in-method.ts';
import type { Tenant } from '../tenants/tenant.entity.ts';
import { offeredMethods, signInMethods } from './sign-in-methods.ts';

const methodFields = {
  [UserRole.CUSTOMER]: 'customerMethods',
  [UserRole.AGENT]: 'agentMethods',
  [UserRole.ADMIN]: 'adminMethods',
} as const;

const columns = {
  [UserRole.CUSTOMER]: 'customerSignInMethods',
  [UserRole.AGENT]: 'agentSignInMethods',
  [UserRole.ADMIN]: 'adminSignInMethods',
} as const;

type Rules = Pick<Tenant, (typeof columns)[UserRole]>;

/** How people of a role may sign in. */
export const methodsOf = (rules: Rules, role: UserRole): SignInMethod[] => rules[columns[role]];

/** What a sign-in page has to offer to whom it does not know. */
export const shownMethods = (rules: Rules, hasProvider: boolean): SignInMethod[] =>
  offeredMethods(hasProvider).filter((method) =>
    Object.values(UserRole).some((role) => methodsOf(rules, role).includes(method)),
  );

/** Fails with METHOD_NOT_ALLOWED where people of this role may not sign in so. */
export function assertMethodAllowed(rules: Rules & { name: string }, role: UserRole, method: SignInMethod): void {
  const allowed = methodsOf(rules, role);
  if (allowed.includes(method)) return;
  throw new UserInputError(
    UserErrorCode.METHOD_NOT_ALLOWED,
    `${rules.name} does not let you sign in this way. Use another: ${allowed.join(', ')}.`,
  );
}

/** What somebody can come in by who has lost everything else. */
const lastingMethods = [SignInMethod.PASSWORD, SignInMethod.EMAIL];

/**
 * The methods of a role as they are stored. Fails with REQUIRED where people could be locked out: a passkey is lost with its
 * device, and admins must be able to mend a provider of identities that fails.
 */
export function readMethods(given: SignInMethod[], role: UserRole, hasProvider: boolean): SignInMethod[] {
  const enough = role === UserRole.ADMIN ? lastingMethods : [...lastingMethods, SignInMethod.SINGLE_SIGN_ON];
  const possible = enough.filter((method) => offeredMethods(hasProvider).includes(method));
  const field = methodFields[role];
  if (!given.some((method) => possible.includes(method))) {
    const message = `${field} must have ${possible.join(' or ')}: other ways can be lost.`;
    throw new UserInputError(UserErrorCode.REQUIRED, message, `input.${field}`);
  }
  return signInMethods.filter((method) => given.includes(method));
}

/** Fails with WRONG_STATE on `field` where people of a role could not sign in without a provider of identities. */
export function assertOtherMethods(rules: Rules, field: string | undefined): void {
  const locked = Object.values(UserRole).filter(
    (role) => !lastingMethods.some((method) => methodsOf(rules, role).includes(method)),
  );
  if (locked.length === 0) return;
  const fields = locked.map((role) => methodFields[role]).join(' and ');
  throw wrongState(`${fields} of signInSettings must have ${lastingMethods.join(' or ')} first.`, field);
}
