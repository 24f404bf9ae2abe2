/** What the end of pages and emails says in one language. */
export interface LegalNoteText {
  locale: string;
  text: string;
  links: { label: string; url: string }[];
}

/** Links of one note at most. */
export const mostLegalLinks = 5;

/** The address of a page as it is stored, from what was written; null for what is none that begins with `https://`. */
export function readHttpsUrl(written: string): string | null {
  const text = written.trim();
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  // who is named before the host is not where the link leads
  return url.protocol === 'https:' && !url.username && !url.password ? url.href : null;
}

/** The note for somebody who reads `locale`: in that language, or else in the default one; null where there is neither. */
export const legalNoteFor = <Note extends { locale: string }>(
  notes: readonly Note[],
  locale: string,
  defaultLocale: string,
): Note | null =>
  notes.find((note) => note.locale === locale) ?? notes.find((note) => note.locale === defaultLocale) ?? null;
