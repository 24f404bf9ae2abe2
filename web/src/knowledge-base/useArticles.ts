import { useQuery } from '@vue/apollo-composable';
import { computed, ref, toValue, type MaybeRefOrGetter } from 'vue';
import { failureOf, type Failure } from '../apollo/failure';
import { ArticlesDocument, type ArticlesQueryVariables } from '../gql/graphql';
import type { ArticleChoice } from './useArticleChoice';

const pageSize = 20;

/** The articles of a choice, page after page. A changed choice keeps the former list until the new one is there. */
export function useArticles(choice: MaybeRefOrGetter<ArticleChoice>) {
  const variables = computed<ArticlesQueryVariables>(() => {
    const { search, language, status } = toValue(choice);
    return {
      ...(search ? { search } : {}),
      ...(language === 'any' ? {} : { language }),
      ...(status ? { status: [status] } : {}),
      first: pageSize,
    };
  });
  const { result, loading, error, refetch, fetchMore } = useQuery(ArticlesDocument, variables, {
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
    keepPreviousResult: true,
    refetchWritePolicy: 'merge',
    notifyOnNetworkStatusChange: true,
  });

  const loadingMore = ref(false);
  const moreFailure = ref<Failure | null>(null);
  async function loadMore(): Promise<void> {
    const after = result.value?.articles.pageInfo.endCursor;
    if (!after || loadingMore.value) return;
    loadingMore.value = true;
    moreFailure.value = null;
    try {
      await fetchMore({ variables: { ...variables.value, after } });
    } catch (reason) {
      moreFailure.value = failureOf(reason);
    } finally {
      loadingMore.value = false;
    }
  }

  return {
    articles: computed(() => result.value?.articles.edges.map((edge) => edge.node)),
    totalCount: computed(() => result.value?.articles.totalCount ?? 0),
    hasMore: computed(() => result.value?.articles.pageInfo.hasNextPage ?? false),
    loading,
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
    refetch,
    loadMore,
    loadingMore,
    moreFailure,
  };
}
