import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { GraphQLResolveInfo } from 'graphql';
import { v7 as uuid } from 'uuid';
import { UserRole, type Viewer } from '../access/viewer.ts';
import { UserRow } from '../users/user.entity.ts';
import { claim, distinctIds, hasClaimed, lockUnclaimed } from '../attachments/claim.ts';
import type { RequestContext } from '../context.ts';
import { isUuid } from '../database/uuid.ts';
import { columnsOf } from '../reads/columns.ts';
import type { Condition } from '../reads/read-statement.ts';
import { record } from '../events/record.ts';
import { badArgument } from '../reads/connection.ts';
import { idempotencyConflict, isSameRequest, writeOnce } from '../writes/idempotency.ts';
import { textLimits } from '#shared/limits.ts';
import { isTooLong, toSingleLine, toText } from '#shared/text.ts';
import { forbidden, notFound, wrongState } from '../graphql/user-error.ts';
import { MessageRow } from '../messages/message.entity.ts';
import {
  TicketAssignment,
  type TicketCreateInput,
  type TicketFilter,
  type TicketUpdateInput,
  type TicketsArgs,
} from './ticket.contract.ts';
import { TicketRow, TicketStatus } from './ticket.entity.ts';
import { aboutTicket, ticketCreated, ticketStatusChanged } from './ticket.events.ts';
import { canClose, canReopen, canUpdate, isWorkedOn } from './ticket.policy.ts';
import { ticketOrder, ticketReads } from './ticket.reads.ts';

/** The tickets the viewer may see. Throws UNAUTHENTICATED, BAD_USER_INPUT. */
export function readTickets(context: RequestContext, { filter, sort, ...page }: TicketsArgs, info: GraphQLResolveInfo) {
  return context.page(
    ticketReads,
    { page, order: ticketOrder(sort), where: matching(filter ?? {}, context.signedIn.userId) },
    info,
  );
}

/** Opens a ticket for the viewer's customer. Answers with its id. */
export async function createTicket(context: RequestContext, input: TicketCreateInput): Promise<{ ticketId: string }> {
  const viewer = context.signedIn;
  const { customerId } = viewer;
  if (customerId === null) throw forbidden('Only customers can open tickets.');
  const opening = {
    title: toSingleLine(input.title),
    type: input.type,
    category: toSingleLine(input.category ?? '') || null,
  };
  const body = toText(input.description);
  const attachmentIds = distinctIds(input.attachmentIds);
  const idempotencyKey = input.idempotencyKey || null;
  const author = { createdById: viewer.userId, idempotencyKey };
  return writeOnce(context, TicketRow, author, async (entityManager, existing) => {
    if (existing) {
      const first = await firstMessage(entityManager, existing);
      const same = isSameRequest(opening, existing) && first.body === body;
      if (!same || !(await hasClaimed(entityManager, first, attachmentIds))) throw idempotencyConflict();
      return { ticketId: existing.id };
    }
    const attachments = await lockUnclaimed(context, entityManager, attachmentIds);
    const now = new Date();
    const ticket = entityManager.create(TicketRow, {
      ...opening,
      ...author,
      id: uuid(),
      tenantId: viewer.tenantId,
      customerId,
      number: await nextTicketNumber(entityManager, viewer.tenantId),
      status: TicketStatus.OPEN,
      priority: input.priority,
      assigneeId: null,
      messageCount: 1,
      publicMessageCount: 1,
      lastMessageAt: now,
      lastPublicMessageAt: now,
      createdAt: now,
      updatedAt: now,
    });
    await entityManager.flush();
    const message = entityManager.create(MessageRow, {
      id: uuid(),
      tenantId: ticket.tenantId,
      customerId: ticket.customerId,
      ticketId: ticket.id,
      authorId: viewer.userId,
      body,
      internal: false,
      idempotencyKey: null,
      createdAt: now,
    });
    claim(attachments, message);
    await record(entityManager, ticketCreated, { ...aboutTicket(ticket, viewer), subjectId: message.id });
    return { ticketId: ticket.id };
  });
}

/** Changes status, priority and assignee. Staff only. */
export function updateTicket(
  context: RequestContext,
  id: string,
  input: TicketUpdateInput,
): Promise<{ ticketId: string }> {
  return changeTicket(context, id, async (ticket, entityManager) => {
    if (!canUpdate(context.viewer!))
      throw forbidden('Only staff can change the status, priority or assignee of a ticket.');
    if (input.assigneeId !== undefined) ticket.assigneeId = await findAssignee(entityManager, input.assigneeId);
    if (input.priority) ticket.priority = input.priority;
    return input.status ?? ticket.status;
  });
}

