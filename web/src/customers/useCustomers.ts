import { useQuery } from '@vue/apollo-composable';
import { useIntervalFn } from '@vueuse/core';
import { computed, ref, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { failureOf, type Failure } from '../apollo/failure';
import { CustomersDocument } from '../gql/graphql';

const pageSize = 25;
const mailLookMs = 4_000;
const mailLooks = 10;

/** The customers a search finds, page after page. A changed search keeps the former list until the new one is there. */
export function useCustomers(search: MaybeRefOrGetter<string>) {
  const variables = computed(() => {
    const wish = toValue(search);
    return { ...(wish ? { search: wish } : {}), first: pageSize };
  });
  const { result, loading, error, refetch, fetchMore } = useQuery(CustomersDocument, variables, {
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: (policy, { reason, initialFetchPolicy }) =>
      reason === 'variables-changed' ? initialFetchPolicy : policy === 'cache-and-network' ? 'cache-first' : policy,
    keepPreviousResult: true,
    notifyOnNetworkStatusChange: true,
  });
  const customers = computed(() => result.value?.customers.edges.map((edge) => edge.node));

  const loadingMore = ref(false);
  const moreFailure = ref<Failure | null>(null);
  async function loadMore(): Promise<void> {
    const after = result.value?.customers.pageInfo.endCursor;
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

  // No event tells that an invitation was handed over: while one is on its way the list looks again, for a while.
  const isOnItsWay = computed(
    () => customers.value?.some(({ invitation }) => invitation && !invitation.sentAt && !invitation.failure) ?? false,
  );
  let looks = 0;
  const { pause, resume } = useIntervalFn(
    () => {
      if (++looks >= mailLooks) pause();
      if (!loading.value) refetch()?.catch(() => {});
    },
    mailLookMs,
    { immediate: false },
  );
  watch(
    isOnItsWay,
    (is) => {
      looks = 0;
      if (is) resume();
      else pause();
    },
    { immediate: true },
  );

  return {
    customers,
    totalCount: computed(() => result.value?.customers.totalCount ?? 0),
    hasMore: computed(() => result.value?.customers.pageInfo.hasNextPage ?? false),
    loading,
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
    refetch,
    loadMore,
    loadingMore,
    moreFailure,
  };
}
