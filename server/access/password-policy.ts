import { textLimits } from '#shared/limits.ts';
import { lengthOf } from '#shared/text.ts';
import { Rule, failsWith } from '../graphql/input.ts';
import { lengthRule, textSchema } from '../graphql/text.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';

const minimum = 10;
const maximum = textLimits.password;

export const passwordRule = `The new password: ${lengthRule(maximum, minimum)}, of any kind, but not the email address or the name of the tenant.`;

/** The rules for a new password that need nothing but its text. */
export const NewPassword = (): PropertyDecorator =>
  Rule((field) =>
    textSchema(field, { maximum }).refine(
      (password) => lengthOf(password) >= minimum,
      failsWith(UserErrorCode.TOO_SHORT, `${field} must have at least ${minimum} characters.`),
    ),
  );

/** Rejects what anybody who knows the user would try first. Fails with INVALID on `field`. */
export function assertNotObvious(
  password: string,
  { email }: { email: string },
  { name }: { name: string },
  field: string,
): void {
  const plain = (text: string) => text.normalize('NFKC').trim().toLowerCase();
  if (![email, name].map(plain).includes(plain(password))) return;
  throw new UserInputError(
    UserErrorCode.INVALID,
    'The password must not be the email address or the name of the tenant.',
    field,
  );
}
