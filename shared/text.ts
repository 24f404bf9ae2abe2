/** Joiners shape Bengali and other scripts, variation selectors choose a picture; every other invisible character can only mislead. */
const invisible =
  /(?![\u200c\u200d\p{Variation_Selector}])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}]/gu;

/** Neither blanks, controls, joiners and fillers, nor the empty Braille pattern, a picture that was not pasted along, a note without a head. */
const visible =
  /[^\s\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\u2800\ufffc\u{1d159}]/u;

/** Whether a reader sees nothing of a text. */
export const isBlank = (text: string): boolean => !visible.test(text);

/** Without control and bidirectional characters, which could make one name look like another. */
export const stripInvisible = (text: string): string => text.replace(invisible, '');

/** A name or title as it is stored: one line, single spaces, nothing invisible, in Unicode form NFC; empty where there is nothing to see. */
export const toSingleLine = (text: string): string =>
  isBlank(text) ? '' : stripInvisible(text.normalize('NFC').replace(/\s+/gu, ' ')).trim();

/**
 * What people write in several lines, as it is stored: in Unicode form NFC, lines end with a line feed, and no empty lines
 * are around it. The first of several lines keeps its indent. Empty where there is nothing to see.
 */
export function toText(text: string): string {
  if (isBlank(text)) return '';
  const trimmed = withLineFeeds(text.normalize('NFC'))
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd();
  return trimmed.includes('\n') ? trimmed : trimmed.trim();
}

/** Windows and old Macs end lines in ways of their own. */
const withLineFeeds = (text: string): string => text.replace(/\r\n?/g, '\n');

/** What was pasted where a number or an address belongs, as it was meant: full-width signs as usual ones, nothing invisible, nothing around it. */
export const toPlainSigns = (text: string): string =>
  stripInvisible(text.normalize('NFC'))
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    // joiners only mean something between letters of scripts that have them
    .replace(
      /(?<!\P{ASCII})[\u200c\u200d\p{Variation_Selector}]|[\u200c\u200d\p{Variation_Selector}](?!\P{ASCII})/gu,
      '',
    )
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/[\p{Zs}\u2800]/gu, ' ')
    .trim();

/** With the digits of all scripts as those of Latin. */
export const withLatinDigits = (text: string): string =>
  text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    // Unicode has the ten digits of a script one after the other
    const code = digit.codePointAt(0)!;
    let first = code;
    while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
    return String((code - first) % 10);
  });

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Whether a text goes in that direction, by its first letter. */
export const isRightToLeft = (text: string): boolean => rightToLeft.test(/\p{L}/u.exec(text)?.[0] ?? '');

const maximumBytes = 200_000;

/** Bytes a text of so many characters may have in UTF-8: some characters are of dozens of signs. */
export const bytesFor = (characters: number): number => Math.min(10 * characters, maximumBytes);

/** Bytes of a text in UTF-8. */
export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Characters as a reader counts them: a letter with its accents is one, and so is a family of emoji. */
export function lengthOf(text: string): number {
  if (/^[\n\t\x20-\x7e]*$/.test(text)) return text.length;
  let length = 0;
  for (const _ of graphemes(text)) length += 1;
  return length;
}

/** The first so many characters, of which none is cut in two. */
export function shorten(text: string, maximum: number): string {
  if (text.length <= maximum) return text;
  let short = '';
  let length = 0;
  for (const grapheme of graphemes(text)) {
    if (length === maximum) break;
    short += grapheme;
    length += 1;
  }
  return short;
}

/** By how many characters a text is too long, as a reader counts them; at least by one where it has too many bytes for so many. */
export function excessOf(text: string, maximum: number): number {
  // no character is of less than one unit
  const characters = text.length > maximum ? Math.max(0, lengthOf(text) - maximum) : 0;
  return characters || (3 * text.length > bytesFor(maximum) && bytesOf(text) > bytesFor(maximum) ? 1 : 0);
}

export const isTooLong = (text: string, maximum: number): boolean => excessOf(text, maximum) > 0;

let segmenter: Intl.Segmenter | undefined;

/** Where the browser cannot tell characters apart, code points come closest. */
function* graphemes(text: string): Iterable<string> {
  if ('Segmenter' in Intl) {
    segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
    for (const { segment } of segmenter.segment(text)) yield segment;
  } else yield* text;
}
