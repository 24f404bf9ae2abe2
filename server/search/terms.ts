import { stemmer } from 'stemmer';
import { ordinaryWords } from './stop-words.ts';
import { stem, tokenize, type Token } from './tokenizer.ts';

/** A word of a text, and what all forms of it share. */
export interface Term extends Token {
  term: string;
}

/** The words of a text by which it is found: those that say nothing are left out. English and Bengali words have their stem. */
export const termsOf = (text: string): Term[] =>
  tokenize(text).flatMap((token) =>
    ordinaryWords.has(token.word) ? [] : [{ ...token, term: termOf(token.word, text.slice(token.start, token.end)) }],
  );

const termOf = (word: string, written: string): string =>
  stem(written) ?? (/^[a-z]+$/.test(word) ? stemmer(word) : word);
