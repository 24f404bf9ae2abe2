import { languages, type Language } from '../locales/language';

/** A language articles are written in, out of any value, such as a query parameter. */
export function toLanguage(value: unknown): Language | undefined {
  return languages.find((language) => language === value);
}

/** The language of typed text, by its script: who reads the portal in one may search in the other. */
export function detectLanguage(text: string, portalLanguage: Language): Language {
  if (/\p{Script=Bengali}/u.test(text)) return 'bn';
  return /\p{Script=Latin}/u.test(text) ? 'en' : portalLanguage;
}
