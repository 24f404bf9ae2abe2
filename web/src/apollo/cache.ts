import { InMemoryCache } from '@apollo/client/core';
import { countedList, growingList, thread } from './connections';

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
          feedbacks: growingList(['from', 'to']),
          notifications: countedList(),
          sessions: growingList([]),
        },
      },
      Ticket: { fields: { messages: thread() } },
      Tenant: { keyFields: ['slug'] },
    },
  });
}
