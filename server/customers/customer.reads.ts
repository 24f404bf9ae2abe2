import { AccountLinkRow } from '../account-links/account-link.entity.ts';
import { newestInvitation } from '../account-links/invitation.reads.ts';
import { SortDirection } from '../graphql/sort.ts';
import { MailRefusal } from '../mail/mail-failure.ts';
import { MailRefusalRow } from '../mail/refusal.entity.ts';
import { columnsOf } from '../reads/columns.ts';
import { expression, hasOne } from '../reads/fields.ts';
import { ascending, descending, type Order } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { ticketStatsOfCustomer } from '../tickets/ticket-stats.reads.ts';
import { UserRow } from '../users/user.entity.ts';
import { CustomerSortField, type CustomerSort } from './customer.contract.ts';
import { Customer } from './customer.entity.ts';

const user = columnsOf(UserRow);

export const customerReads = reads(Customer, {
  columns: ['id', 'name', 'email', 'phone', 'locale', 'timeZone', 'createdAt', 'updatedAt'],
  fields: {
    stats: expression((customer) => ticketStatsOfCustomer(customer.id)),
    status: expression(
      (customer) =>
        `(select case when bool_or(${user.passwordHash} is not null) then 'ACTIVE' when count(*) > 0 then 'INVITED' ` +
        `else 'INACTIVE' end from ${user.$name} where ${user.customerId} = ${customer.id} and ${user.deactivatedAt} is null)`,
    ),
    lastActiveAt: expression(
      (customer) => `(select max(${user.lastActiveAt}) from ${user.$name} where ${user.customerId} = ${customer.id})`,
    ),
    mailRefusal: hasOne(
      MailRefusalRow,
      (customer, refusal) => `${refusal.tenantId} = ${customer.tenantId} and ${refusal.email} = ${customer.email}`,
    ),
    invitation: hasOne(
      AccountLinkRow,
      (customer, newest) => `${newest.id} = ${newestInvitation((invited) => `${invited.customerId} = ${customer.id}`)}`,
    ),
  },
});

export const mailRefusalReads = reads(MailRefusalRow, MailRefusal, { columns: ['failure', 'refusedAt'], fields: {} });

const sortKeys = {
  [CustomerSortField.NAME]: 'name',
  [CustomerSortField.CREATED_AT]: 'createdAt',
  [CustomerSortField.UPDATED_AT]: 'updatedAt',
} as const;

/** By name unless the sort says otherwise. */
export function customerOrder(sort: CustomerSort | null | undefined): Order<Customer> {
  const direction = sort?.direction === SortDirection.DESCENDING ? descending : ascending;
  return direction(sortKeys[sort?.field ?? CustomerSortField.NAME], 'id');
}
