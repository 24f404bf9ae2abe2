import bn from './locales/bn.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** English has all texts; the others must have each of them. */
export type Catalogue = typeof en;

/** All texts of portal and emails, by language. */
export const catalogues = { en, bn } satisfies Record<string, Catalogue>;
