import { toPlainSigns } from '#shared/text.ts';

const maximumSlugLength = 100;
/** Leaves room for a hyphen and a number. */
const maximumTitleLength = maximumSlugLength - 10;

const separators = /[^\p{Letter}\p{Mark}\p{Number}]+/u;

/** The form in which slugs are stored and compared. */
export const normalizeSlug = (slug: string): string => slug.trim().normalize('NFC');

/** A slug as it was meant: what is none as it was written may be one without what was pasted along. */
export function slugAsMeant(written: string): string {
  const slug = normalizeSlug(written);
  return isSlug(slug) ? slug : toPlainSigns(written);
}

/** Letters, digits and single hyphens, in lower case. Bengali keeps its letters. */
export const isSlug = (slug: string): boolean =>
  /^[\p{Letter}\p{Number}][\p{Letter}\p{Mark}\p{Number}]*(-[\p{Letter}\p{Number}][\p{Letter}\p{Mark}\p{Number}]*)*$/u.test(
    slug,
  ) && slug === slug.toLowerCase();

/** A slug made of the first words of a title; never empty. */
export function slugFromTitle(title: string): string {
  const words = title
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’\u200c\u200d]/g, '')
    .split(separators)
    .filter((word) => /^[\p{Letter}\p{Number}]/u.test(word));
  let slug = '';
  for (const word of words) {
    const longer = slug ? `${slug}-${word}` : firstUnits(word, maximumTitleLength);
    if (longer.length > maximumTitleLength) break;
    slug = longer;
  }
  return slug || 'article';
}

/** The first UTF-16 units, of which none is half of a letter. */
const firstUnits = (word: string, count: number): string => word.slice(0, count).replace(/\p{Surrogate}$/u, '');

/** The first of `slug`, `slug-2`, `slug-3`, … that is not taken. */
export async function firstFreeSlug(slug: string, isTaken: (slug: string) => Promise<boolean>): Promise<string> {
  for (let number = 2, candidate = slug; ; candidate = `${slug}-${number++}`) {
    if (!(await isTaken(candidate))) return candidate;
  }
}
