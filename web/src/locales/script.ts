/** The script a language is written in, such as `Beng`. */
export const scriptOf = (tag: string): string => new Intl.Locale(tag).maximize().script ?? 'Latn';
