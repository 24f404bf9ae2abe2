import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { GraphQLResolveInfo } from 'graphql';
import { v7 as uuid } from 'uuid';
import { UserRole, isStaff, type Viewer } from '../access/viewer.ts';
import { findCategoryFor } from '../categories/category.service.ts';
import { findCustomerFor } from '../customers/customer-for.ts';
import { UserRow } from '../users/user.entity.ts';
import { claim, distinctIds, hasClaimed, lockUnclaimed } from '../attachments/claim.ts';
import { handOverCalls } from '../call-requests/handover.ts';
import type { RequestContext } from '../context.ts';
import { planFeedback } from '../feedback/feedback-ask.ts';
import { isUuid } from '../database/uuid.ts';
import { columnsOf, type Columns } from '../reads/columns.ts';
import { allOf, identified, identifiedAmong, within } from '../reads/conditions.ts';
import { badArgument } from '../reads/connection.ts';
import type { Condition, Parameter } from '../reads/read-statement.ts';
import { laterThanLast, milliseconds } from '../events/change-time.ts';
import type { FieldChange } from '../events/event-row.ts';
import { differences, stateOf } from '../events/field-changes.ts';
import { record, type Actor } from '../events/record.ts';
import { containing, readSearchText, withFinish } from '../reads/search-text.ts';
import { findTeam } from '../teams/find-team.ts';
import { anyTeamOf } from '../teams/teams-of.ts';
import { catchUpBefore } from '../ticket-search/index-tickets.ts';
import { readSearch, searchExpressions } from '../ticket-search/search-tickets.ts';
import { idempotencyConflict, isSameRequest, writeOnce } from '../writes/idempotency.ts';
import { toSingleLine, toText } from '#shared/text.ts';
import { checkFieldFilters, havingValues } from '../ticket-fields/ticket-field-filter.ts';
import {
  hasValues,
  readChangedValues,
  readNewValues,
  toFieldChanges,
  writeValues,
  type ValueChange,
} from '../ticket-fields/ticket-field-values.ts';
import { UserErrorCode, UserInputError, forbidden, notFound, wrongState } from '../graphql/user-error.ts';
import { firstMessage } from '../messages/message.emails.ts';
import { MessageRow } from '../messages/message.entity.ts';
import {
  TicketAssignment,
  maximumAssignees,
  maximumCategories,
  type TicketCreateInput,
  type TicketFilter,
  type TicketUpdateInput,
  type TicketsArgs,
} from './ticket.contract.ts';
import { TicketPriority, TicketRow, TicketStatus } from './ticket.entity.ts';
import {
  aboutTicket,
  ticketAssigned,
  ticketAssignedToTeam,
  ticketCreated,
  ticketEdited,
  ticketStatusChanged,
} from './ticket.events.ts';
import { canClose, canReopen, canUpdate, isWorkedOn, waitingAfterStatus, workedOnStatuses } from './ticket.policy.ts';
import { isBeingWorkedOn, isWaitingFor } from './ticket-queues.reads.ts';
import { foundTicketReads, ticketsByRelevance } from './found-ticket.reads.ts';
import { ticketOrder, ticketReads, updatedAt } from './ticket.reads.ts';

/** The tickets the viewer may see. Throws UNAUTHENTICATED, BAD_USER_INPUT. */
export async function readTickets(
  context: RequestContext,
  { filter, sort, ...page }: TicketsArgs,
  info: GraphQLResolveInfo,
) {
  const viewer = context.signedIn;
  const text = readSearchText(filter?.search, 'filter.search');
  const wanted = readSearch(withFinish(text, filter?.search));
  const chosen = among(filter ?? {}, viewer);
  if (wanted.length === 0) {
    const where = text ? havingSigns(text, chosen) : chosen;
    return context.page(ticketReads, { page, order: ticketOrder(sort), where }, info);
  }
  await catchUpBefore(context);
  const expressions = searchExpressions(wanted, viewer, { fuzzy: context.portal.trigrams });
  const order = sort ? ticketOrder(sort) : ticketsByRelevance;
  return context.page(foundTicketReads(wanted), { page, order, where: chosen, with: expressions }, info);
}

