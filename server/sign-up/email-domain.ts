import { toPlainSigns } from '#shared/text.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';
import { canonicalEmailAddress, isEmailAddress } from '../users/email-address.ts';

/** What follows the `@` of an email address in its one form. */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);

/** The domain of email addresses in the form it has in them, with or without an `@` before it; null for what is none. */
function readDomain(written: string): string | null {
  const email = canonicalEmailAddress(`name@${toPlainSigns(written).replace(/^@/, '')}`);
  return isEmailAddress(email) ? domainOf(email) : null;
}

/** Domains as they are stored: each once. Fails with TOO_MANY, or INVALID on each that is none. */
export function readDomains(written: string[], field: string, most: number): string[] {
  if (written.length > most)
    throw new UserInputError(UserErrorCode.TOO_MANY, `domains must be at most ${most}.`, field);
  const domains = written.map(readDomain);
  const broken = domains.flatMap((domain, index) =>
    domain === null
      ? [
          {
            code: UserErrorCode.INVALID,
            message: 'domains must be domains of email addresses, such as example.com.',
            field: `${field}.${index}`,
          },
        ]
      : [],
  );
  if (broken.length > 0) throw new UserInputError(broken);
  return [...new Set(domains as string[])].toSorted();
}
