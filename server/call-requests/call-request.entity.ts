import type { Opt } from '@mikro-orm/postgresql';
import { Check, Enum, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { registerEnumType } from 'type-graphql';
import { ScopedEntity } from '../access/scope.ts';

export enum CallRequestStatus {
  REQUESTED = 'REQUESTED',
  SCHEDULED = 'SCHEDULED',
  COMPLETED = 'COMPLETED',
  CANCELLED = 'CANCELLED',
  MISSED = 'MISSED',
}

export enum CallOutcome {
  REACHED = 'REACHED',
  NO_ANSWER = 'NO_ANSWER',
  RESCHEDULED = 'RESCHEDULED',
}

registerEnumType(CallRequestStatus, {
  name: 'CallRequestStatus',
  description: 'The status of a call.',
  valuesConfig: {
    REQUESTED: { description: 'Requested as soon as possible, and still open.' },
    SCHEDULED: { description: 'Booked in a slot, and still open.' },
    COMPLETED: { description: 'Staff reached the customer.' },
    CANCELLED: { description: 'Cancelled by the customer.' },
    MISSED: {
      description:
        'Nobody answered, or staff recorded no outcome within a day after the call was due. The customer can choose another time.',
    },
  },
});

registerEnumType(CallOutcome, {
  name: 'CallOutcome',
  description: 'The outcome of an attempt to call.',
  valuesConfig: {
    REACHED: { description: 'The customer was reached; the call is completed.' },
    NO_ANSWER: { description: 'Nobody answered; the call is missed.' },
    RESCHEDULED: { description: 'Another time was agreed on; the call is booked for it.' },
  },
});

@ScopedEntity('calls', { tableName: 'call_request' })
@Unique({ properties: ['id', 'tenantId'] })
@Unique({ properties: ['requestedById', 'idempotencyKey'] })
@Index({ properties: ['tenantId', 'customerId', 'dueAt', 'id'] })
@Index({ properties: ['tenantId', 'dueAt', 'id'] })
@Index({ properties: ['tenantId', 'customerId', 'createdAt', 'id'] })
@Index({ properties: ['tenantId', 'createdAt', 'id'] })
@Index({ properties: ['tenantId', 'status', 'dueAt', 'id'] })
@Index({ properties: ['ticketId', 'createdAt', 'id'] })
@Check({
  name: 'call_request_time_check',
  expression:
    '(scheduled_at is null) = (scheduled_end_at is null) and scheduled_end_at > scheduled_at and ' +
    `(status <> 'SCHEDULED' or scheduled_at is not null) and (status <> 'REQUESTED' or scheduled_at is null)`,
})
@Check({ name: 'call_request_ended_check', expression: `(ended_at is null) = (status in ('REQUESTED', 'SCHEDULED'))` })
@Check({ name: 'call_request_handled_check', expression: '(outcome is null) = (handled_by_id is null)' })
export class CallRequestRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'uuid' })
  customerId!: string;

  @Property({ type: 'uuid', nullable: true })
  ticketId: string | null = null;

  @Property({ type: 'uuid' })
  requestedById!: string;

  @Property({ type: 'text', nullable: true })
  idempotencyKey: string | null = null;

  @Enum({ items: () => CallRequestStatus })
  status!: CallRequestStatus;

  /** The booked slot; null for a call wanted now. */
  @Property({ type: 'datetime', length: 3, nullable: true })
  scheduledAt: Date | null = null;

  @Property({ type: 'datetime', length: 3, nullable: true })
  scheduledEndAt: Date | null = null;

  /** When the call is to be made: the booked time, or when it was asked for. */
  @Property({ type: 'datetime', length: 3 })
  dueAt!: Date;

  /** In E.164 form. */
  @Property({ type: 'text' })
  phone!: string;

  @Property({ type: 'text', nullable: true })
  reason: string | null = null;

  @Property({ type: 'text', nullable: true })
  note: string | null = null;

  /** Of the last attempt. */
  @Enum({ items: () => CallOutcome, nullable: true })
  outcome: CallOutcome | null = null;

  /** Who of staff noted the outcome. */
  @Property({ type: 'uuid', nullable: true })
  handledById: string | null = null;

  /** How often the time has changed since it was first told: what calendars call SEQUENCE. */
  @Property({ type: 'integer', default: 0 })
  calendarSequence: Opt<number> = 0;

  /** When it was said that the booked time has come near; null while that is still to be done. */
  @Property({ type: 'datetime', length: 3, nullable: true })
  remindedAt: Date | null = null;

  @Property({ type: 'datetime', length: 3, nullable: true })
  endedAt: Date | null = null;

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;

  @Property({ type: 'datetime', length: 3 })
  updatedAt!: Date;
}

/**
 * A reserved seat of a slot. Every user of the tenant sees that it is reserved, but not by whom. Its number is at most the
 * capacity of the slot and unique in it, so that only one booking gets the last seat: docs/adr/0021-numbered-seats.md.
 */
@ScopedEntity('seats', { tableName: 'call_seat' })
@Check({ name: 'call_seat_check', expression: 'seat > 0 and ends_at > starts_at' })
export class CallSeat {
  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'datetime', length: 3 })
  startsAt!: Date;

  @PrimaryKey({ type: 'smallint' })
  seat!: number;

  @Property({ type: 'datetime', length: 3 })
  endsAt!: Date;

  @Property({ type: 'uuid', unique: true })
  callRequestId!: string;
}
