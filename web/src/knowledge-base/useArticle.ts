import { useQuery } from '@vue/apollo-composable';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { failureOf } from '../apollo/failure';
import { ArticleDocument } from '../gql/graphql';

/** An article by its name in addresses; `article` is null when there is none for this viewer. */
export function useArticle(slug: MaybeRefOrGetter<string>, language: MaybeRefOrGetter<string>) {
  const { result, loading, error, refetch } = useQuery(
    ArticleDocument,
    () => ({ slug: toValue(slug), language: toValue(language) }),
    { fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first', notifyOnNetworkStatusChange: true },
  );
  return {
    /** undefined while it is not known. */
    article: computed(() => result.value?.article),
    loading,
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    refetch,
  };
}
