import { computed, type ComputedRef } from 'vue';
import { useRoute, useRouter, type LocationQuery } from 'vue-router';
import { textLimits } from '#shared/limits.ts';
import type { SortDirection, TicketPriority, TicketSortField, TicketStatus } from '../gql/graphql';

export const ticketStatuses = ['OPEN', 'PENDING', 'RESOLVED', 'CLOSED'] as const satisfies TicketStatus[];
export const ticketPriorities = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'] as const satisfies TicketPriority[];
export const ticketOrders = {
  updated: { field: 'UPDATED_AT', direction: 'DESCENDING' },
  newest: { field: 'CREATED_AT', direction: 'DESCENDING' },
  oldest: { field: 'CREATED_AT', direction: 'ASCENDING' },
  priority: { field: 'PRIORITY', direction: 'DESCENDING' },
} as const satisfies Record<string, { field: TicketSortField; direction: SortDirection }>;
export type TicketOrder = keyof typeof ticketOrders;

export interface TicketListFilter {
  status: TicketStatus[];
  priority: TicketPriority[];
  text: string;
  order: TicketOrder;
}

/** What the list shows, stored in the address: reload, bookmarks and the back button all know it. */
export function useTicketFilter(): {
  filter: ComputedRef<TicketListFilter>;
  isFiltered: ComputedRef<boolean>;
  setFilter: (part: Partial<TicketListFilter>) => void;
  clear: () => void;
} {
  const route = useRoute();
  const router = useRouter();
  let lastQuery: LocationQuery = route.query;
  const filter = computed(() => {
    // While the next page is being opened, this one keeps what it showed.
    if (route.name === 'tickets') lastQuery = route.query;
    return read(lastQuery);
  });

  function setFilter(part: Partial<TicketListFilter>): void {
    const before = filter.value;
    const now = { ...before, ...part };
    const refinesText = !!before.text && !!now.text && before.text !== now.text;
    const location = { query: write(now) };
    void (refinesText ? router.replace(location) : router.push(location));
  }

  return {
    filter,
    isFiltered: computed(() => !!(filter.value.status.length || filter.value.priority.length || filter.value.text)),
    setFilter,
    clear: () => setFilter({ status: [], priority: [], text: '' }),
  };
}

function read(query: LocationQuery): TicketListFilter {
  const values = (name: string) => String(query[name] ?? '').split(',');
  const order = String(query['sort'] ?? '');
  return {
    status: ticketStatuses.filter((status) => values('status').includes(status)),
    priority: ticketPriorities.filter((priority) => values('priority').includes(priority)),
    text: String(query['text'] ?? '').slice(0, textLimits.search),
    order: order in ticketOrders ? (order as TicketOrder) : 'updated',
  };
}

function write({ status, priority, text, order }: TicketListFilter): LocationQuery {
  return {
    ...(status.length ? { status: ticketStatuses.filter((each) => status.includes(each)).join(',') } : {}),
    ...(priority.length ? { priority: ticketPriorities.filter((each) => priority.includes(each)).join(',') } : {}),
    ...(text ? { text } : {}),
    ...(order !== 'updated' ? { sort: order } : {}),
  };
}
