import { computed } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { useRefetchSoon } from '../events/useRefetchSoon';
import { TicketFieldsDocument, type TicketFieldFieldsFragment } from '../gql/graphql';

export type TicketField = TicketFieldFieldsFragment;

/** What admins have added to tickets, in order. */
export function useTicketFields() {
  const { result, ...query } = useCachedQuery(TicketFieldsDocument, {});
  useRefetchSoon(query.refetch, ({ __typename }) => __typename.startsWith('TicketField'));
  const fields = computed(() => result.value?.ticketFields.nodes);
  return {
    ...query,
    /** Archived ones among them; undefined while they are not known. */
    fields,
    /** What is asked now. */
    asked: computed(() => fields.value?.filter(({ archived }) => !archived) ?? []),
  };
}
