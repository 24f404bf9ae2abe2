import { InMemoryCache } from '@apollo/client/core';
import fragmentTypes from '../gql/possible-types';
import { countedPaginatedList, paginatedList, highlighted, thread } from './connections';

export function createCache(): InMemoryCache {
  return new InMemoryCache({
    possibleTypes: fragmentTypes.possibleTypes,
    typePolicies: {
      Query: {
        fields: {
          tickets: paginatedList(['filter', 'sort', 'first']),
          // queries ask for different parts of them
          attachmentLimits: { merge: true },
          auditLog: paginatedList(['filter', 'first']),
          agents: paginatedList([]),
          categories: paginatedList([]),
          customers: paginatedList(['search', 'sort']),
          articles: paginatedList(['search', 'language', 'status', 'sort', 'first']),
          feedbacks: paginatedList(['filter']),
          staff: paginatedList(['filter']),
          teams: paginatedList(['first']),
          apiKeys: paginatedList([]),
          customerNotes: paginatedList(['customerId']),
          notifications: countedPaginatedList(),
          sessions: paginatedList([]),
          callRequests: paginatedList(['filter', 'sort', 'first']),
        },
      },
      Article: { fields: { titleParts: highlighted, excerpt: highlighted } },
      Ticket: {
        fields: { match: highlighted, messages: thread(), callRequests: thread(), timeline: thread('occurredAt') },
      },
      // queries ask for different parts of them
      Tenant: { keyFields: ['slug'], fields: { openingHours: { merge: true } } },
    },
  });
}
