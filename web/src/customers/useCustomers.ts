import { toValue, type MaybeRefOrGetter } from 'vue';
import { useInvitationPolling } from '../account-links/useInvitationPolling';
import { usePages } from '../apollo/usePages';
import { useRefetchSoon } from '../events/useRefetchSoon';
import { CustomersDocument, type CustomersQueryVariables } from '../gql/graphql';

const pageSize = 25;

export function useCustomers(search: MaybeRefOrGetter<string>) {
  const variables = (): CustomersQueryVariables => {
    const text = toValue(search);
    return { ...(text ? { search: text } : {}), first: pageSize };
  };
  const pages = usePages(CustomersDocument, variables, (data) => data.customers);
  const { entries, loading, refetch } = pages;

  useRefetchSoon(refetch, ({ __typename }) => __typename === 'CustomerCreated' || __typename === 'CustomerChanged');
  useInvitationPolling(
    () => entries.value,
    () => loading.value,
    refetch,
  );
  return pages;
}
