import type { TextPart } from './article.contract.ts';
import { wordsOf, type Word } from './words.ts';

const excerptLength = 200;

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

function startOfBest(text: string, words: Word[]): number {
  let best = { start: 0, worth: 0 };
  words.forEach(({ start }, index) => {
    const held = new Set<string>();
    for (let next = index; next < words.length && words[next]!.end <= start + excerptLength; next++) {
      held.add(words[next]!.word);
    }
    if (held.size > best.worth) best = { start, worth: held.size };
  });
  if (best.start < excerptLength / 2) return 0;
  // a few words before the first one say what it is about
  return text.indexOf(' ', best.start - 40) + 1;
}

/** Where the word ends that stands at this place, or the one before it when that is too long. */
function endOfWord(text: string, place: number): number {
  if (place >= text.length) return text.length;
  const space = text.lastIndexOf(' ', place);
  return space > place - 40 ? space : place;
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