/** Opens a ticket for the viewer's customer, or as staff for one. Answers with its id. */
export async function createTicket(context: RequestContext, input: TicketCreateInput): Promise<{ ticketId: string }> {
  const viewer = context.signedIn;
  const opening = {
    title: toSingleLine(input.title),
    type: input.type,
    categoryId: input.categoryId?.toLowerCase() ?? null,
  };
  const body = toText(input.description);
  const attachmentIds = distinctIds(input.attachmentIds);
  const idempotencyKey = input.idempotencyKey || null;
  const author = { createdById: viewer.userId, idempotencyKey };
  return writeOnce(context, TicketRow, author, async (entityManager, existing) => {
    const customerId = await findCustomerFor(entityManager, viewer, input.customerId);
    const values = await readNewValues(entityManager, input.fields, { complete: !isStaff(viewer) });
    if (existing) {
      const first = await firstMessage(entityManager, existing.id);
      // its title and its fields may have been changed since
      const sameOpening =
        existing.version > 1 ||
        (isSameRequest(opening, existing) && (await hasValues(entityManager, existing.id, values)));
      const same = sameOpening && existing.customerId === customerId && first.body === body;
      if (!same || !(await hasClaimed(entityManager, first, attachmentIds))) throw idempotencyConflict();
      return { ticketId: existing.id };
    }
    const categoryId = await findCategoryFor(entityManager, viewer, opening.categoryId);
    const attachments = await lockUnclaimed(context, entityManager, attachmentIds);
    const { number, at } = await nextTicketNumber(entityManager, viewer.tenantId);
    const ticket = entityManager.create(TicketRow, {
      ...opening,
      ...author,
      id: uuid(),
      tenantId: viewer.tenantId,
      customerId,
      categoryId,
      number,
      status: TicketStatus.OPEN,
      priority: input.priority,
      assigneeId: null,
      messageCount: 1,
      publicMessageCount: 1,
      lastMessageAt: at,
      lastPublicMessageAt: at,
      createdAt: at,
      publicUpdatedAt: at,
      updatedAt: at,
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
      createdAt: at,
    });
    claim(attachments, message);
    writeValues(entityManager, ticket, values);
    await record(entityManager, ticketCreated, { ...aboutTicket(ticket, viewer), subjectId: message.id, at });
    return { ticketId: ticket.id };
  });
}

/** Changes the fields of a ticket. Staff only. */
export function updateTicket(
  context: RequestContext,
  id: string,
  input: TicketUpdateInput,
): Promise<{ ticketId: string }> {
  return changeTicket(context, id, async (ticket, entityManager) => {
    if (!canUpdate(context.viewer!)) throw forbidden('Only staff can change a ticket.');
    const { title, type, categoryId, status, priority, assigneeId, teamId, version } = input;
    const values = await readChangedValues(entityManager, ticket.id, input.fields);
    const changes = {
      ...(title != null && { title: toSingleLine(title) }),
      ...(type && { type }),
      ...(categoryId !== undefined && {
        categoryId: await findCategoryFor(entityManager, context.signedIn, categoryId, ticket.categoryId),
      }),
      ...(status && { status }),
      ...(priority && { priority }),
      ...(assigneeId !== undefined && {
        assigneeId: await findAssignee(entityManager, assigneeId, 'input.assigneeId'),
      }),
      ...(teamId !== undefined && { teamId: await findTeam(entityManager, teamId, 'input.teamId') }),
    };
    // repeating one's own last change is no conflict
    const changesNothing = values.length === 0 && isSameRequest(changes, ticket);
    if (version != null && version !== ticket.version && !changesNothing) throw newerVersion(ticket);
    return { ...changes, values };
  });
}

/** Closes a ticket: nothing is added until it is reopened. */
export function closeTicket(context: RequestContext, id: string): Promise<{ ticketId: string }> {
  return changeTicket(context, id, async (ticket) => {
    if (!canClose(context.viewer!, ticket)) throw wrongState('The ticket is already closed.');
    return { status: TicketStatus.CLOSED };
  });
}

/** Opens a resolved or closed ticket again. */
export function reopenTicket(context: RequestContext, id: string): Promise<{ ticketId: string }> {
  return changeTicket(context, id, async (ticket) => {
    if (!canReopen(context.viewer!, ticket)) throw wrongState('Only a resolved or closed ticket can be reopened.');
    return { status: TicketStatus.OPEN };
  });
}

/** The ticket in this scope, locked until the end of the transaction. Fails with NOT_FOUND on `field`. */
export async function lockTicket(entityManager: EntityManager, id: string, field: string): Promise<TicketRow> {
  const ticket = isUuid(id) && (await entityManager.findOne(TicketRow, id, { lockMode: LockMode.PESSIMISTIC_WRITE }));
  if (!ticket) throw notFound('Ticket', field);
  return ticket;
}

/** Records and sets the status, if it is another one; silently where a message of the same transaction notifies. */
export async function setStatus(
  entityManager: EntityManager,
  ticket: TicketRow,
  to: TicketStatus,
  actor: Actor,
  { silent }: { silent: boolean },
): Promise<void> {
  const from = ticket.status;
  if (from === to) return;
  const changes = [{ field: 'status', from, to }];
  const facts = { ...aboutTicket(ticket, actor), from, to, changes, silent };
  const at = await record(entityManager, ticketStatusChanged, facts);
  ticket.status = to;
  const turn = waitingAfterStatus(to);
  if (turn) ticket.waitingFor = turn;
  await planFeedback(entityManager, ticket, from, at);
  touchTicket(ticket, at);
}

