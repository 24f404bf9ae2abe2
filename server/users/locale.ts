import { isLocale, locales, type Locale } from '#shared/locale.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';

/** A language the portal speaks. Fails with INVALID on `field`. */
export function readLocale(text: string, field: string): Locale {
  const locale = text.trim().toLowerCase();
  if (!isLocale(locale))
    throw new UserInputError(UserErrorCode.INVALID, `locale must be one of: ${locales.join(', ')}.`, field);
  return locale;
}
