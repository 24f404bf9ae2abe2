import { Ctx, Field, InterfaceType, ObjectType } from 'type-graphql';
import { isStaff, type Viewer } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import { Audience } from '../events/audience.ts';
import { FieldChange, PortalEvent } from '../events/event.contract.ts';
import type { EventRow } from '../events/event-row.ts';
import { portalEvent } from '../events/portal-event.ts';
import type { Actor } from '../events/record.ts';
import { ReadBy } from '../reads/schema.ts';
import { TeamRow } from '../teams/team.entity.ts';
import { ActedEvent } from '../users/acted-event.ts';
import { Author } from '../users/user.entity.ts';
import { attachmentDetails, firstMessage, loadMessage } from '../messages/message.emails.ts';
import { fieldDetails, loadFieldValues } from '../ticket-fields/ticket-field.emails.ts';
import { Ticket } from './ticket.contract.ts';
import { ticketDetails, ticketEmail } from './ticket.emails.ts';
import { TicketStatus, type TicketRow } from './ticket.entity.ts';

@ObjectType()
export abstract class TicketEvent extends ActedEvent {
  ticketId!: string;

  @Field(() => Ticket, { description: 'The ticket in its current state.' })
  @ReadBy('ticketId')
  ticket!: Ticket;
}

@ObjectType({ implements: PortalEvent, description: 'A ticket was opened.' })
class TicketCreated extends TicketEvent {}

export const ticketCreated = portalEvent(TicketCreated, {
  notification: {
    description: 'A ticket was opened.',
    byCustomer: [Audience.ADMINS],
    byStaff: [Audience.CUSTOMER, Audience.ADMINS],
  },
  email: ticketEmail({
    load: async (entityManager, event) => ({
      ...(await loadMessage(entityManager, event)),
      ...(await loadFieldValues(entityManager, event)),
    }),
    body: ({ customer, actor }, { t, isStaff: toStaff }) => {
      if (!actor?.isStaff) return t('emails.ticketCreated.body', { customer: customer.name });
      const names = { agent: actor.name, customer: customer.name };
      return t(`emails.ticketCreated.${toStaff ? 'byColleague' : 'byStaff'}`, names);
    },
    details: (facts, reader) => [
      ...ticketDetails(facts, reader),
      ...fieldDetails(facts, reader),
      ...attachmentDetails(facts, reader),
    ],
    quote: ({ message }) => message.body,
    callToAction: 'emails.ticketCreated.callToAction',
  }),
});

/** What a viewer learns of a change. Events of calls, and those of before changes were kept, say the status alone. */
export function shownChanges(
  viewer: Viewer,
  { changed, from, to }: Pick<EventRow, 'changed' | 'from' | 'to'>,
): FieldChange[] {
  const all = changed ?? (to === null ? [] : [{ field: 'status', from, to }]);
  return isStaff(viewer) ? all : all.filter(({ field }) => field !== 'assignee');
}

@InterfaceType({
  implements: PortalEvent,
  resolveType: (event: EventRow) => event.type,
  description:
    'Fields of a ticket changed. One `ticketUpdate` can cause several: each change is in one of them. New types may be added.',
})
abstract class TicketChanged extends PortalEvent {
  ticketId!: string;
  actorId!: string;

  @Field(() => Ticket, { description: 'The ticket in its current state.' })
  @ReadBy('ticketId')
  ticket!: Ticket;

  @Field(() => Author, { nullable: true, description: 'Who did it; null for what the portal did by itself.' })
  @ReadBy('actorId')
  actor!: Author | null;

  @Field(() => [FieldChange], {
    description:
      'What changed: `title`, `type`, `category`, `priority`, `status`, `assignee`, `team`, or `fields` for one of those that admins have added, which `ticketFieldId` names; of the title and what people wrote into fields only that they did. For customers without the assignee, whom they see in `ticket`, and without internal fields, of which they get no event.',
    complexity: 1,
  })
  changes(@Ctx() { viewer }: RequestContext): FieldChange[] {
    return shownChanges(viewer!, this as unknown as EventRow);
  }
}

@ObjectType({
  implements: TicketChanged,
  description: 'The title, type, category, priority or fields of a ticket changed.',
})
class TicketEdited extends TicketChanged {}

export const ticketEdited = portalEvent(TicketEdited);

@ObjectType({
  implements: TicketChanged,
  description: 'A ticket was assigned to somebody, to somebody else, or to nobody any more.',
})
class TicketAssigned extends TicketChanged {}

export const ticketAssigned = portalEvent(TicketAssigned, {
  notification: { description: 'A ticket was assigned to the viewer by somebody else.', byStaff: [Audience.ASSIGNEE] },
  email: ticketEmail({
    load: async (entityManager, { ticketId }) => ({ message: await firstMessage(entityManager, ticketId!) }),
    // assigned to somebody else meanwhile
    isObsolete: ({ event, ticket }) => ticket.assigneeId !== event.changes?.[0]?.to,
    body: ({ actor }, { t }) => t('emails.ticketAssigned.body', { name: actor!.name }),
    details: ticketDetails,
    quote: ({ message }) => message.body,
    callToAction: 'emails.viewTicket',
  }),
});

@ObjectType({
  implements: TicketChanged,
  description: 'A ticket was assigned to a team, to another one, or to none any more. Sent to staff only.',
})
class TicketAssignedToTeam extends TicketChanged {}

export const ticketAssignedToTeam = portalEvent(TicketAssignedToTeam, {
  notification: {
    description: 'A ticket was assigned to a team of the viewer by somebody else.',
    byStaff: [Audience.TEAM],
  },
  email: ticketEmail({
    load: async (entityManager, { ticketId, changes }) => ({
      message: await firstMessage(entityManager, ticketId!),
      team: await entityManager.findOneOrFail(TeamRow, changes![0]!.to!),
    }),
    // assigned to another team meanwhile
    isObsolete: ({ ticket, team }) => ticket.teamId !== team.id,
    body: ({ actor, team }, { t }) => t('emails.ticketAssignedToTeam.body', { name: actor!.name, team: team.name }),
    details: ticketDetails,
    quote: ({ message }) => message.body,
    callToAction: 'emails.viewTicket',
  }),
});

@ObjectType({ implements: TicketChanged, description: 'The status of a ticket changed.' })
class TicketStatusChanged extends TicketChanged {
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
    body: ({ event, actor }, reader) => {
      const { t } = reader;
      const status = event.statusTo as keyof typeof TicketStatus;
      const values = { name: actor!.name, status: t(reader.isStaff ? `staffStatus.${status}` : `status.${status}`) };
      return t('emails.ticketStatusChanged.body', values);
    },
    callToAction: 'emails.viewTicket',
  }),
});

/** What all events of a ticket are recorded with. */
export const aboutTicket = ({ id, tenantId, customerId }: TicketRow, actor: Actor | null) => ({
  actor,
  tenantId,
  customerId,
  ticketId: id,
});
