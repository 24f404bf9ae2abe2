import { toPlainSigns } from '#shared/text.ts';
import { canonicalEmailAddress, isEmailAddress } from '../users/email-address.ts';

/** What follows the `@` of an email address in its one form. */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);

/** The domain of email addresses in the form it has in them, with or without an `@` before it; null for what is none. */
export function readDomain(written: string): string | null {
  const email = canonicalEmailAddress(`name@${toPlainSigns(written).replace(/^@/, '')}`);
  return isEmailAddress(email) ? domainOf(email) : null;
}
