/** A text in one of several languages. */
export interface LocalisedText {
  locale: string;
  text: string;
}

/** What is there for somebody who reads `locale`: in that language, or else in the default one; null where there is neither. */
export const inLanguage = <Localised extends { locale: string }>(
  all: readonly Localised[],
  locale: string,
  defaultLocale: string,
): Localised | null =>
  all.find((one) => one.locale === locale) ?? all.find((one) => one.locale === defaultLocale) ?? null;

/** The same of texts, of which any will do rather than none. */
export const textIn = (texts: readonly LocalisedText[], locale: string, defaultLocale: string): string =>
  (inLanguage(texts, locale, defaultLocale) ?? texts[0])?.text ?? '';
