import { tokenize, type Token } from './tokenizer.ts';

/** A piece of plain text; all pieces in order are the text. */
export interface TextFragment {
  text: string;
  /** Whether it is a word that was searched for. */
  highlighted: boolean;
}

const excerptLength = 200;
/** How much text before the first highlight an excerpt shows, in characters. */
const contextLength = 40;

/** The whole text with each of `words` highlighted; `words` are normalized. */
export function highlight(text: string, words: string[] | null): TextFragment[] {
  return fragments(text, tokensOf(text, words), 0, text.length);
}

/** The part of a text that has most of `words`, or its beginning when it has none of them. */
export function excerpt(wholeText: string, words: string[] | null): TextFragment[] {
  const text = inOneLine(wholeText);
  const highlights = tokensOf(text, words);
  const start = excerptStart(text, highlights);
  const end = wordEnd(text, start + excerptLength);
  return [
    ...(start > 0 ? [{ text: '… ', highlighted: false }] : []),
    ...fragments(text, highlights, start, end),
    ...(end < text.length ? [{ text: ' …', highlighted: false }] : []),
  ];
}

/** What ends a sentence or leads to the next line, within quotes and brackets, too. */
const ended = /[.!?:;,…।॥؟。！？]["'”’»)\]]*$/u;

/** Headings, list items and cells end without a full stop: a sign keeps them apart from what follows. */
const inOneLine = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter(Boolean)
    .reduce((joined, line) => (joined ? `${joined}${ended.test(joined) ? '' : ' ·'} ${line}` : line), '');

function tokensOf(text: string, words: string[] | null): Token[] {
  if (!words || words.length === 0) return [];
  const wanted = new Set(words);
  return tokenize(text).filter(({ word }) => wanted.has(word));
}

/** Where the window with the most distinct highlights begins, with some context before the first of them. */
function excerptStart(text: string, highlights: Token[]): number {
  let best = { start: 0, end: 0, count: 0 };
  highlights.forEach(({ start }, index) => {
    const limit = start + excerptLength - contextLength;
    const inWindow = highlights.slice(index, index + excerptLength).filter(({ end }) => end <= limit);
    const count = new Set(inWindow.map(({ word }) => word)).size;
    if (count > best.count) best = { start, end: inWindow.at(-1)!.end, count };
  });
  if (best.end <= excerptLength) return 0;
  const space = text.indexOf(' ', best.start - contextLength);
  return space >= 0 && space < best.start ? space + 1 : best.start;
}

/** The last end of a word before `position`; in a text without spaces nearby, the last end of a character. */
function wordEnd(text: string, position: number): number {
  if (position >= text.length) return text.length;
  const space = text.lastIndexOf(' ', position);
  if (space > position - contextLength) return space;
  let end = position;
  while (/[\p{Mark}\udc00-\udfff\u200c\u200d]/u.test(text[end]!)) end -= 1;
  return end;
}

function fragments(text: string, highlights: Token[], from: number, until: number): TextFragment[] {
  const found: TextFragment[] = [];
  let position = from;
  for (const { start, end } of highlights) {
    // the parts of a compound that is highlighted already
    if (start < position || end > until) continue;
    if (start > position) found.push({ text: text.slice(position, start), highlighted: false });
    found.push({ text: text.slice(start, end), highlighted: true });
    position = end;
  }
  if (position < until) found.push({ text: text.slice(position, until), highlighted: false });
  return found;
}
