import type { GraphQLResolveInfo } from 'graphql';
import { isStaff } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import { customerProjection } from '../customers/customer.projection.ts';
import { mailChoicesOf } from '../notifications/mail-choice.ts';
import { column, computed, expression, one, type Order, type Projection } from '../reads/projection.ts';
import { tenantProjection } from '../tenants/tenant.projection.ts';
import { ticketStats, ticketStatsOf } from '../tickets/ticket-stats.projection.ts';
import type { User } from './user.contract.ts';
import type { UserRow } from './user.entity.ts';

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
      isStaff(viewer) ? ticketStats(`tenant_id = ${user}.tenant_id`) : ticketStatsOf(`${user}.customer_id`),
    ),
  },
};

/** The viewer as asked for in `info`; null when signed out or no longer there. */
export async function readViewer(context: RequestContext, info: GraphQLResolveInfo): Promise<User | null> {
  const { viewer } = context;
  if (!viewer) return null;
  return context.one(userProjection, (user, parameter) => `${user}.id = ${parameter(viewer.userId, 'uuid')}`, info);
}
