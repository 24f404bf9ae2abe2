import type { RouteLocationRaw } from 'vue-router';
import type { ArticleOfferFragment, ArticleStatus } from '../gql/graphql';
import { languages, type Language } from '../locales/language';

export const articleStatuses = ['PUBLISHED', 'DRAFT', 'ARCHIVED'] as const satisfies ArticleStatus[];
/** As the server has them. */
export const articleLimits = { search: 200, title: 200, body: 50_000, slug: 100 };

/** A language articles are written in, out of what may be anything, such as a part of an address. */
export function languageFrom(text: unknown): Language | undefined {
  return languages.find((language) => language === text);
}

/** The language of what somebody types, seen by its letters: who reads the portal in one may ask in the other. */
export function languageTyped(text: string, portalLanguage: Language): Language {
  if (/\p{Script=Bengali}/u.test(text)) return 'bn';
  return /\p{Script=Latin}/u.test(text) ? 'en' : portalLanguage;
}

type Named = Pick<ArticleOfferFragment, 'slug' | 'language'>;

export function articlePlace({ slug, language }: Named): RouteLocationRaw {
  return { name: 'article', params: { slug }, query: { language } };
}

export function articleEditPlace({ slug, language }: Named): RouteLocationRaw {
  return { name: 'article-edit', params: { slug }, query: { language } };
}
