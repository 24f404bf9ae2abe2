import { CallRequestDue, CallRequestUpdated, CallRequested } from './call-requests/call-request.events.ts';
import { ResyncRequired } from './events/event.contract.ts';
import { FeedbackSubmitted, FeedbackUpdated } from './feedback/feedback.events.ts';
import { MessageAdded } from './messages/message.events.ts';
import { NotificationAdded, NotificationsRead } from './notifications/notification.events.ts';
import { TicketCreated, TicketStatusChanged } from './tickets/ticket.events.ts';

/** The kinds of event, which the schema knows through their interface only. */
export const eventTypes = [
  TicketCreated,
  MessageAdded,
  TicketStatusChanged,
  FeedbackSubmitted,
  FeedbackUpdated,
  NotificationAdded,
  CallRequested,
  CallRequestUpdated,
  CallRequestDue,
  NotificationsRead,
  ResyncRequired,
];
