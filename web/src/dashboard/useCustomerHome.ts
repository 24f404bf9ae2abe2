import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { openCalls, soonest } from '../call-requests/call-lists';
import { CustomerHomeDocument } from '../gql/graphql';
import { useViewer } from '../users/useViewer';
import { useHomeRefresh } from './useHomeRefresh';

const shownTickets = 8;

/** A ticket with what was said in it last. */
export interface LastWords {
  id: string;
  number: number;
  title: string;
  author: string;
  body: string;
  at: string;
}

/** What waits for a customer, the next call, new answers and all other tickets, each ticket once, in one request. */
export function useCustomerHome() {
  const { t } = useI18n();
  const { viewer } = useViewer();
  const { result, loading, failure, refetch } = useCachedQuery(CustomerHomeDocument, {
    waiting: { status: ['PENDING'] },
    newestMessage: { field: 'LAST_MESSAGE_AT', direction: 'DESCENDING' },
    recent: { field: 'UPDATED_AT', direction: 'DESCENDING' },
    openCalls,
    soonestCall: soonest,
  });
  // the cache has the list, but not the last words of a ticket that has just come to wait
  useHomeRefresh(loading, refetch, (type) => type === 'TicketStatusChanged');

  const nameOf = (author: { id: string; name: string }) =>
    author.id === viewer.value.id ? t('messages.you') : author.name;

  // a ticket that an event has just brought comes without its messages, until the refresh
  const waiting = computed(() =>
    result.value?.waiting.edges
      .slice(0, 5)
      .map(({ node: { id, number, title, messages, lastMessageAt } }): LastWords => {
        const last = (messages as typeof messages | undefined)?.edges.at(-1)?.node;
        const author = last ? nameOf(last.author) : '';
        return { id, number, title, author, body: last?.body ?? '', at: last?.createdAt ?? lastMessageAt };
      }),
  );

  const answers = computed(() => {
    const found = new Map<string, LastWords>();
    for (const { node } of result.value?.notifications.edges ?? []) {
      const { kind, readAt, ticket, message, actor, createdAt } = node;
      const isNew = kind === 'MESSAGE_ADDED' && !readAt && ticket && message && actor;
      if (!isNew || found.has(ticket.id) || waiting.value?.some(({ id }) => id === ticket.id)) continue;
      found.set(ticket.id, { ...ticket, author: nameOf(actor), body: message.body, at: createdAt });
    }
    return [...found.values()];
  });

  const others = computed(() => {
    const shown = new Set([...(waiting.value ?? []), ...answers.value].map(({ id }) => id));
    return result.value?.recent.edges
      .map((edge) => edge.node)
      .filter(({ id }) => !shown.has(id))
      .slice(0, shownTickets);
  });

  return {
    waiting,
    waitingCount: computed(() => result.value?.waiting.totalCount ?? 0),
    /** undefined while it is not known, null when there is none. */
    nextCall: computed(() => result.value && (result.value.nextCall.edges[0]?.node ?? null)),
    openCallCount: computed(() => result.value?.nextCall.totalCount ?? 0),
    answers,
    /** Those that are not among the others. */
    others,
    isNew: computed(() => result.value?.recent.totalCount === 0),
    failure,
    loading,
    refetch,
  };
}
