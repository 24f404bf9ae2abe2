import { withLatinDigits } from '#shared/text.ts';
import { phoneticKey, stemBengali } from './bengali.ts';
import { stopWords } from './stop-words.ts';

/** One word of a text. */
export interface Token {
  /** The word in the form in which words are compared. */
  word: string;
  /** Where it is in the text, in UTF-16 units; `end` is exclusive. */
  start: number;
  end: number;
  /** Counts the words of the text from 1. The parts of a compound such as `Wi-Fi` have one position. */
  position: number;
  /** The share of its compound that it covers; 1 for a whole word. */
  weight: number;
}

/** Joiners, soft hyphens and whatever else is within a word and not seen. */
const unseen = String.raw`\p{Default_Ignorable_Code_Point}`;
const letters = String.raw`[\p{Letter}\p{Mark}\p{Number}${unseen}]`;
const compoundPattern = new RegExp(`${letters}+(?:[-‐‑]${letters}+)*`, 'gu');

/** Separates digits, Bengali and other letters: `5GHz`, `WiFiর`. */
const partPattern = new RegExp(
  String.raw`\p{Number}[\p{Number}${unseen}]*` +
    String.raw`|(?!\p{Number})\p{Script=Bengali}(?:(?!\p{Number})[\p{Script=Bengali}${unseen}])*` +
    String.raw`|(?:(?!\p{Number}|\p{Script=Bengali}|[-‐‑]).)+`,
  'gu',
);

/** Further words of a search do not count. */
export const maximumWords = 16;

/** Nobody searches for longer words; of some letters are a dozen signs. */
const maximumLength = 40;
const maximumUnits = 10 * maximumLength;

/** The words of a text without stop words. A compound yields its parts and itself. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  const add = (written: string, start: number, weight: number) => {
    if (written.length > maximumUnits) return;
    const word = normalize(written);
    if (!word || word.length > maximumLength || stopWords.has(word)) return;
    tokens.push({ word, start, end: start + written.length, position, weight });
  };
  for (const { 0: compound, index } of text.matchAll(compoundPattern)) {
    position += 1;
    const parts = isAscii(compound) ? [] : [...compound.matchAll(partPattern)];
    if (parts.length !== 1) add(compound, index, 1);
    for (const { 0: part, index: offset } of parts) add(part, index + offset, part.length / compound.length);
  }
  return tokens;
}

/** What all forms of a word share, where PostgreSQL has no dictionary for its language; null where it has one. */
export function stem(written: string): string | null {
  const word = withoutHyphens(written);
  return isBengali(word) ? stemBengali(word) : null;
}

/**
 * A word as words are compared: lower case, Latin, Greek, Arabic and Hebrew letters without accents and vowel signs, ligatures
 * and full-width forms as the letters they stand for, all digits as ASCII; Bengali as a phonetic key.
 */
function normalize(written: string): string {
  if (isAscii(written)) return written.toLowerCase();
  const word = withoutHyphens(written);
  if (isBengali(word)) return phoneticKey(word);
  return (
    word
      .normalize('NFKD')
      .replace(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}])\p{Mark}+/gu, '$1')
      // forms of several letters may stand for blanks and brackets, too
      .replace(/[\u0640\p{Default_Ignorable_Code_Point}]|[^\p{Letter}\p{Mark}\p{Number}]/gu, '')
      .toLowerCase()
      .replaceAll('ß', 'ss')
      .normalize('NFC')
  );
}

/** The fast path: nothing but ASCII letters. */
const isAscii = (written: string) => /^[a-z]+$/i.test(written);

const isBengali = (word: string) => /\p{Script=Bengali}/u.test(word);

/** Joiners shape Bengali: its phonetic key is made with them. */
const withoutHyphens = (written: string) =>
  withLatinDigits(written.toLowerCase().replace(/(?![\u200c\u200d])[-‐‑\p{Default_Ignorable_Code_Point}]/gu, ''));
