import { useQuery } from '@vue/apollo-composable';
import { computed, type ComputedRef } from 'vue';
import { CustomerDocument } from '../gql/graphql';

/** The name of the customer that staff act for; empty while it is not known. */
export function useCustomerName(id: string | null): ComputedRef<string> {
  const { result } = useQuery(CustomerDocument, { id: id ?? '' }, { enabled: id !== null });
  return computed(() => result.value?.customer?.name ?? '');
}
