import type { RouteLocationRaw } from 'vue-router';
import type { ArticleSuggestionFragment } from '../gql/graphql';

type ArticleAddress = Pick<ArticleSuggestionFragment, 'slug' | 'language'>;

export function articleRoute({ slug, language }: ArticleAddress): RouteLocationRaw {
  return { name: 'article', params: { slug }, query: { language } };
}

export function articleEditRoute({ slug, language }: ArticleAddress): RouteLocationRaw {
  return { name: 'article-edit', params: { slug }, query: { language } };
}
