import { soundOfBengali, stemOfBengali } from './bengali.ts';
import { everydayWords } from './everyday-words.ts';

/** A word of a text in the form words are compared in, and where it stands. */
export interface Word {
  word: string;
  /** What all its forms share, where PostgreSQL has no dictionary that could tell. */
  stem: string | null;
  start: number;
  end: number;
  /** Words written as one, such as `Wi-Fi`, share a place. */
  place: number;
  /** The part of such a compound it is; 1 for a whole word. */
  share: number;
}

const letters = String.raw`[\p{Letter}\p{Mark}\p{Number}\u200c\u200d]`;
const compounds = new RegExp(`${letters}+(?:[-‐‑]${letters}+)*`, 'gu');
const pieces = /\p{Number}+|[^\p{Number}‐‑-]+/gu;

/** Longer ones are no words anybody looks for. */
const maximumLength = 40;

/** The words of a text that say what it is about. Compounds are there in their pieces and whole. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let place = 0;
  const add = (written: string, start: number, share: number) => {
    const { word, stem } = normalised(written);
    if (!word || word.length > maximumLength || everydayWords.has(word)) return;
    words.push({ word, stem, start, end: start + written.length, place, share });
  };
  for (const { 0: compound, index } of text.matchAll(compounds)) {
    place += 1;
    const parts = [...compound.matchAll(pieces)];
    if (parts.length > 1) add(compound.replace(/[-‐‑]/g, ''), index, 1);
    for (const { 0: part, index: within } of parts) add(part, index + within, part.length / compound.length);
  }
  return words;
}

/** Lower case, without accents; Bengali as it sounds, with the digits of everybody else. */
function normalised(written: string): Pick<Word, 'word' | 'stem'> {
  if (/\p{Script=Bengali}/u.test(written)) {
    const text = written.toLowerCase().replace(/[০-৯]/g, (digit) => String(digit.charCodeAt(0) - 0x09e6));
    return { word: soundOfBengali(text), stem: stemOfBengali(text) };
  }
  const word = written
    .normalize('NFKD')
    .replace(/[\p{Mark}\u200c\u200d]/gu, '')
    .toLowerCase();
  return { word, stem: null };
}
