import { highlight, excerpt, type TextFragment } from '../search/highlight.ts';
import { termsOf, type Term } from '../search/terms.ts';
import type { WantedWord } from './search-tickets.ts';

/** From how much alike on a word is highlighted in place of the one that was searched for. */
const likeness = 0.35;

/** What may be spent on the texts of a page, counted in characters that are looked through: some 50 ms, 100 ms in Bengali. */
const budget = 100_000;
const costOfComparison = 20;

/** Which words of the texts of a page a search meant. Once the budget is spent, none. */
export class FoundText {
  private left = budget;

  constructor(private readonly wanted: WantedWord[]) {}

  /** How many different terms of a text were meant. */
  count(text: string): number {
    return new Set(this.found(text).map(({ term }) => term)).size;
  }

  highlight(text: string): TextFragment[] {
    return highlight(text, this.wordsIn(text));
  }

  excerpt(text: string): TextFragment[] {
    return excerpt(text, this.wordsIn(text));
  }

  private wordsIn = (text: string): string[] => this.found(text).map(({ word }) => word);

  private found(text: string): Term[] {
    if (!this.spend(text.length)) return [];
    const terms = termsOf(text);
    const found = new Set(this.wanted.flatMap((wanted) => this.meant(terms, wanted)));
    return terms.filter((term) => found.has(term));
  }

  /** The words of a text that are the wanted one in some form; where there are none, those that are like it. */
  private meant(terms: Term[], { terms: forms, phrase, starts }: WantedWord): Term[] {
    const same = terms.filter(
      ({ word, term }) => forms.some((form) => form.term === term) || (starts !== null && word.startsWith(starts)),
    );
    if (same.length > 0 || phrase) return same;
    return terms.filter(({ word }) => forms.some((form) => this.isAlike(word, form.word)));
  }

  /** As PostgreSQL compares the trigrams of two words. */
  private isAlike(one: string, other: string): boolean {
    if (one[0] !== other[0] || Math.abs(one.length - other.length) > 2 || !this.spend(costOfComparison)) return false;
    const [first, second] = [trigrams(one), trigrams(other)];
    const common = [...first].filter((trigram) => second.has(trigram)).length;
    return common >= likeness * (first.size + second.size - common);
  }

  private spend(cost: number): boolean {
    this.left -= cost;
    return this.left >= 0;
  }
}

function trigrams(word: string): Set<string> {
  const padded = `  ${word} `;
  return new Set(Array.from({ length: padded.length - 2 }, (_, start) => padded.slice(start, start + 3)));
}
