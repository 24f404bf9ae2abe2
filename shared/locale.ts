import { catalogues } from './catalogues.ts';

/** A language the portal speaks. */
export type Locale = keyof typeof catalogues;

export const locales = Object.keys(catalogues) as Locale[];

/** The language that somebody is spoken to in: the one they have, as long as their organisation offers it. */
export const offeredLocale = <Tag extends string>(
  chosen: Tag,
  { locales: offered, defaultLocale }: { locales: readonly Tag[]; defaultLocale: Tag },
): Tag => (offered.includes(chosen) ? chosen : defaultLocale);

export const isLocale = (text: string): text is Locale => Object.hasOwn(catalogues, text);

/** The BCP 47 tag by which its dates and numbers are written. */
export const languageTag = (locale: Locale): string => catalogues[locale].language.tag;

/** What a language is called by those who speak it. */
export const languageName = (language: string): string =>
  isLocale(language) ? catalogues[language].language.name : language;
