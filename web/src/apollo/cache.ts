import { InMemoryCache } from '@apollo/client/core';
import { countedList, growingList, highlighted, thread } from './connections';

export function createCache(): InMemoryCache {
  return new InMemoryCache({
    possibleTypes: {
      PortalEvent: [
        'TicketCreated',
        'MessageAdded',
        'TicketStatusChanged',
        'FeedbackSubmitted',
        'FeedbackUpdated',
        'CallRequested',
        'CallRequestUpdated',
        'CallRequestDue',
        'NotificationAdded',
        'NotificationsRead',
        'ResyncRequired',
      ],
    },
    typePolicies: {
      Query: {
        fields: {
          tickets: growingList(['filter', 'sort', 'first']),
          agents: growingList([]),
          customers: growingList(['search']),
          articles: growingList(['search', 'language', 'status', 'first']),
          feedbacks: growingList(['from', 'to']),
          notifications: countedList(),
          sessions: growingList([]),
          callRequests: growingList(['filter', 'sort', 'first']),
        },
      },
      Article: { fields: { titleParts: highlighted, excerpt: highlighted } },
      Ticket: { fields: { messages: thread(), callRequests: thread() } },
      Tenant: { keyFields: ['slug'] },
    },
  });
}
