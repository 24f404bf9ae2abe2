import { UserErrorCode, UserFailure } from '../graphql/user-error.ts';

/** The languages the portal speaks, as BCP 47 tags. */
export const locales = ['en', 'bn'] as const;

export type Locale = (typeof locales)[number];

export const isLocale = (text: string): text is Locale => locales.some((locale) => locale === text);

/** One text in every language of the portal. */
export type Words = Record<Locale, string>;

/** A language the portal speaks. Fails with INVALID on `field`. */
export function readLocale(written: string, field: string): Locale {
  const locale = locales.find((each) => each === written.trim().toLowerCase());
  if (!locale) {
    throw new UserFailure(UserErrorCode.INVALID, `locale must be one of: ${locales.join(', ')}.`, field);
  }
  return locale;
}
