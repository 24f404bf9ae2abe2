import { useApolloClient } from '@vue/apollo-composable';
import { AttachmentFieldsFragmentDoc, TicketAttachmentsDocument, type AttachmentFieldsFragment } from '../gql/graphql';

const pageSize = 100;
const maxPages = 10;
const fragment = { fragment: AttachmentFieldsFragmentDoc, fragmentName: 'AttachmentFields' };

/** Loads new links to a ticket's files into the cache. */
export function useLinkRefresh(ticketId: string) {
  const { client } = useApolloClient();
  const requested = new Set<string>();
  let refreshing: Promise<void> | null = null;

  /** Refreshes the links of these files, and of all that are younger; one request at a time. */
  function refresh(ids: readonly string[]): Promise<void> {
    ids.forEach((id) => requested.add(id));
    refreshing ??= Promise.resolve()
      .then(loadRequested)
      .finally(() => (refreshing = null));
    return refreshing;
  }

  async function loadRequested(): Promise<void> {
    const missing = new Set(requested);
    requested.clear();
    let before: string | null | undefined;
    for (let page = 0; page < maxPages && missing.size; page++) {
      const thread = await loadPage(before);
      for (const attachment of thread?.nodes.flatMap((message) => message.attachments) ?? []) {
        missing.delete(attachment.id);
        client.cache.writeFragment({ ...fragment, data: attachment });
      }
      if (!thread?.pageInfo.hasPreviousPage) return;
      before = thread.pageInfo.startCursor;
    }
  }

  async function loadPage(before: string | null | undefined) {
    const { data } = await client.query({
      query: TicketAttachmentsDocument,
      variables: { id: ticketId, last: pageSize, before },
      fetchPolicy: 'no-cache',
    });
    return data.ticket?.messages;
  }

  function cached(id: string): AttachmentFieldsFragment | null {
    const key = client.cache.identify({ __typename: 'Attachment', id });
    return client.cache.readFragment<AttachmentFieldsFragment>({ ...fragment, id: key });
  }

  return { refresh, cached };
}

export type LinkRefresh = ReturnType<typeof useLinkRefresh>;
