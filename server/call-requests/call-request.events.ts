import { Field, ObjectType } from 'type-graphql';
import { Audience } from '../events/audience.ts';
import { PortalEvent } from '../events/event.contract.ts';
import { portalEvent } from '../events/portal-event.ts';
import type { Actor } from '../events/record.ts';
import { ReadBy } from '../reads/schema.ts';
import { ActedEvent } from '../users/acted-event.ts';
import { CallRequest } from './call-request.contract.ts';
import { calendarHolders } from './calendar-holders.ts';
import { callEmail, requestedText, updatedSubject, updatedText } from './call-request.emails.ts';
import { CallRequestStatus, type CallRequestRow } from './call-request.entity.ts';
import { isOpen } from './call-request.policy.ts';

/** Its ticket is read through the call, which may have none: `ticket` of other events is never null. */
@ObjectType()
abstract class CallEvent extends ActedEvent {
  subjectId!: string;

  @Field(() => CallRequest, { description: 'The call in its current state, with its ticket if it has one.' })
  @ReadBy('subjectId')
  callRequest!: CallRequest;
}

/** Both sides, whoever did it: each has a calendar to keep right. */
const bothSides = [Audience.CUSTOMER, Audience.ASSIGNEE_OR_AGENTS];

@ObjectType({ implements: PortalEvent, description: 'A call was requested, by a customer or by staff for one.' })
class CallRequested extends CallEvent {}

export const callRequested = portalEvent(CallRequested, {
  notification: {
    description: 'A call was requested.',
    byCustomer: [Audience.ACTOR, ...bothSides],
    byStaff: [Audience.ACTOR, ...bothSides],
  },
  email: callEmail({
    subject: () => 'requested',
    body: requestedText,
    isObsolete: ({ call }) => !isOpen(call),
    hasCalendarFile: () => true,
    isAboutCalendar: true,
  }),
});

@ObjectType({
  implements: PortalEvent,
  description:
    'The status of a call changed, or its time. The statuses before and after are the same when another slot was booked, or when nobody answered again.',
})
class CallRequestUpdated extends CallEvent {
  from!: CallRequestStatus;
  to!: CallRequestStatus;

  // not named as in TicketStatusChanged: one selection cannot hold two types under one name
  @Field(() => CallRequestStatus, { description: 'The status before.' })
  get fromStatus(): CallRequestStatus {
    return this.from;
  }

  @Field(() => CallRequestStatus, { description: 'The status after.' })
  get toStatus(): CallRequestStatus {
    return this.to;
  }
}

export const callRequestUpdated = portalEvent(CallRequestUpdated, {
  notification: {
    description: 'A call was rescheduled, cancelled or missed.',
    byCustomer: [Audience.ACTOR, ...bothSides],
    byStaff: [Audience.ACTOR, ...bothSides],
    byPortal: bothSides,
  },
  email: callEmail({
    subject: updatedSubject,
    body: updatedText,
    isObsolete: ({ call, event }) => call.status !== event.statusTo,
    hasCalendarFile: ({ event }) => event.statusTo !== CallRequestStatus.MISSED,
  }),
  alsoEmailed: calendarHolders,
});

@ObjectType({
  implements: PortalEvent,
  description:
    'The ticket of an open call was assigned: its new assignee makes the call, or somebody of its team. Sent to staff only.',
})
class CallRequestAssigned extends CallEvent {}

export const callRequestAssigned = portalEvent(CallRequestAssigned, {
  notification: {
    description: 'An open call is with somebody else from now on, as its ticket is.',
    byStaff: [Audience.ACTOR, Audience.ASSIGNEE_OR_AGENTS],
  },
  email: callEmail({
    subject: () => 'assigned',
    body: ({ customer }, { t }) => t('emails.call.assigned.staff', { customer: customer.name }),
    isObsolete: ({ call }) => !isOpen(call),
    hasCalendarFile: () => true,
    isAboutCalendar: true,
  }),
  alsoEmailed: calendarHolders,
});

@ObjectType({
  implements: PortalEvent,
  description: 'The reminder of a booked call, `OpeningHours.reminderMinutes` before its slot.',
})
class CallRequestDue extends CallEvent {}

export const callRequestDue = portalEvent(CallRequestDue, {
  notification: { description: 'A booked call is due soon.', byPortal: bothSides },
  email: callEmail({
    subject: () => 'due',
    body: ({ customer }, { isStaff, t }) =>
      t(`emails.call.due.${isStaff ? 'staff' : 'customer'}`, { customer: customer.name }),
    isObsolete: ({ call }) => call.status !== CallRequestStatus.SCHEDULED || call.scheduledAt! <= new Date(),
    hasCalendarFile: () => false,
  }),
});

/** What all events of a call are recorded with. */
export const aboutCall = ({ id, tenantId, customerId, ticketId }: CallRequestRow, actor: Actor | null) => ({
  actor,
  tenantId,
  customerId,
  ticketId,
  subjectId: id,
});
