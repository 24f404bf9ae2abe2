/** Each sound with the letters and signs that write it. People mix up letters that sound alike. */
const spellings = `
  a আ া | i ই ঈ ি ী | u উ ঊ ু ূ | e এ ে | o অ ও ো | oi ঐ ৈ | ou ঔ ৌ ৗ | ri ঋ ৃ |
  k ক | kh খ | g গ | gh ঘ | ng ঙ ং | c চ | ch ছ | j জ য | jh ঝ | n ঞ ণ ন | x ট | xh ঠ | z ড | zh ঢ |
  t ত ৎ | th থ | d দ | dh ধ | p প | f ফ | b ব | v ভ | m ম | r র | l ল | s শ ষ স | h হ`;

const soundOf = new Map(
  spellings.split('|').flatMap((spelling) => {
    const [sound, ...letters] = spelling.trim().split(' ');
    return letters.map((letter) => [letter, sound!] as const);
  }),
);

/** Tells phonetic keys from words in Latin letters; trigrams ignore it. */
const phoneticPrefix = '~';

/**
 * A Bengali word as it sounds, in ASCII, so that PostgreSQL makes the same trigrams of it under every locale. Signs that
 * are often left out (ঁ ঃ ্) and doubled letters make no difference.
 */
export function phoneticKey(word: string): string {
  const key = word
    .replace(/র\u200d্যা?/g, 'রে')
    .replace(/[\u200c\u200d]/g, '')
    .normalize('NFC')
    .replaceAll('য\u09bc', 'y')
    .replace(/([ডঢ])\u09bc/g, 'র')
    .replaceAll('ক্ষ', 'খ')
    .replace(/(?<!র)[অএ]?্যা?/g, 'ে')
    .replace(/\p{Script=Bengali}/gu, (letter) => soundOf.get(letter) ?? '')
    .replace(/([^aeiou\d])\1+/g, '$1');
  return key && phoneticPrefix + key;
}

/** Case endings, articles and the two particles that are written at the end of a word. */
const suffixes = ['গুলো', 'গুলি', 'দের', 'টি', 'টা', 'কে', 'তে', 'ের', 'য\u09bcের', 'ে', 'য\u09bc', 'ই', 'ও'];
const minimumStemLength = 3;

/** What the forms of a Bengali noun share, as a phonetic key. PostgreSQL has no Bengali dictionary. */
export function stemBengali(word: string): string {
  let stem = word.replace(/[\u200c\u200d]/g, '').normalize('NFC');
  for (let shorter: string | undefined = stem; shorter !== undefined; shorter = withoutSuffix(stem)) stem = shorter;
  return phoneticKey(stem);
}

function withoutSuffix(word: string): string | undefined {
  const suffix = suffixes.find((each) => word.endsWith(each) && word.length - each.length >= minimumStemLength);
  if (suffix) return word.slice(0, -suffix.length);
  return /[ািীুূেোৌ]র$/.test(word) && word.length > minimumStemLength ? word.slice(0, -1) : undefined;
}
