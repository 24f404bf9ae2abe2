import { toPlainSigns } from '#shared/text.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';

/** What is said of the short name of a tenant. */
export const slugRule =
  'lower-case letters, digits and hyphens, 2 to 40 of them, beginning and ending with a letter or digit';

const slugPattern = /^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$/;

/** Names of hosts that others expect to be something else. */
const reserved = ['api', 'app', 'mail', 'smtp', 'www'];

/** The short name of a tenant, as a part of host names. Fails with INVALID on `field`. */
export function readSlug(written: string, field: string): string {
  const slug = toPlainSigns(written).toLowerCase();
  if (slugPattern.test(slug) && !reserved.includes(slug)) return slug;
  throw new UserInputError(
    UserErrorCode.INVALID,
    `slug must be ${slugRule}, and none of ${reserved.join(', ')}.`,
    field,
  );
}
