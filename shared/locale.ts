/** The languages the portal speaks, each with the BCP 47 tag by which its dates and numbers are written. */
export const languageTags = { en: 'en-GB', bn: 'bn-BD' } as const;

export type Locale = keyof typeof languageTags;

export const locales = Object.keys(languageTags) as Locale[];

export const isLocale = (text: string): text is Locale => Object.hasOwn(languageTags, text);