async function edit(
  entityManager: EntityManager,
  ticket: TicketRow,
  edits: Partial<Pick<TicketRow, (typeof editedFields)[number]>>,
  values: ValueChange[],
  actor: Actor,
): Promise<void> {
  const changes = differences(editedFields, ticket, { ...stateOf(editedFields, ticket), ...edits }, (value, field) => {
    if (field === 'priority') return TicketPriority[value as TicketPriority];
    // what people wrote is not kept in events
    return field === 'title' ? null : (value as string | null);
  }).map((change) => (change.field === 'categoryId' ? { ...change, field: 'category' } : change));
  const [internal, open] = [true, false].map((side) => values.filter(({ field }) => field.internal === side));
  await recordEdit(entityManager, ticket, actor, [...changes, ...toFieldChanges(open!)]);
  await recordEdit(entityManager, ticket, actor, toFieldChanges(internal!), { internal: true });
  Object.assign(ticket, edits);
  writeValues(entityManager, ticket, values);
}

async function recordEdit(
  entityManager: EntityManager,
  ticket: TicketRow,
  actor: Actor,
  changes: FieldChange[],
  { internal = false } = {},
): Promise<void> {
  if (changes.length === 0) return;
  const at = await record(entityManager, ticketEdited, { ...aboutTicket(ticket, actor), changes, internal });
  touchTicket(ticket, at, { internal });
}

/** Records and sets the assignee, if it is another one; calls about the ticket go along. */
export async function assignTicket(
  entityManager: EntityManager,
  ticket: TicketRow,
  to: string | null,
  actor: Actor,
): Promise<void> {
  const from = ticket.assigneeId;
  if (to === from) return;
  // set first, since the assignee is whom `record` notifies
  ticket.assigneeId = to;
  const changes = [{ field: 'assignee', from, to }];
  touchTicket(ticket, await record(entityManager, ticketAssigned, { ...aboutTicket(ticket, actor), changes }));
  await handOverCalls(entityManager, ticket.id, actor);
}

/** Records and sets the team, if it is another one; whoever works on the ticket goes on. */
export async function assignToTeam(
  entityManager: EntityManager,
  ticket: TicketRow,
  to: string | null,
  actor: Actor,
): Promise<void> {
  const from = ticket.teamId;
  if (to === from) return;
  // set first, since its members are whom `record` notifies
  ticket.teamId = to;
  const changes = [{ field: 'team', from, to }];
  // customers never see teams
  const facts = { ...aboutTicket(ticket, actor), changes, internal: true, silent: false };
  touchTicket(ticket, await record(entityManager, ticketAssignedToTeam, facts), { internal: true });
  if (!ticket.assigneeId) await handOverCalls(entityManager, ticket.id, actor);
}

/** Something has been added to the ticket or changed of it: for everybody, or for staff alone. */
export function touchTicket(ticket: TicketRow, at: Date, { internal = false } = {}): void {
  ticket.version += 1;
  ticket.updatedAt = at;
  if (!internal) ticket.publicUpdatedAt = at;
}

function newerVersion({ id, version }: TicketRow): UserInputError {
  const message = `The ticket has changed meanwhile. It is now at version ${version}.`;
  const error = new UserInputError(UserErrorCode.CONFLICT, message, 'input.version');
  error.payloadExtras = { ticketId: id };
  return error;
}

/** Fields that change without anything else following from it. */
const editedFields = ['title', 'type', 'categoryId', 'priority'] as const;

type TicketChanges = Partial<Pick<TicketRow, 'status' | 'assigneeId' | 'teamId' | (typeof editedFields)[number]>> & {
  values?: ValueChange[];
};

function changeTicket(
  context: RequestContext,
  id: string,
  change: (ticket: TicketRow, entityManager: EntityManager) => Promise<TicketChanges>,
): Promise<{ ticketId: string }> {
  return context.write(async (entityManager) => {
    const ticket = await lockTicket(entityManager, id, 'id');
    const { status = ticket.status, assigneeId, teamId, values = [], ...edits } = await change(ticket, entityManager);
    await edit(entityManager, ticket, edits, values, context.signedIn);
    if (teamId !== undefined) await assignToTeam(entityManager, ticket, teamId, context.signedIn);
    if (assigneeId !== undefined) await assignTicket(entityManager, ticket, assigneeId, context.signedIn);
    const stillOpen = [ticket.status, status].every((each) => isWorkedOn(each));
    await setStatus(entityManager, ticket, status, context.signedIn, { silent: stillOpen });
    return { ticketId: ticket.id };
  });
}

