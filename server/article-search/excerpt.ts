import type { TextPart } from '../knowledge-base/article.contract.ts';
import { wordsOf, type Word } from './words.ts';

const excerptLength = 200;
const lead = 40;

/** The text in pieces, with the words that are `marked` highlighted. */
export function partsOf(text: string, marked: string[] | null): TextPart[] {
  return split(text, highlighted(text, marked), 0, text.length);
}

/** The stretch of the text with most of the marked words; its beginning when there are none. */
export function excerptOf(wholeText: string, marked: string[] | null): TextPart[] {
  const text = wholeText.replace(/\s+/g, ' ');
  const words = highlighted(text, marked);
  const start = startOfBest(text, words);
  const end = endOfWord(text, start + excerptLength);
  const parts = split(text, words, start, end);
  return [
    ...(start > 0 ? [{ text: '… ', highlighted: false }] : []),
    ...parts,
    ...(end < text.length ? [{ text: ' …', highlighted: false }] : []),
  ];
}

function highlighted(text: string, marked: string[] | null): Word[] {
  if (!marked || marked.length === 0) return [];
  const wanted = new Set(marked);
  return wordsOf(text).filter(({ word }) => wanted.has(word));
}

/** Where the stretch begins that has most of the marked words, a few others before them. */
function startOfBest(text: string, words: Word[]): number {
  let best = { start: 0, end: 0, worth: 0 };
  words.forEach(({ start }, index) => {
    const last = start + excerptLength - lead;
    const within = words.slice(index, index + excerptLength).filter(({ end }) => end <= last);
    const worth = new Set(within.map(({ word }) => word)).size;
    if (worth > best.worth) best = { start, end: within.at(-1)!.end, worth };
  });
  if (best.end <= excerptLength) return 0;
  const space = text.indexOf(' ', best.start - lead);
  return space >= 0 && space < best.start ? space + 1 : best.start;
}

/** Where the word ends that stands at this place, or the letter where words are too long. */
function endOfWord(text: string, place: number): number {
  if (place >= text.length) return text.length;
  const space = text.lastIndexOf(' ', place);
  if (space > place - lead) return space;
  let end = place;
  while (/[\p{Mark}\udc00-\udfff\u200c\u200d]/u.test(text[end]!)) end -= 1;
  return end;
}

function split(text: string, words: Word[], from: number, until: number): TextPart[] {
  const parts: TextPart[] = [];
  let place = from;
  for (const { start, end } of words) {
    if (start < place || end > until) continue;
    if (start > place) parts.push({ text: text.slice(place, start), highlighted: false });
    parts.push({ text: text.slice(start, end), highlighted: true });
    place = end;
  }
  if (place < until) parts.push({ text: text.slice(place, until), highlighted: false });
  return parts;
}
