import { toValue, type MaybeRefOrGetter } from 'vue';
import { usePages } from '../apollo/usePages';
import { ArticlesDocument, type ArticlesQueryVariables } from '../gql/graphql';
import type { ArticleChoice } from './useArticleChoice';

const pageSize = 20;

/** The articles of a choice. */
export function useArticles(choice: MaybeRefOrGetter<ArticleChoice>) {
  const variables = (): ArticlesQueryVariables => {
    const { search, language, status } = toValue(choice);
    return {
      ...(search ? { search } : {}),
      ...(language === 'any' ? {} : { language }),
      ...(status ? { status: [status] } : {}),
      first: pageSize,
    };
  };
  return usePages(ArticlesDocument, variables, (data) => data.articles);
}
