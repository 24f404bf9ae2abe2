import type { RequiredEntityData } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import { hashPassword } from '../access/passwords.ts';
import { UserRole } from '../access/viewer.ts';
import type { AttachmentSettings } from '../attachments/attachment-settings.entity.ts';
import type { CategoryRow } from '../categories/category.entity.ts';
import type { Customer } from '../customers/customer.entity.ts';
import type { Tenant } from '../tenants/tenant.entity.ts';
import type { TeamMemberRow, TeamRow } from '../teams/team.entity.ts';
import type { UserRow } from '../users/user.entity.ts';
import { CallRequestStatus } from '../call-requests/call-request.entity.ts';
import type { CustomerCounter, TenantCounter } from '../events/event.entity.ts';
import type { FeedbackRow } from '../feedback/feedback.entity.ts';
import type { MessageRow } from '../messages/message.entity.ts';
import {
  TicketPriority,
  TicketStatus,
  TicketType,
  TicketWaitingFor,
  type TicketRow,
} from '../tickets/ticket.entity.ts';
import { makeHours, makeCall, seatOf } from './call-rows.ts';
import type { DemoCustomer, DemoTenant, DemoTicket } from './content.ts';
import { dateOf } from './relative-time.ts';
import { makeTicketFields } from './ticket-field-rows.ts';

const firstTicketNumber = 1001;
const foundedAt = '400d 09:00';
/** Between the last message of a ticket and the change of its status. */
const statusDelayMs = 40_000;
const timeZone = 'Asia/Dhaka';

export const emailOf = (login: string, { slug }: DemoTenant) => `${login}@${slug}.example`;

/** Everything a tenant of the demo has, as rows in the order in which they can be inserted. */
export async function makeRows(content: DemoTenant, password: string, now: Date) {
  const createdAt = dateOf(foundedAt, now);
  const tenant = {
    id: idAt(createdAt),
    slug: content.slug,
    name: content.name,
    domain: null,
    demo: true,
    createdAt,
  } satisfies RequiredEntityData<Tenant>;
  const tenantId = tenant.id;
  const openingHours = makeHours(content.hours, tenantId, now);
  const customers = content.customers.map((customer) => makeCustomer(customer, content, tenantId, now));
  const users = await makeUsers(content, tenant, customers, password);
  const userOf = (login: string) => users.find(({ email }) => email === emailOf(login, content))!;
  const categories = content.categories.map(({ en, bn, archived = false }, index) => ({
    id: idAt(createdAt),
    tenantId,
    names: [
      { locale: 'bn', text: bn },
      { locale: 'en', text: en },
    ],
    position: index + 1,
    archived,
  })) satisfies RequiredEntityData<CategoryRow>[];
  const categoryOf = (name: string) => categories[content.categories.findIndex(({ en }) => en === name)]!;
  const teams = content.teams.map(
    ({ name }) => ({ id: idAt(createdAt), tenantId, name, createdAt }) satisfies RequiredEntityData<TeamRow>,
  );
  const teamOf = (name: string) => teams.find((team) => team.name === name)!;
  const conversations = makeConversations(content.customers, { userOf, categoryOf, teamOf }, now);
  const tickets = conversations.map(({ ticket }) => ticket);
  const ticketOf = (title: string) => tickets.find((ticket) => ticket.title === title)!;
  const calls = content.calls.map((call) => makeCall(call, { hours: openingHours, tenantId, userOf, ticketOf }, now));

  return {
    tenant,
    openingHours,
    attachmentSettings: { tenantId } satisfies RequiredEntityData<AttachmentSettings>,
    tenantCounter: {
      tenantId,
      lastTicket: firstTicketNumber + tickets.length - 1,
      lastEvent: '0',
    } satisfies RequiredEntityData<TenantCounter>,
    customers,
    customerCounters: customers.map(
      ({ id }) => ({ customerId: id, tenantId, lastEvent: '0' }) satisfies RequiredEntityData<CustomerCounter>,
    ),
    users,
    categories,
    teams,
    teamMembers: content.teams.flatMap(({ name, members }) =>
      members.map(
        (login) =>
          ({ tenantId, teamId: teamOf(name).id, userId: userOf(login).id }) satisfies RequiredEntityData<TeamMemberRow>,
      ),
    ),
    tickets,
    ...makeTicketFields(content.ticketFields, tenantId, ticketOf),
    messages: conversations.flatMap(({ messages }) => messages),
    feedback: conversations.flatMap(({ feedback }) => feedback ?? []),
    calls,
    seats: calls.filter(({ status }) => status === CallRequestStatus.SCHEDULED).map(seatOf),
  };
}

type CustomerFields = ReturnType<typeof makeCustomer>;

function makeCustomer(
  { login, name, phone, locale, since }: DemoCustomer,
  content: DemoTenant,
  tenantId: string,
  now: Date,
) {
  const createdAt = dateOf(since, now);
  const email = emailOf(login, content);
  return {
    id: idAt(createdAt),
    tenantId,
    name,
    email,
    phone,
    locale,
    timeZone,
    createdAt,
    updatedAt: createdAt,
  } satisfies RequiredEntityData<Customer>;
}

