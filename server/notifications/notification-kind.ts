import { registerEnumType } from 'type-graphql';

/** What users are notified of: each is an event of the same name. */
export enum NotificationKind {
  TICKET_CREATED = 'TicketCreated',
  MESSAGE_ADDED = 'MessageAdded',
  TICKET_STATUS_CHANGED = 'TicketStatusChanged',
  FEEDBACK_SUBMITTED = 'FeedbackSubmitted',
  CALL_REQUESTED = 'CallRequested',
  CALL_REQUEST_UPDATED = 'CallRequestUpdated',
  CALL_REQUEST_DUE = 'CallRequestDue',
}

registerEnumType(NotificationKind, {
  name: 'NotificationKind',
  description: 'What a notification is about. New kinds may be added: show those that you do not know by their ticket.',
  valuesConfig: {
    TICKET_CREATED: { description: 'A ticket was opened.' },
    MESSAGE_ADDED: { description: 'A message was added to a ticket.' },
    TICKET_STATUS_CHANGED: { description: 'A ticket was resolved, closed or reopened.' },
    FEEDBACK_SUBMITTED: { description: 'A customer gave feedback on a ticket.' },
    CALL_REQUESTED: { description: 'A customer requested a call.' },
    CALL_REQUEST_UPDATED: { description: 'A call was rescheduled, cancelled or missed.' },
    CALL_REQUEST_DUE: { description: 'A booked call is due soon.' },
  },
});
