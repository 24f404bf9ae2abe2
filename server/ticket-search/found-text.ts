import { highlight, excerpt, type TextFragment } from '../search/highlight.ts';
import { termsOf, type Term } from '../search/terms.ts';
import type { WantedWord } from './search-tickets.ts';

/** From how much alike on a word is taken for one that was meant, as in the database. */
const likeness = 0.25;

/** Characters of messages that are looked through for all tickets of a page: 30 ms in English, 80 ms in Bengali. */
const lookedThrough = 100_000;

/** Which words of the texts of a page a search meant. */
export class FoundText {
  private left = lookedThrough;
  private readonly terms: Set<string>;
  private readonly starts: string[];
  private readonly words: string[];

  constructor(wanted: WantedWord[]) {
    this.terms = new Set(wanted.flatMap(({ terms }) => terms.map(({ term }) => term)));
    this.starts = wanted.flatMap(({ starts }) => starts ?? []);
    this.words = wanted.flatMap(({ terms, phrase }) => (phrase ? [] : terms.map(({ word }) => word)));
  }

  /** How many different terms of a text were meant; none when too much has been looked through. */
  count(text: string): number {
    this.left -= text.length;
    if (this.left < 0) return 0;
    return new Set(this.found(text).map(({ term }) => term)).size;
  }

  highlight(text: string): TextFragment[] {
    return highlight(text, this.wordsIn(text));
  }

  excerpt(text: string): TextFragment[] {
    return excerpt(text, this.wordsIn(text));
  }

  private wordsIn = (text: string): string[] => this.found(text).map(({ word }) => word);

  /** Words that are just alike only where no other one is meant. */
  private found(text: string): Term[] {
    const terms = termsOf(text);
    const meant = terms.filter(
      ({ word, term }) => this.terms.has(term) || this.starts.some((start) => word.startsWith(start)),
    );
    return meant.length > 0 ? meant : terms.filter(({ word }) => this.words.some((each) => isAlike(word, each)));
  }
}

/** As PostgreSQL compares the trigrams of two words. */
function isAlike(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 2) return false;
  const [first, second] = [trigrams(one), trigrams(other)];
  const common = [...first].filter((trigram) => second.has(trigram)).length;
  return common >= likeness * (first.size + second.size - common);
}

function trigrams(word: string): Set<string> {
  const padded = `  ${word} `;
  return new Set(Array.from({ length: padded.length - 2 }, (_, start) => padded.slice(start, start + 3)));
}
