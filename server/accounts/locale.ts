/** The languages the portal speaks, as BCP 47 tags. */
export const locales = ['en', 'bn'] as const;

export type Locale = (typeof locales)[number];

export const isLocale = (text: string): text is Locale => locales.some((locale) => locale === text);

/** One text in every language of the portal. */
export type Words = Record<Locale, string>;
