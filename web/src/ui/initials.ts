/** The first letters of the first two words of a name: "CB" for "Corner Bookshop". */
export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .flatMap((word) => Array.from(word)[0] ?? [])
    .slice(0, 2)
    .join('')
    .toLocaleUpperCase('en');
