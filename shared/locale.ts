/** The languages the portal speaks, as BCP 47 tags. */
export const locales = ['en', 'bn'] as const;

export type Locale = (typeof locales)[number];
