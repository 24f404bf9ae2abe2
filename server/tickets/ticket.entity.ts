import type { Opt } from '@mikro-orm/postgresql';
import { Enum, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { registerEnumType } from 'type-graphql';
import { ScopedEntity } from '../access/scope.ts';

export enum TicketStatus {
  OPEN = 'OPEN',
  PENDING = 'PENDING',
  RESOLVED = 'RESOLVED',
  CLOSED = 'CLOSED',
}

/** Numbers, so that PostgreSQL sorts by urgency along an index. */
export enum TicketPriority {
  LOW = 1,
  MEDIUM = 2,
  HIGH = 3,
  URGENT = 4,
}

export enum TicketType {
  ISSUE = 'ISSUE',
  QUESTION = 'QUESTION',
  REQUEST = 'REQUEST',
}

export enum TicketWaitingFor {
  STAFF = 'STAFF',
  CUSTOMER = 'CUSTOMER',
}

registerEnumType(TicketStatus, {
  name: 'TicketStatus',
  description: 'The status of a ticket.',
  valuesConfig: {
    OPEN: { description: 'Worked on by staff. Whose turn it is, is in `Ticket.waitingFor`.' },
    PENDING: {
      description: 'Set aside by staff until the customer answers. A message of the customer opens it again.',
    },
    RESOLVED: { description: 'Solved, as far as staff know. A message of the customer reopens it.' },
    CLOSED: { description: 'Closed. No messages can be added until it is reopened.' },
  },
});

registerEnumType(TicketWaitingFor, {
  name: 'TicketWaitingFor',
  description:
    'Whose turn it is on an open or pending ticket, by what happened last: a new ticket waits for staff, and so does one with a public message of the customer since, or that was set to OPEN or reopened. One with a public message of staff since, or that was set to PENDING, waits for the customer. Internal notes, assignees and other fields change nothing.',
  valuesConfig: {
    STAFF: { description: 'The customer waits for an answer of staff.' },
    CUSTOMER: { description: 'Staff wait for an answer of the customer.' },
  },
});

registerEnumType(TicketPriority, {
  name: 'TicketPriority',
  description: 'How urgent a ticket is.',
  valuesConfig: {
    LOW: { description: 'Can wait.' },
    MEDIUM: { description: 'Normal.' },
    HIGH: { description: 'The customer’s work is impaired.' },
    URGENT: { description: 'The customer cannot work at all.' },
  },
});

registerEnumType(TicketType, {
  name: 'TicketType',
  description: 'What kind of help is needed.',
  valuesConfig: {
    ISSUE: { description: 'Something does not work.' },
    QUESTION: { description: 'Something is unclear.' },
    REQUEST: { description: 'Something is needed.' },
  },
});

/** For indexes of what is worked on alone; conditions in these words find them. */
const workedOn = `where status in ('OPEN', 'PENDING')`;

@ScopedEntity('tickets', { tableName: 'ticket' })
@Unique({ properties: ['tenantId', 'number'] })
@Unique({ properties: ['id', 'tenantId', 'customerId'] })
@Unique({ properties: ['createdById', 'idempotencyKey'] })
@Index({ properties: ['tenantId', 'customerId', 'publicUpdatedAt', 'id'] })
@Index({ properties: ['tenantId', 'customerId', 'status', 'publicUpdatedAt', 'id'] })
@Index({ properties: ['tenantId', 'updatedAt', 'id'] })
@Index({ properties: ['tenantId', 'status', 'updatedAt', 'id'] })
@Index({ properties: ['tenantId', 'createdAt', 'id'] })
@Index({ properties: ['tenantId', 'lastMessageAt', 'id'] })
@Index({ properties: ['tenantId', 'priority', 'id'] })
@Index({ properties: ['tenantId', 'assigneeId', 'updatedAt', 'id'] })
@Index({ properties: ['tenantId', 'categoryId', 'updatedAt', 'id'] })
@Index({
  name: 'ticket_assignee_queue_index',
  expression: `create index ticket_assignee_queue_index on ticket (tenant_id, assignee_id, updated_at, id) ${workedOn}`,
})
@Index({
  name: 'ticket_team_queue_index',
  expression: `create index ticket_team_queue_index on ticket (tenant_id, team_id, updated_at, id) ${workedOn} and team_id is not null`,
})
@Index({
  name: 'ticket_waiting_queue_index',
  expression: `create index ticket_waiting_queue_index on ticket (tenant_id, waiting_for, updated_at, id) ${workedOn}`,
})
export class TicketRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'uuid' })
  customerId!: string;

  /** Counts per tenant; what people quote (#1042). */
  @Property({ type: 'integer' })
  number!: number;

  @Property({ type: 'text' })
  title!: string;

  @Enum({ items: () => TicketStatus })
  status!: TicketStatus;

  /** Of an open or pending ticket; of others it says whose turn it was. */
  @Enum({ items: () => TicketWaitingFor, default: TicketWaitingFor.STAFF })
  waitingFor: Opt<TicketWaitingFor> = TicketWaitingFor.STAFF;

  @Property({ type: 'smallint' })
  priority!: TicketPriority;

  @Enum({ items: () => TicketType })
  type!: TicketType;

  @Property({ type: 'uuid', nullable: true })
  categoryId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  assigneeId: string | null = null;

  /** In whose queue it is, whoever works on it. */
  @Property({ type: 'uuid', nullable: true })
  teamId: Opt<string> | null = null;

  @Property({ type: 'uuid' })
  createdById!: string;

  @Property({ type: 'text', nullable: true })
  idempotencyKey: string | null = null;

  /** Counters and times come in pairs: what customers may know, and all including internal notes. */
  @Property({ type: 'integer', default: 0 })
  publicMessageCount: number = 0;

  @Property({ type: 'integer', default: 0 })
  messageCount: number = 0;

  @Property({ type: 'datetime', length: 3 })
  lastPublicMessageAt!: Date;

  @Property({ type: 'datetime', length: 3 })
  lastMessageAt!: Date;

  /** When the customer asked not to be asked for feedback again. */
  @Property({ type: 'datetime', length: 3, nullable: true })
  feedbackDeclinedAt: Opt<Date> | null = null;

  /** Until when a customer is not asked for feedback on a settled ticket; null where nothing holds the question back. */
  @Property({ type: 'datetime', length: 3, nullable: true })
  feedbackHeldUntil: Opt<Date> | null = null;

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;

  /** A pair as well; `aboutTicket` and `touchTicket` say what moves them. */
  @Property({ type: 'datetime', length: 3, defaultRaw: 'now()' })
  publicUpdatedAt!: Date;

  @Property({ type: 'datetime', length: 3 })
  updatedAt!: Date;

  /** Incremented with everything that staff can see, as `updatedAt` is moved. */
  @Property({ type: 'integer', default: 1 })
  version: Opt<number> = 1;
}
