import { useQuery } from '@vue/apollo-composable';
import { useDebounceFn } from '@vueuse/core';
import { computed, ref, toValue, type MaybeRefOrGetter } from 'vue';
import { failureOf, type Failure } from '../apollo/failure';
import { onPortalEvent } from '../events/usePortalEvents';
import { FeedbackOverviewDocument } from '../gql/graphql';

const pageSize = 20;

/** The last so many days, today included. */
export const periods = [7, 30, 90, 365] as const;
export type Period = (typeof periods)[number];

function lastDays(days: number): { from: string; to: string } {
  const today = new Date();
  const midnight = (offset: number) =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() + offset).toISOString();
  return { from: midnight(1 - days), to: midnight(1) };
}

/** The figures of a period and what was said in it, in one request. Staff only. */
export function useFeedbackOverview(period: MaybeRefOrGetter<Period>) {
  const variables = computed(() => ({ ...lastDays(toValue(period)), first: pageSize }));
  const { result, loading, error, refetch, fetchMore } = useQuery(FeedbackOverviewDocument, variables, {
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: (policy, { reason, initialFetchPolicy }) =>
      reason === 'variables-changed' ? initialFetchPolicy : policy === 'cache-and-network' ? 'cache-first' : policy,
    keepPreviousResult: true,
    refetchWritePolicy: 'merge',
    notifyOnNetworkStatusChange: true,
  });

  // figures are the server's to count, once per burst
  const recount = useDebounceFn(() => refetch()?.catch(() => {}), 800, { maxWait: 5_000 });
  onPortalEvent((event) => {
    if (event.__typename === 'FeedbackSubmitted' || event.__typename === 'FeedbackUpdated') void recount();
  });

  const loadingMore = ref(false);
  const moreFailure = ref<Failure | null>(null);
  async function loadMore(): Promise<void> {
    const after = result.value?.feedbacks.pageInfo.endCursor;
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
    /** undefined while it is not known. */
    summary: computed(() => result.value?.feedbackSummary),
    feedbacks: computed(() => result.value?.feedbacks.edges.map((edge) => edge.node) ?? []),
    hasMore: computed(() => result.value?.feedbacks.pageInfo.hasNextPage ?? false),
    loading,
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
    refetch,
    loadMore,
    loadingMore,
    moreFailure,
  };
}
