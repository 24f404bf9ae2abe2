/** The languages help articles are written in, as BCP 47 tags. */
export const languages = ['en', 'bn'] as const;

export type Language = (typeof languages)[number];

export const isLanguage = (text: string): text is Language => languages.some((language) => language === text);
