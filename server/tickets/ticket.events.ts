import { Field, ObjectType } from 'type-graphql';
import type { Viewer } from '../access/viewer.ts';
import { Audience } from '../events/audience.ts';
import { PortalEvent } from '../events/event.contract.ts';
import { portalEvent } from '../events/portal-event.ts';
import { ReadBy } from '../reads/schema.ts';
import { attachmentDetails, loadMessage } from '../messages/message.emails.ts';
import { Ticket } from './ticket.contract.ts';
import { ticketEmail } from './ticket.emails.ts';
import { TicketPriority, TicketStatus, type TicketRow } from './ticket.entity.ts';

@ObjectType()
export abstract class TicketEvent extends PortalEvent {
  ticketId!: string;

  @Field(() => Ticket, { description: 'The ticket in its current state.' })
  @ReadBy('ticketId')
  ticket!: Ticket;
}

@ObjectType({ implements: PortalEvent, description: 'A ticket was opened.' })
class TicketCreated extends TicketEvent {}

export const ticketCreated = portalEvent(TicketCreated, {
  notification: { description: 'A ticket was opened.', byCustomer: [Audience.ADMINS] },
  email: ticketEmail({
    load: loadMessage,
    body: ({ customer }, { t }) => t('emails.ticketCreated.body', { customer: customer.name }),
    details: (facts, reader) => {
      const { ticket, customer } = facts;
      const { t } = reader;
      return [
        [t('newTicket.subject'), ticket.title],
        [t('tickets.priority'), t(`priority.${TicketPriority[ticket.priority] as keyof typeof TicketPriority}`)],
        [t('tickets.type'), t(`type.${ticket.type}`)],
        [t('tickets.customer'), `${customer.name} <${customer.email}>${customer.phone ? `, ${customer.phone}` : ''}`],
        ...attachmentDetails(facts, reader),
      ];
    },
    quote: ({ message }) => message.body,
    callToAction: 'emails.ticketCreated.callToAction',
  }),
});

@ObjectType({ implements: PortalEvent, description: 'The status of a ticket changed.' })
class TicketStatusChanged extends TicketEvent {
  @Field(() => TicketStatus, { description: 'The status before.' })
  from!: TicketStatus;

  @Field(() => TicketStatus, { description: 'The status after.' })
  to!: TicketStatus;
}

export const ticketStatusChanged = portalEvent(TicketStatusChanged, {
  notification: {
    description: 'A ticket was resolved, closed or reopened.',
    byCustomer: [Audience.ASSIGNEE],
    byStaff: [Audience.CUSTOMER],
  },
  email: ticketEmail({
    body: ({ event, actor }, { isStaff, t }) => {
      const status = event.statusTo as keyof typeof TicketStatus;
      const values = { name: actor!.name, status: t(isStaff ? `staffStatus.${status}` : `status.${status}`) };
      return t('emails.ticketStatusChanged.body', values);
    },
    callToAction: 'emails.viewTicket',
  }),
});

/** What all events of a ticket are recorded with. */
export const aboutTicket = ({ id, tenantId, customerId }: TicketRow, actor: Viewer) => ({
  actor,
  tenantId,
  customerId,
  ticketId: id,
});
