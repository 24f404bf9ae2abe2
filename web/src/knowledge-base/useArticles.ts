import { toValue, type MaybeRefOrGetter } from 'vue';
import { usePages } from '../apollo/usePages';
import { useRefetchSoon } from '../events/useRefetchSoon';
import { ArticlesDocument, type ArticlesQueryVariables } from '../gql/graphql';
import type { ArticleFilter } from './useArticleFilter';

const pageSize = 20;

export function useArticles(filter: MaybeRefOrGetter<ArticleFilter>) {
  const variables = (): ArticlesQueryVariables => {
    const { search, language, status } = toValue(filter);
    return {
      ...(search ? { search } : {}),
      ...(language === 'any' ? {} : { language }),
      ...(status ? { status: [status] } : {}),
      first: pageSize,
    };
  };
  const pages = usePages(ArticlesDocument, variables, (data) => data.articles);
  // where it belongs now, among words that were searched for, only the server knows
  useRefetchSoon(pages.refetch, (event) => 'article' in event);
  return pages;
}
