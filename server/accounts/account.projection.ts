import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import { column, computed, expression, one, type Order, type Projection } from '../reads/projection.ts';
import { isStaff } from '../access/viewer.ts';
import { mailChoicesOf } from '../notifications/mail-choice.ts';
import { tellOpeningHours, type TenantCalls } from '../opening-hours/opening-hours.ts';
import type { User } from './account.contract.ts';
import type { Customer } from '../customers/customer.entity.ts';
import type { SessionRow } from '../sessions/session.entity.ts';
import type { UserRow } from '../users/user.entity.ts';

export const tenantProjection: Projection = {
  type: 'Tenant',
  table: 'tenant',
  scope: 'none',
  fields: {
    slug: column('slug'),
    name: column('name'),
    timeZone: column('time_zone'),
    openingWeek: column('opening_week'),
    holidays: column('holidays'),
    callSlotMinutes: column('call_slot_minutes'),
    callSlotCapacity: column('call_slot_capacity'),
    callReminderMinutes: column('call_reminder_minutes'),
    openingHours: computed<TenantCalls>(
      ['timeZone', 'openingWeek', 'holidays', 'callSlotMinutes', 'callSlotCapacity', 'callReminderMinutes'],
      (tenant) => tellOpeningHours(tenant),
    ),
  },
};

/** How many tickets fulfil a condition, by status. */
const ticketStats = (condition: string) => {
  const count = (name: string, status: string) => `'${name}', count(*) filter (where status = '${status}')`;
  return (
    `(select json_build_object('totalTickets', count(*), ${count('openTickets', 'OPEN')}, ` +
    `${count('pendingTickets', 'PENDING')}, ${count('resolvedTickets', 'RESOLVED')}, ` +
    `${count('closedTickets', 'CLOSED')}) from ticket where ${condition})`
  );
};

const statsOf = (customerId: string) => ticketStats(`customer_id = ${customerId}`);

const invitationProjection: Projection = {
  type: 'CustomerInvitation',
  table: 'account_link',
  scope: 'tenant',
  fields: {
    createdAt: column('created_at'),
    expiresAt: column('expires_at'),
    sentAt: expression((link) => `(select sent_at from mail_delivery where account_link_id = ${link}.id)`),
    failure: expression((link) => `(select last_error from mail_delivery where account_link_id = ${link}.id)`),
  },
};

export const customerProjection: Projection = {
  type: 'Customer',
  table: 'customer',
  scope: 'tenant',
  fields: {
    id: column('id'),
    name: column('name'),
    email: column('email'),
    phone: column('phone'),
    locale: column('locale'),
    timeZone: column('time_zone'),
    stats: expression((customer) => statsOf(`${customer}.id`)),
    status: expression(
      (customer) =>
        `(select case when bool_or(password_hash is not null) then 'ACTIVE' when count(*) > 0 then 'INVITED' ` +
        `else 'INACTIVE' end from portal_user where customer_id = ${customer}.id and deactivated_at is null)`,
    ),
    invitation: one(
      () => invitationProjection,
      (customer, link) =>
        `${link}.id = (select account_link.id from portal_user join account_link on user_id = portal_user.id ` +
        `where customer_id = ${customer}.id and password_hash is null and deactivated_at is null ` +
        `and kind = 'INVITATION' order by account_link.created_at desc limit 1)`,
    ),
  },
};

export const customersByName: Order = {
  name: 'Customer by name',
  keys: [
    { sql: (customer) => `${customer}.name`, type: 'text' },
    { sql: (customer) => `${customer}.id`, type: 'uuid' },
  ],
  descending: false,
};

export const authorProjection: Projection = {
  type: 'Author',
  table: 'portal_user',
  scope: 'tenant',
  fields: { id: column('id'), name: column('name'), role: column('role') },
};

export const authorsByName: Order = {
  name: 'Author by name',
  keys: [
    { sql: (author) => `${author}.name`, type: 'text' },
    { sql: (author) => `${author}.id`, type: 'uuid' },
  ],
  descending: false,
};

export const userProjection: Projection = {
  type: 'User',
  table: 'portal_user',
  scope: 'tenant',
  fields: {
    ...authorProjection.fields,
    email: column('email'),
    phone: column('phone'),
    locale: column('locale'),
    timeZone: column('time_zone'),
    theme: column('theme'),
    tenant: one(
      () => tenantProjection,
      (user, tenant) => `${tenant}.id = ${user}.tenant_id`,
    ),
    customer: one(
      () => customerProjection,
      (user, customer) => `${customer}.id = ${user}.customer_id`,
    ),
    mutedMails: column('muted_mails'),
    mailChoices: computed<UserRow>(['role', 'mutedMails'], (user) => mailChoicesOf(user)),
    ticketStats: expression((user, viewer) =>
      isStaff(viewer) ? ticketStats(`tenant_id = ${user}.tenant_id`) : statsOf(`${user}.customer_id`),
    ),
  },
};

export const sessionProjection: Projection = {
  type: 'UserSession',
  table: 'session',
  scope: 'tenant',
  fields: {
    id: column('id'),
    userAgent: column('user_agent'),
    createdAt: column('created_at'),
    refreshedAt: column('refreshed_at'),
    expiresAt: column('expires_at'),
    current: computed<SessionRow>(['id'], ({ id }, { viewer }) => id === viewer.sessionId),
  },
};

export const sessionsByUse: Order = {
  name: 'UserSession by use',
  keys: [
    { sql: (session) => `${session}.refreshed_at`, type: 'timestamptz' },
    { sql: (session) => `${session}.id`, type: 'uuid' },
  ],
  descending: true,
};

/** The viewer as asked for in `info`; null when signed out or no longer there. */
export async function readViewer(context: RequestContext, info: GraphQLResolveInfo): Promise<User | null> {
  const { viewer } = context;
  if (!viewer) return null;
  return context.one(userProjection, (user, parameter) => `${user}.id = ${parameter(viewer.userId, 'uuid')}`, info);
}

/** The customer as asked for in `info`; null when there is none for this viewer. */
export const readCustomer = (context: RequestContext, id: string, info: GraphQLResolveInfo): Promise<Customer | null> =>
  context.one(customerProjection, (customer, parameter) => `${customer}.id = ${parameter(id, 'uuid')}`, info);
