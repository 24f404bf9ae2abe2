import { computed, watch } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { useRefetchSoon } from '../events/useRefetchSoon';
import { CategoriesDocument, type CategoryFieldsFragment } from '../gql/graphql';

export type Category = CategoryFieldsFragment;

const kinds = ['CategoryCreated', 'CategoryChanged'];

/** The categories that the viewer can see, in the order of the tenant; archived ones last. */
export function useCategories() {
  const { result, fetchMore, ...query } = useCachedQuery(CategoriesDocument, { first: 100 });
  watch(
    () => result.value?.categories.pageInfo,
    (page) => {
      if (page?.hasNextPage) fetchMore({ variables: { after: page.endCursor } })?.catch(() => {});
    },
  );
  useRefetchSoon(query.refetch, ({ __typename }) => kinds.includes(__typename));
  const categories = computed<Category[]>(() => result.value?.categories.edges.map((edge) => edge.node) ?? []);
  return {
    ...query,
    isLoaded: computed(() => !!result.value),
    categories,
    /** Those that can be chosen. */
    offered: computed(() => categories.value.filter(({ archived }) => !archived)),
    nameOf: (id: string) => categories.value.find((category) => category.id === id)?.name,
  };
}
