/** What the end of pages and emails says in one language. */
export interface LegalNoteText {
  locale: string;
  text: string;
  links: { label: string; url: string }[];
}

/** Links of one note at most. */
export const mostLegalLinks = 5;
