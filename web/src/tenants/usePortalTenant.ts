import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { failureOf } from '../apollo/failure';
import { PortalDocument } from '../gql/graphql';

/** What anyone may know of the portal at this address. */
export function usePortalTenant() {
  const { result, error, loading, refetch } = useQuery(PortalDocument);
  return {
    tenant: computed(() => result.value?.portal.tenant ?? null),
    known: computed(() => !!result.value),
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
    loading,
    refetch,
  };
}
