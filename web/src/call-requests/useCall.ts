import { useQuery } from '@vue/apollo-composable';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { failureOf } from '../apollo/failure';
import { useRefetchOnEvent } from '../events/useRefetchOnEvent';
import { CallDocument } from '../gql/graphql';

/** One call; null when there is none for this viewer. */
export function useCall(id: MaybeRefOrGetter<string>) {
  const { result, loading, error, refetch } = useQuery(CallDocument, () => ({ id: toValue(id) }), {
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
    notifyOnNetworkStatusChange: true,
  });
  useRefetchOnEvent(loading, refetch, (event) => 'callRequest' in event && event.callRequest.id === toValue(id));

  return {
    /** undefined while it is not known. */
    call: computed(() => result.value?.callRequest),
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    loading,
    refetch,
  };
}
