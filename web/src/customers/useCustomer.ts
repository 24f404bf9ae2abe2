import { useInvitationPolling } from '../account-links/useInvitationPolling';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { useRefetchSoon } from '../events/useRefetchSoon';
import { CustomerDocument } from '../gql/graphql';

/** One customer, for staff. */
export function useCustomer(id: () => string) {
  const { result, loading, failure, refetch } = useCachedQuery(CustomerDocument, () => ({ id: id() }));
  useRefetchSoon(refetch, ({ __typename }) => __typename === 'CustomerChanged' || __typename.startsWith('Ticket'));
  const customer = () => result.value?.customer;
  useInvitationPolling(
    () => [customer() ?? { invitation: null }],
    () => loading.value,
    refetch,
  );
  return { customer, loading, failure, refetch };
}
