import { Field, ObjectType } from 'type-graphql';
import { Audience } from '../events/audience.ts';
import { PortalEvent } from '../events/event.contract.ts';
import { portalEvent } from '../events/portal-event.ts';
import { ReadBy } from '../reads/schema.ts';
import { ticketEmail } from '../tickets/ticket.emails.ts';
import { TicketEvent } from '../tickets/ticket.events.ts';
import { Message } from './message.contract.ts';
import { attachmentDetails, loadMessage } from './message.emails.ts';

@ObjectType({ implements: PortalEvent, description: 'A message was added to a ticket.' })
class MessageAdded extends TicketEvent {
  subjectId!: string;

  @Field(() => Message, { description: 'The message.' })
  @ReadBy('subjectId')
  message!: Message;
}

@ObjectType({
  implements: PortalEvent,
  description: 'An internal note mentions members of staff, as `@Their Name`. Sent to staff only.',
})
class MessageMentioned extends TicketEvent {
  subjectId!: string;

  @Field(() => Message, { description: 'The note.' })
  @ReadBy('subjectId')
  message!: Message;
}

export const messageMentioned = portalEvent(MessageMentioned, {
  notification: { description: 'An internal note mentions the viewer.', byStaff: [Audience.NAMED] },
  email: ticketEmail({
    load: loadMessage,
    body: ({ actor }, { t }) => t('emails.messageMentioned.body', { name: actor!.name }),
    details: attachmentDetails,
    quote: ({ message }) => message.body,
    callToAction: 'emails.viewTicket',
  }),
});

export const messageAdded = portalEvent(MessageAdded, {
  notification: {
    description: 'A message was added to a ticket.',
    byCustomer: [Audience.ASSIGNEE_OR_ADMINS],
    byStaff: [Audience.CUSTOMER],
  },
  email: ticketEmail({
    load: loadMessage,
    body: ({ customer, actor }, { t }) =>
      actor!.isStaff
        ? t('emails.messageAdded.byStaff', { agent: actor!.name })
        : t('emails.messageAdded.byCustomer', { customer: customer.name }),
    details: attachmentDetails,
    quote: ({ message }) => message.body || null,
    callToAction: 'emails.messageAdded.callToAction',
  }),
});
