import type { Locale } from './locale.ts';
import bn from './locales/bn.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

export type Catalogue = typeof en;

/** All texts of portal and emails, by language. */
export const catalogues: Record<Locale, Catalogue> = { en, bn };
