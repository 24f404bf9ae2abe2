import { soundOfBengali, stemOfBengali } from './bengali.ts';
import { everydayWords } from './everyday-words.ts';

/** A word of a text in the form words are compared in, and where it stands. */
export interface Word {
  word: string;
  start: number;
  end: number;
  /** Words written as one, such as `Wi-Fi`, share a place. */
  place: number;
  /** The part of such a compound it is; 1 for a whole word. */
  share: number;
}

const letters = String.raw`[\p{Letter}\p{Mark}\p{Number}\u200c\u200d]`;
const compounds = new RegExp(`${letters}+(?:[-‐‑]${letters}+)*`, 'gu');

/** Digits, Bengali and other letters apart: `5GHz`, `WiFiর`. */
const bengali = String.raw`[\p{Script=Bengali}\u200c\u200d]`;
const pieces = new RegExp(
  String.raw`\p{Number}+|(?:(?!\p{Number})${bengali})+|(?:(?!\p{Number}|${bengali}|[-‐‑]).)+`,
  'gu',
);

/** Longer ones are no words anybody looks for. */
const maximumLength = 40;

/** The words of a text that say what it is about. Compounds are there in their pieces and whole. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let place = 0;
  const add = (written: string, start: number, share: number) => {
    const word = normalWord(written);
    if (!word || word.length > maximumLength || everydayWords.has(word)) return;
    words.push({ word, start, end: start + written.length, place, share });
  };
  for (const { 0: compound, index } of text.matchAll(compounds)) {
    place += 1;
    const parts = isPlain(compound) ? [] : [...compound.matchAll(pieces)];
    if (parts.length !== 1) add(compound, index, 1);
    for (const { 0: part, index: within } of parts) add(part, index + within, part.length / compound.length);
  }
  return words;
}

/** What all forms of a word share, where PostgreSQL has no dictionary that could tell; null where it has. */
export function stemOf(written: string): string | null {
  const word = withoutJoints(written);
  return isBengali(word) ? stemOfBengali(word) : null;
}

/** Lower case, Latin letters without accents; Bengali as it sounds, with the digits of everybody else. */
function normalWord(written: string): string {
  if (isPlain(written)) return written.toLowerCase();
  const word = withoutJoints(written);
  if (isBengali(word)) return soundOfBengali(word);
  return word
    .normalize('NFKD')
    .replace(/(?<=\p{Script=Latin})\p{Mark}+|[\u200c\u200d]/gu, '')
    .normalize('NFC');
}

/** Nothing about it needs a second look. */
const isPlain = (written: string) => /^[a-z]+$/i.test(written);

const isBengali = (word: string) => /\p{Script=Bengali}/u.test(word);

const withoutJoints = (written: string) =>
  written
    .replace(/[-‐‑]/g, '')
    .toLowerCase()
    .replace(/[০-৯]/g, (digit) => String(digit.charCodeAt(0) - 0x09e6));