/** Somebody to whom tickets can be assigned, or nobody. Fails with NOT_FOUND on `field`. */
export async function findAssignee(
  entityManager: EntityManager,
  id: string | null,
  field: string,
): Promise<string | null> {
  if (id === null) return null;
  const staff = { id, role: { $ne: UserRole.CUSTOMER }, deactivatedAt: null };
  if (!isUuid(id) || (await entityManager.count(UserRow, staff)) === 0) throw notFound('Agent', field);
  return id;
}

/** Number and time of a new ticket, both later than those of every other ticket of the tenant. */
async function nextTicketNumber(entityManager: EntityManager, tenantId: string): Promise<{ number: number; at: Date }> {
  const [counter] = await entityManager.execute<{ number: number; at: number }[]>(
    `update tenant_counter set last_ticket = last_ticket + 1, last_change_at = ${laterThanLast}
     where tenant_id = ? returning last_ticket as number, ${milliseconds} as at`,
    [tenantId],
  );
  return { number: counter!.number, at: new Date(counter!.at) };
}

const message = columnsOf(MessageRow);

function among(filter: TicketFilter, viewer: Viewer): Condition<TicketRow> {
  const { assignment, assigneeId, categoryIds, teamIds, customerId, status, priority, waitingFor, type } = filter;
  if (assigneeId && assigneeId.length > maximumAssignees)
    throw badArgument('filter.assigneeId', `must be at most ${maximumAssignees} ids`);
  if (teamIds && teamIds.length > maximumAssignees)
    throw badArgument('filter.teamIds', `must be at most ${maximumAssignees} ids`);
  const fields = filter.fields ?? [];
  checkFieldFilters(fields);
  if (categoryIds && categoryIds.length > maximumCategories)
    throw badArgument('filter.categoryIds', `must be at most ${maximumCategories} ids`);
  return (ticket, parameter) => {
    const conditions = [
      ...identified(ticket.customerId, customerId, parameter),
      ...identifiedAmong(ticket.assigneeId, assigneeId, parameter),
      ...identifiedAmong(ticket.categoryId, categoryIds, parameter),
      ...identifiedAmong(ticket.teamId, teamIds, parameter),
      ...havingValues(ticket.id, fields, parameter),
      ...within(ticket.createdAt, filter.createdAt, parameter),
      ...within(updatedAt.sql(ticket, viewer), filter.updatedAt, parameter),
    ];
    // customers never see teams
    if (teamIds?.length && !isStaff(viewer)) conditions.push('false');
    if (assignment === TicketAssignment.UNASSIGNED) conditions.push(`${ticket.assigneeId} is null`);
    if (assignment === TicketAssignment.MINE)
      conditions.push(`${ticket.assigneeId} = ${parameter(viewer.userId, 'uuid')}`);
    if (assignment === TicketAssignment.MY_TEAMS)
      conditions.push(`${ticket.teamId} = ${anyTeamOf(parameter(viewer.userId, 'uuid'))}`);
    if (status?.length) conditions.push(hasStatus(ticket, status, parameter));
    if (waitingFor) conditions.push(isWaitingFor(ticket, parameter(waitingFor, 'text')));
    if (priority?.length) conditions.push(`${ticket.priority} = any(${parameter(priority, 'smallint[]')})`);
    if (type?.length) conditions.push(`${ticket.type} = any(${parameter(type, 'text[]')})`);
    return allOf(conditions);
  };
}

function hasStatus(ticket: Columns<TicketRow>, status: TicketStatus[], parameter: Parameter): string {
  const chosen = new Set(status);
  if (chosen.size === 1) return `${ticket.status} = ${parameter(status[0], 'text')}`;
  if (chosen.size === workedOnStatuses.length && status.every(isWorkedOn)) return isBeingWorkedOn(ticket);
  return `${ticket.status} = any(${parameter(status, 'text[]')})`;
}

/** Signs are in no index of words: of the tickets that changed last, those that are chosen and have them. */
const havingSigns =
  (signs: string, chosen: Condition<TicketRow>): Condition<TicketRow> =>
  (ticket, parameter) => {
    const pattern = parameter(containing(signs), 'text');
    return (
      `${chosen(ticket, parameter)} and ` +
      `${ticket.id} in (select id from ticket order by updated_at desc limit ${lookedThrough}) and ` +
      `(${ticket.title} ilike ${pattern} or exists (select from ${message.$name} ` +
      `where ${message.ticketId} = ${ticket.id} and ${message.body} ilike ${pattern}))`
    );
  };

const lookedThrough = 1_000;
