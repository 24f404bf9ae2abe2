import { termsOf } from '../search/terms.ts';

/** What a word is worth: of number, title and fields, of the customer, of assignee and category, of a message. */
export type Weight = 'A' | 'B' | 'C' | 'D';

/**
 * Before each term in the index: what tells tenants apart, so that none looks through the words of another, and notes of
 * staff from what customers can see.
 */
export function lexemeMarks(tenantId: string): { public: string; internal: string } {
  const tenant = Buffer.from(tenantId.replaceAll('-', ''), 'hex').subarray(-3).toString('base64url');
  return { public: `${tenant}.`, internal: `${tenant}!` };
}

/** A ticket of more messages is found by several documents. */
export const messagesOfDocument = 50;

/** A lexeme as it is written in a `tsvector` or `tsquery`; terms have nothing but letters, marks and digits. */
export const quoteLexeme = (mark: string, term: string): string => `'${mark}${term}'`;

/** Words as they are written, with their terms. */
export type Vocabulary = Map<string, string>;

// what PostgreSQL keeps at most
const lastPosition = 16_383;
const positionsOfWord = 255;

/** Phrases do not go on from one text to the next. */
const gap = 10;

/** The words of some texts with their places, as PostgreSQL writes a `tsvector`. */
export class TicketWords {
  private readonly positions = new Map<string, Set<string>>();
  private next = 0;

  constructor(private readonly vocabulary: Vocabulary) {}

  /** How many different words there are. */
  get size(): number {
    return this.positions.size;
  }

  add(text: string, weight: Weight, mark: string): this {
    const terms = termsOf(text);
    for (const { word, term, position } of terms) {
      const lexeme = quoteLexeme(mark, term);
      const known = this.positions.get(lexeme) ?? new Set();
      if (known.size < positionsOfWord) known.add(`${Math.min(this.next + position, lastPosition)}${weight}`);
      this.positions.set(lexeme, known);
      // numbers are found as they are
      if (/\D/.test(word)) this.vocabulary.set(word, term);
    }
    this.next += (terms.at(-1)?.position ?? 0) + gap;
    return this;
  }

  toString(): string {
    return [...this.positions].map(([lexeme, places]) => `${lexeme}:${[...places].join(',')}`).join(' ');
  }
}
