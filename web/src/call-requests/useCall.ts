import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { useRefetchOnEvent } from '../events/useRefetchOnEvent';
import { CallDocument } from '../gql/graphql';

/** One call. */
export function useCall(id: MaybeRefOrGetter<string>) {
  const { result, ...query } = useCachedQuery(CallDocument, () => ({ id: toValue(id) }));
  useRefetchOnEvent(
    query.loading,
    query.refetch,
    (event) => 'callRequest' in event && event.callRequest.id === toValue(id),
  );
  return {
    ...query,
    /** undefined while it is not known, null when there is none for this viewer. */
    call: computed(() => result.value?.callRequest),
  };
}
