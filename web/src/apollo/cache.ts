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
          feedbacks: growingList(['from', 'to']),
          notifications: countedList(),
          callRequests: growingList(['filter', 'sort', 'first']),
        },
      },
      Ticket: { fields: { messages: thread(), callRequests: thread() } },
      Tenant: { keyFields: ['slug'] },
    },
  });
}
