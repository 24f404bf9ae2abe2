import type { LocalisedText } from '#shared/localised-text.ts';

/** A text in several languages while it is written, by its language. */
export type LocalisedDraft = Record<string, string>;

export const byLanguage = (texts: readonly LocalisedText[]): LocalisedDraft =>
  Object.fromEntries(texts.map(({ locale, text }) => [locale, text]));

export const toTexts = (draft: LocalisedDraft): LocalisedText[] =>
  Object.entries(draft).map(([locale, text]) => ({ locale, text }));

/** The path of a text in one language, in what is sent. */
export const pathIn = (path: string, draft: LocalisedDraft, locale: string): string =>
  `${path}.${Object.keys(draft).indexOf(locale)}.text`;
