import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { failureOf } from '../apollo/failure';
import { PortalDocument } from '../gql/graphql';

/** The tenant of the portal at this address, which anyone may know. */
export function usePortalTenant() {
  const { result, error, loading, refetch } = useQuery(PortalDocument);
  return {
    tenant: computed(() => result.value?.portal.tenant ?? null),
    isLoaded: computed(() => !!result.value),
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
    loading,
    refetch,
  };
}
