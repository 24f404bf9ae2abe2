import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import { column, expression, one, type Order, type Projection } from '../reads/projection.ts';
import { ticketStatsOf } from '../tickets/ticket-stats.projection.ts';
import type { Customer } from './customer.entity.ts';

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
    stats: expression((customer) => ticketStatsOf(`${customer}.id`)),
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

/** The customer as asked for in `info`; null when there is none for this viewer. */
export const readCustomer = (context: RequestContext, id: string, info: GraphQLResolveInfo): Promise<Customer | null> =>
  context.one(customerProjection, (customer, parameter) => `${customer}.id = ${parameter(id, 'uuid')}`, info);
