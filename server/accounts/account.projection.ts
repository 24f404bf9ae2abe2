import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import { column, computed, expression, one, type Order, type Projection } from '../database/projection.ts';
import { isStaff } from '../access/viewer.ts';
import { mailChoicesOf } from '../notifications/mail-choice.ts';
import { openingHoursNow, type TenantHours } from '../call-requests/opening-hours.ts';
import type { User } from './account.contract.ts';
import type { UserRow } from './user.entity.ts';

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
    openingHours: computed<TenantHours>(['timeZone', 'openingWeek', 'holidays', 'callSlotMinutes'], (tenant) =>
      openingHoursNow(tenant),
    ),
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
  },
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
    ticketStats: expression((user, viewer) => {
      const count = (name: string, status: string) => `'${name}', count(*) filter (where status = '${status}')`;
      const owner = isStaff(viewer) ? `tenant_id = ${user}.tenant_id` : `customer_id = ${user}.customer_id`;
      return (
        `(select json_build_object('totalTickets', count(*), ${count('openTickets', 'OPEN')}, ` +
        `${count('pendingTickets', 'PENDING')}, ${count('resolvedTickets', 'RESOLVED')}, ` +
        `${count('closedTickets', 'CLOSED')}) from ticket where ${owner})`
      );
    }),
  },
};

/** The viewer as asked for in `info`; null when signed out or no longer there. */
export async function readViewer(context: RequestContext, info: GraphQLResolveInfo): Promise<User | null> {
  const { viewer } = context;
  if (!viewer) return null;
  return context.one(userProjection, (user, parameter) => `${user}.id = ${parameter(viewer.userId, 'uuid')}`, info);
}