/** Closes a ticket: nothing is added until it is reopened. */
export function closeTicket(context: RequestContext, id: string): Promise<{ ticketId: string }> {
  return changeTicket(context, id, async (ticket) => {
    if (!canClose(context.viewer!, ticket)) throw wrongState('The ticket is already closed.');
    return TicketStatus.CLOSED;
  });
}

/** Opens a resolved or closed ticket again. */
export function reopenTicket(context: RequestContext, id: string): Promise<{ ticketId: string }> {
  return changeTicket(context, id, async (ticket) => {
    if (!canReopen(context.viewer!, ticket)) throw wrongState('Only a resolved or closed ticket can be reopened.');
    return TicketStatus.OPEN;
  });
}

/** The ticket in this scope, locked until the end of the transaction. Fails with NOT_FOUND on `field`. */
export async function lockTicket(entityManager: EntityManager, id: string, field: string): Promise<TicketRow> {
  const ticket = isUuid(id) && (await entityManager.findOne(TicketRow, id, { lockMode: LockMode.PESSIMISTIC_WRITE }));
  if (!ticket) throw notFound('Ticket', field);
  return ticket;
}

/** Sets and records the status, if it is another one; silently where a message of the same transaction notifies. */
export async function setStatus(
  entityManager: EntityManager,
  ticket: TicketRow,
  to: TicketStatus,
  actor: Viewer,
  { silent }: { silent: boolean },
): Promise<void> {
  const from = ticket.status;
  if (from === to) return;
  ticket.status = to;
  await record(entityManager, ticketStatusChanged, { ...aboutTicket(ticket, actor), from, to, silent });
}

function changeTicket(
  context: RequestContext,
  id: string,
  change: (ticket: TicketRow, entityManager: EntityManager) => Promise<TicketStatus>,
): Promise<{ ticketId: string }> {
  return context.write(async (entityManager) => {
    const ticket = await lockTicket(entityManager, id, 'id');
    const status = await change(ticket, entityManager);
    ticket.updatedAt = new Date();
    const stillOpen = [ticket.status, status].every((each) => isWorkedOn(each));
    await setStatus(entityManager, ticket, status, context.signedIn, { silent: stillOpen });
    return { ticketId: ticket.id };
  });
}

async function findAssignee(entityManager: EntityManager, id: string | null): Promise<string | null> {
  if (id === null) return null;
  const staff = { id, role: { $ne: UserRole.CUSTOMER }, deactivatedAt: null };
  if (!isUuid(id) || (await entityManager.count(UserRow, staff)) === 0) throw notFound('Agent', 'input.assigneeId');
  return id;
}

const firstMessage = (entityManager: EntityManager, { id }: TicketRow) =>
  entityManager.findOneOrFail(MessageRow, { ticketId: id }, { orderBy: { createdAt: 'asc' } });

async function nextTicketNumber(entityManager: EntityManager, tenantId: string): Promise<number> {
  const [counter] = await entityManager.execute<{ number: number }[]>(
    'update tenant_counter set last_ticket = last_ticket + 1 where tenant_id = ? returning last_ticket as number',
    [tenantId],
  );
  return counter!.number;
}

const message = columnsOf(MessageRow);

function matching({ assignment, status, priority, text }: TicketFilter, viewerId: string): Condition<TicketRow> {
  const searched = toSingleLine(text ?? '');
  if (isTooLong(searched, textLimits.search))
    throw badArgument('filter.text', `must have at most ${textLimits.search} characters`);
  return (ticket, parameter) => {
    const conditions: string[] = [];
    if (assignment === TicketAssignment.UNASSIGNED) conditions.push(`${ticket.assigneeId} is null`);
    if (assignment === TicketAssignment.MINE) conditions.push(`${ticket.assigneeId} = ${parameter(viewerId, 'uuid')}`);
    if (status?.length === 1) conditions.push(`${ticket.status} = ${parameter(status[0], 'text')}`);
    else if (status?.length) conditions.push(`${ticket.status} = any(${parameter(status, 'text[]')})`);
    if (priority?.length) conditions.push(`${ticket.priority} = any(${parameter(priority, 'smallint[]')})`);
    if (searched) {
      const pattern = parameter(`%${searched.replace(/[\\%_]/g, '\\$&')}%`, 'text');
      const number = /^#?(\d{1,9})$/.exec(searched)?.[1];
      conditions.push(
        `(${ticket.title} ilike ${pattern}` +
          ` or exists (select from ${message.$name} where ${message.ticketId} = ${ticket.id} and ${message.body} ilike ${pattern})` +
          (number ? ` or ${ticket.number} = ${parameter(Number(number), 'integer')})` : ')'),
      );
    }
    return conditions.join(' and ') || 'true';
  };
}
