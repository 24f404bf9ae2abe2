import { InMemoryCache } from '@apollo/client/core';
import { growingList, thread } from './connections';

export function createCache(): InMemoryCache {
  return new InMemoryCache({
    possibleTypes: { PortalEvent: ['TicketCreated', 'MessageAdded', 'TicketStatusChanged', 'ResyncRequired'] },
    typePolicies: {
      Query: {
        fields: {
          tickets: growingList(['filter', 'sort', 'first']),
          agents: growingList([]),
        },
      },
      Ticket: { fields: { messages: thread() } },
      Tenant: { keyFields: ['slug'] },
    },
  });
}
