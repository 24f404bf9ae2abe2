import {
  compile,
  createCoreContext,
  registerMessageCompiler,
  registerMessageResolver,
  resolveValue,
  translate,
} from '@intlify/core-base';
import { catalogues, type Catalogue } from '#shared/catalogues.ts';
import type { Locale } from '#shared/locale.ts';

registerMessageCompiler(compile);
registerMessageResolver(resolveValue);

/** The path of a text in the catalogues, such as `status.OPEN`. */
export type TextKey = PathOf<Catalogue>;

type PathOf<Texts> = {
  [Key in keyof Texts & string]: Texts[Key] extends string ? Key : `${Key}.${PathOf<Texts[Key]>}`;
}[keyof Texts & string];

/** The text at `key` with `values` in its placeholders. */
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

const contextOf = (locale: Locale) =>
  createCoreContext({ locale, messages: { [locale]: catalogues[locale] }, fallbackLocale: false });

const contexts = Object.fromEntries(
  Object.keys(catalogues).map((locale) => [locale, contextOf(locale as Locale)]),
) as Record<Locale, ReturnType<typeof contextOf>>;

export const translator =
  (locale: Locale): Translate =>
  (key, values = {}) =>
    translate(contexts[locale], key, values) as string;
