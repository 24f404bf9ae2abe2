import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useLinkToken } from '../account-links/useLinkToken';
import { failureOf } from '../apollo/failure';
import { SetupLinkDocument } from '../gql/graphql';

/** The link this page was opened by, which the portal printed in its log. */
export function useSetupLink() {
  const token = useLinkToken();
  const { result, loading, error, refetch } = useQuery(
    SetupLinkDocument,
    () => ({ token: token.value }),
    () => ({ enabled: !!token.value, fetchPolicy: 'no-cache', notifyOnNetworkStatusChange: true }),
  );
  return {
    token,
    /** undefined while it is not known, null when the portal has made no such link. */
    link: computed(() => (token.value ? result.value?.setupLink : null)),
    loading,
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    refetch,
  };
}
