import type { RequiredEntityData } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import { hashPassword } from '../access/passwords.ts';
import { UserRole } from '../access/viewer.ts';
import type { Locale } from '#shared/locale.ts';
import type { Customer } from '../customers/customer.entity.ts';
import type { Tenant } from '../tenants/tenant.entity.ts';
import type { UserRow } from '../users/user.entity.ts';
import { CallRequestStatus } from '../call-requests/call-request.entity.ts';
import type { CustomerCounter, TenantCounter } from '../events/event.entity.ts';
import type { FeedbackRow } from '../feedback/feedback.entity.ts';
import type { MessageRow } from '../messages/message.entity.ts';
import { TicketPriority, TicketStatus, TicketType, type TicketRow } from '../tickets/ticket.entity.ts';
import { hoursColumns, makeCall, placeOf } from './call-rows.ts';
import type { DemoCustomer, DemoTenant, DemoTicket } from './content.ts';
import { dateOf } from './moment.ts';

const firstTicketNumber = 1001;
const founded = '400d 09:00';
/** How long staff take from a last message to the status they give the ticket. */
const settlingTime = 40_000;

export const emailOf = (login: string, { slug }: DemoTenant) => `${login}@${slug}.example`;

/** Everything a tenant of the demo has, as rows in the order in which they can be inserted. */
export async function makeRows(content: DemoTenant, password: string, now: Date) {
  const foundedAt = dateOf(founded, now);
  const hours = hoursColumns(content.hours, now);
  const tenant = {
    id: idAt(foundedAt),
    slug: content.slug,
    name: content.name,
    domain: null,
    demo: true,
    ...hours,
    createdAt: foundedAt,
  } satisfies RequiredEntityData<Tenant>;

  const makeUser = async (
    login: string,
    name: string,
    role: UserRole,
    customer: { id: string; phone: string | null; locale: Locale } | null,
    createdAt: Date,
  ) =>
    ({
      id: idAt(createdAt),
      tenantId: tenant.id,
      customerId: customer?.id ?? null,
      role,
      name,
      email: emailOf(login, content),
      phone: customer?.phone ?? null,
      locale: customer?.locale ?? 'en',
      timeZone: 'Asia/Dhaka',
      passwordHash: await hashPassword(password),
      deactivatedAt: null,
      createdAt,
    }) satisfies RequiredEntityData<UserRow>;

  const customers = content.customers.map(
    ({ login, name, phone, locale, since }) =>
      ({
        id: idAt(dateOf(since, now)),
        tenantId: tenant.id,
        name,
        email: emailOf(login, content),
        phone,
        locale,
        timeZone: 'Asia/Dhaka',
        createdAt: dateOf(since, now),
      }) satisfies RequiredEntityData<Customer>,
  );
  const staff = await Promise.all(
    content.staff.map(({ login, name, role }) => makeUser(login, name, UserRole[role], null, foundedAt)),
  );
  const customerUsers = await Promise.all(
    content.customers.map(({ login, name }, index) => {
      const customer = customers[index]!;
      return makeUser(login, name, UserRole.CUSTOMER, customer, customer.createdAt);
    }),
  );
  const users = [...staff, ...customerUsers];
  const userOf = (login: string) => users.find(({ email }) => email === emailOf(login, content))!;

  const conversations = content.customers
    .flatMap((customer) => customer.tickets.map((ticket) => ({ customer, ticket })))
    .toSorted((one, other) => openedAt(one.ticket, now) - openedAt(other.ticket, now))
    .map((conversation, index) => makeConversation(conversation, firstTicketNumber + index, userOf, now));
  const tickets = conversations.map(({ ticket }) => ticket);
  const ticketOf = (title: string) => tickets.find((ticket) => ticket.title === title)!;
  const calls = content.calls.map((call) => makeCall(call, { hours, tenantId: tenant.id, userOf, ticketOf }, now));

  return {
    tenant,
    tenantCounter: {
      tenantId: tenant.id,
      lastTicket: firstTicketNumber + tickets.length - 1,
      lastEvent: '0',
    } satisfies RequiredEntityData<TenantCounter>,
    customers,
    customerCounters: customers.map(
      ({ id }) =>
        ({ customerId: id, tenantId: tenant.id, lastEvent: '0' }) satisfies RequiredEntityData<CustomerCounter>,
    ),
    users,
    tickets,
    messages: conversations.flatMap(({ messages }) => messages),
    feedback: conversations.flatMap(({ feedback }) => feedback ?? []),
    calls,
    places: calls.filter(({ status }) => status === CallRequestStatus.SCHEDULED).map(placeOf),
  };
}

interface KnownUser {
  id: string;
  tenantId: string;
  customerId: string | null;
}

function makeConversation(
  { customer, ticket: content }: { customer: DemoCustomer; ticket: DemoTicket },
  number: number,
  userOf: (login: string) => KnownUser,
  now: Date,
) {
  const creator = userOf(customer.login);
  const tenantId = creator.tenantId;
  const customerId = creator.customerId!;
  const createdAt = dateOf(content.thread[0].at, now);
  const id = idAt(createdAt);
  const messages = content.thread.map(
    ({ author, at, body, internal }) =>
      ({
        id: idAt(dateOf(at, now)),
        tenantId,
        customerId,
        ticketId: id,
        authorId: author === null ? creator.id : userOf(author).id,
        body,
        internal,
        idempotencyKey: null,
        createdAt: dateOf(at, now),
      }) satisfies RequiredEntityData<MessageRow>,
  );
  const publicMessages = messages.filter(({ internal }) => !internal);
  const lastPublicMessageAt = publicMessages.at(-1)!.createdAt;
  const settledAt = content.settled
    ? dateOf(content.settled, now)
    : new Date(lastPublicMessageAt.getTime() + settlingTime);
  const ticket = {
    id,
    tenantId,
    customerId,
    number,
    title: content.title,
    status: TicketStatus[content.status],
    priority: TicketPriority[content.priority],
    type: TicketType[content.type],
    category: content.category ?? null,
    assigneeId: content.assignee ? userOf(content.assignee).id : null,
    createdById: creator.id,
    idempotencyKey: null,
    publicMessageCount: publicMessages.length,
    messageCount: messages.length,
    lastPublicMessageAt,
    lastMessageAt: messages.at(-1)!.createdAt,
    createdAt,
    updatedAt: content.status === 'OPEN' ? lastPublicMessageAt : settledAt,
  } satisfies RequiredEntityData<TicketRow>;
  const given = content.feedback;
  const feedbackAt = given && dateOf(given.at, now);
  const lastToAnswer = publicMessages.findLast(({ authorId }) => authorId !== creator.id);
  const feedback =
    feedbackAt &&
    ({
      id: idAt(feedbackAt),
      tenantId,
      customerId,
      ticketId: id,
      authorId: creator.id,
      agentId: ticket.assigneeId ?? lastToAnswer?.authorId ?? null,
      rating: given.rating,
      comment: given.comment ?? null,
      createdAt: feedbackAt,
      updatedAt: feedbackAt,
    } satisfies RequiredEntityData<FeedbackRow>);
  return { ticket, messages, feedback };
}

const openedAt = ({ thread }: DemoTicket, now: Date) => dateOf(thread[0].at, now).getTime();

const idAt = (time: Date) => v7({ msecs: time.getTime() });
