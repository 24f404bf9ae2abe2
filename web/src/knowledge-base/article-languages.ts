import { languageTag } from '#shared/locale.ts';
import { languages, type Language } from '../locales/language';
import { scriptOf } from '../locales/script';

/** A language articles are written in, out of any value, such as a query parameter. */
export function toLanguage(value: unknown): Language | undefined {
  return languages.find((language) => language === value);
}

/** The language of typed text, by its script: who reads the portal in one may search in the other. */
export function detectLanguage(text: string, portalLanguage: Language): Language {
  const isWrittenIn = (language: Language) => new RegExp(`\\p{Script=${scriptIn(language)}}`, 'u').test(text);
  // Latin last: names in it occur in texts of every script
  const inOrder = [portalLanguage, ...languages].sort((one, other) => +isLatin(one) - +isLatin(other));
  return inOrder.find(isWrittenIn) ?? portalLanguage;
}

const scriptIn = (language: Language) => scriptOf(languageTag(language));
const isLatin = (language: Language) => scriptIn(language) === 'Latn';
