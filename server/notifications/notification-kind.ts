import { registerEnumType } from 'type-graphql';

/** What users are notified of: each is an event of the same name. */
export enum NotificationKind {
  TICKET_CREATED = 'TicketCreated',
  MESSAGE_ADDED = 'MessageAdded',
  TICKET_STATUS_CHANGED = 'TicketStatusChanged',
  FEEDBACK_SUBMITTED = 'FeedbackSubmitted',
}

registerEnumType(NotificationKind, {
  name: 'NotificationKind',
  description: 'What a notification tells of. New kinds may be added: show those you do not know by their ticket.',
  valuesConfig: {
    TICKET_CREATED: { description: 'A ticket was opened.' },
    MESSAGE_ADDED: { description: 'Somebody wrote on a ticket.' },
    TICKET_STATUS_CHANGED: { description: 'A ticket was resolved, closed or reopened.' },
    FEEDBACK_SUBMITTED: { description: 'A customer gave feedback on a ticket.' },
  },
});
