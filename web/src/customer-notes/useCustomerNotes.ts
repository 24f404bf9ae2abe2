import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { usePages } from '../apollo/usePages';
import { useRefetchSoon } from '../events/useRefetchSoon';
import {
  CustomerNoteAddDocument,
  CustomerNoteRemoveDocument,
  CustomerNotesDocument,
  CustomerNoteUpdateDocument,
} from '../gql/graphql';

/** What staff note about a customer, newest first, and how it is changed. */
export function useCustomerNotes(customerId: () => string) {
  const pages = usePages(
    CustomerNotesDocument,
    () => ({ customerId: customerId(), first: 10 }),
    (data) => data.customerNotes,
  );
  useRefetchSoon(pages.refetch, ({ __typename }) => __typename.startsWith('CustomerNote'));
  return {
    ...pages,
    addition: useMutationWithErrors(CustomerNoteAddDocument, (data) => data.customerNoteAdd),
    change: useMutationWithErrors(CustomerNoteUpdateDocument, (data) => data.customerNoteUpdate),
    removal: useMutationWithErrors(CustomerNoteRemoveDocument, (data) => data.customerNoteRemove),
  };
}
