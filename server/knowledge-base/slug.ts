export const maximumSlugLength = 100;

const separators = /[^\p{Letter}\p{Mark}\p{Number}]+/u;

/** As slugs are compared and kept. */
export const normalSlug = (slug: string): string => slug.trim().normalize('NFC');

/** Letters, digits and single hyphens; Bengali keeps its letters. */
export const isSlug = (slug: string): boolean =>
  /^[\p{Letter}\p{Number}][\p{Letter}\p{Mark}\p{Number}]*(-[\p{Letter}\p{Number}][\p{Letter}\p{Mark}\p{Number}]*)*$/u.test(
    slug,
  ) && slug === slug.toLowerCase();

/** A slug made from a title; never empty. */
export function slugOf(title: string): string {
  const words = title
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’\u200c\u200d]/g, '')
    .split(separators)
    .filter((word) => /^[\p{Letter}\p{Number}]/u.test(word));
  let slug = '';
  for (const word of words) {
    const longer = slug ? `${slug}-${word}` : word.slice(0, maximumSlugLength - 10);
    if (longer.length > maximumSlugLength - 10) break;
    slug = longer;
  }
  return slug || 'article';
}
