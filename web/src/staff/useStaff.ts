import { toValue, type MaybeRefOrGetter } from 'vue';
import { useInvitationPolling } from '../account-links/useInvitationPolling';
import { usePages } from '../apollo/usePages';
import { useRefetchSoon } from '../events/useRefetchSoon';
import { StaffDocument, type StaffQueryVariables } from '../gql/graphql';

const pageSize = 50;
const kinds = ['StaffMemberInvited', 'StaffMemberJoined', 'StaffMemberChanged', 'UserChanged', 'TicketAssigned'];

/** The agents and admins, by name. Admins only. */
export function useStaff(search: MaybeRefOrGetter<string>) {
  const variables = (): StaffQueryVariables => {
    const text = toValue(search);
    return { ...(text ? { filter: { search: text } } : {}), first: pageSize };
  };
  const pages = usePages(StaffDocument, variables, (data) => data.staff);
  const { entries, loading, refetch } = pages;

  useRefetchSoon(refetch, ({ __typename }) => kinds.includes(__typename));
  useInvitationPolling(
    () => entries.value,
    () => loading.value,
    refetch,
  );
  return pages;
}
