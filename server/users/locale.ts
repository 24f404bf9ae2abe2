import { locales, type Locale } from '#shared/locale.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';

export const isLocale = (text: string): text is Locale => locales.some((locale) => locale === text);

/** One text in every language of the portal. */
export type Words = Record<Locale, string>;

/** A language the portal speaks. Fails with INVALID on `field`. */
export function readLocale(written: string, field: string): Locale {
  const locale = locales.find((each) => each === written.trim().toLowerCase());
  if (!locale) {
    throw new UserInputError(UserErrorCode.INVALID, `locale must be one of: ${locales.join(', ')}.`, field);
  }
  return locale;
}
