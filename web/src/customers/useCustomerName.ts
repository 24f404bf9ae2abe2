import { useQuery } from '@vue/apollo-composable';
import { computed, toValue, type ComputedRef, type MaybeRefOrGetter } from 'vue';
import { CustomerDocument } from '../gql/graphql';

/** The name of a customer, for staff; empty while it is not known. */
export function useCustomerName(id: MaybeRefOrGetter<string | null>): ComputedRef<string> {
  const { result } = useQuery(
    CustomerDocument,
    () => ({ id: toValue(id) ?? '' }),
    () => ({ enabled: toValue(id) !== null }),
  );
  return computed(() => result.value?.customer?.name ?? '');
}
