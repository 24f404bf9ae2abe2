/** What the end of pages and emails says in one language. */
export interface LegalNoteText {
  locale: string;
  text: string;
  links: { label: string; url: string }[];
}

/** Links of one note at most. */
export const mostLegalLinks = 5;

/** The note for somebody who reads `locale`: in that language, or else in the default one; null where there is neither. */
export const legalNoteFor = <Note extends { locale: string }>(
  notes: readonly Note[],
  locale: string,
  defaultLocale: string,
): Note | null =>
  notes.find((note) => note.locale === locale) ?? notes.find((note) => note.locale === defaultLocale) ?? null;