/** The staff, and one user per customer. */
function makeUsers(
  content: DemoTenant,
  tenant: { id: string; createdAt: Date },
  customers: CustomerFields[],
  password: string,
) {
  const makeUser = async (login: string, name: string, role: UserRole, customer: CustomerFields | null) => {
    const createdAt = customer?.createdAt ?? tenant.createdAt;
    return {
      id: idAt(createdAt),
      tenantId: tenant.id,
      customerId: customer?.id ?? null,
      role,
      name,
      email: emailOf(login, content),
      phone: customer?.phone ?? null,
      locale: customer?.locale ?? 'en',
      timeZone,
      passwordHash: await hashPassword(password),
      deactivatedAt: null,
      createdAt,
    } satisfies RequiredEntityData<UserRow>;
  };
  return Promise.all([
    ...content.staff.map(({ login, name, role }) => makeUser(login, name, UserRole[role], null)),
    ...content.customers.map(({ login, name }, index) => makeUser(login, name, UserRole.CUSTOMER, customers[index]!)),
  ]);
}

interface Creator {
  id: string;
  tenantId: string;
  customerId: string | null;
}

/** What tickets refer to, by login and by English name. */
interface Referred {
  userOf: (login: string) => Creator;
  teamOf: (name: string) => { id: string };
  categoryOf: (name: string) => { id: string };
}

/** Tickets are numbered in the order in which they were opened. */
function makeConversations(customers: DemoCustomer[], referred: Referred, now: Date) {
  const openedAt = ({ thread }: DemoTicket) => dateOf(thread[0].at, now).getTime();
  return customers
    .flatMap(({ login, tickets }) => tickets.map((ticket) => ({ login, ticket })))
    .toSorted((one, other) => openedAt(one.ticket) - openedAt(other.ticket))
    .map(({ login, ticket }, index) =>
      makeConversation(ticket, firstTicketNumber + index, referred.userOf(login), referred, now),
    );
}

function makeConversation(
  content: DemoTicket,
  number: number,
  creator: Creator,
  { userOf, categoryOf, teamOf }: Referred,
  now: Date,
) {
  const createdAt = dateOf(content.thread[0].at, now);
  const owner = { tenantId: creator.tenantId, customerId: creator.customerId! };
  const ticketId = idAt(createdAt);
  const messages = content.thread.map(({ author, at, body, internal }) => {
    const writtenAt = dateOf(at, now);
    return {
      ...owner,
      id: idAt(writtenAt),
      ticketId,
      authorId: author === null ? creator.id : userOf(author).id,
      body,
      internal,
      idempotencyKey: null,
      createdAt: writtenAt,
    } satisfies RequiredEntityData<MessageRow>;
  });
  const publicMessages = messages.filter(({ internal }) => !internal);
  const lastPublicMessageAt = publicMessages.at(-1)!.createdAt;
  const statusChangedAt = content.statusChangedAt
    ? dateOf(content.statusChangedAt, now)
    : new Date(lastPublicMessageAt.getTime() + statusDelayMs);
  const isAnswered = publicMessages.at(-1)!.authorId !== creator.id;
  const publicUpdatedAt = content.status === 'OPEN' ? lastPublicMessageAt : statusChangedAt;
  const ticket = {
    ...owner,
    id: ticketId,
    number,
    title: content.title,
    status: TicketStatus[content.status],
    waitingFor: isAnswered || content.status === 'PENDING' ? TicketWaitingFor.CUSTOMER : TicketWaitingFor.STAFF,
    priority: TicketPriority[content.priority],
    type: TicketType[content.type],
    categoryId: content.category ? categoryOf(content.category).id : null,
    assigneeId: content.assignee ? userOf(content.assignee).id : null,
    teamId: content.team ? teamOf(content.team).id : null,
    createdById: creator.id,
    idempotencyKey: null,
    publicMessageCount: publicMessages.length,
    messageCount: messages.length,
    lastPublicMessageAt,
    lastMessageAt: messages.at(-1)!.createdAt,
    createdAt,
    publicUpdatedAt,
    updatedAt: latest(publicUpdatedAt, messages.at(-1)!.createdAt),
  } satisfies RequiredEntityData<TicketRow>;
  const lastToAnswer = publicMessages.findLast(({ authorId }) => authorId !== creator.id);
  const agentId = ticket.assigneeId ?? lastToAnswer?.authorId ?? null;
  return { ticket, messages, feedback: makeFeedback(content, ticket, agentId, now) };
}

function makeFeedback(
  { feedback }: DemoTicket,
  { id, tenantId, customerId, createdById }: { id: string; tenantId: string; customerId: string; createdById: string },
  agentId: string | null,
  now: Date,
) {
  if (!feedback) return undefined;
  const createdAt = dateOf(feedback.at, now);
  return {
    id: idAt(createdAt),
    tenantId,
    customerId,
    ticketId: id,
    authorId: createdById,
    agentId,
    rating: feedback.rating,
    comment: feedback.comment ?? null,
    createdAt,
    updatedAt: createdAt,
  } satisfies RequiredEntityData<FeedbackRow>;
}

const latest = (...times: Date[]) => new Date(Math.max(...times.map(Number)));

const idAt = (time: Date) => v7({ msecs: time.getTime() });
