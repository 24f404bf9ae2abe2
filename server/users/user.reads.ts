import { isStaff } from '../access/viewer.ts';
import { mailChoicesOf } from '../notifications/mail-choice.ts';
import type { MutedMails } from '../notifications/muted-mails.ts';
import { columnsOf } from '../reads/columns.ts';
import { belongsTo, computed, expression, hasOne } from '../reads/fields.ts';
import { ascending } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { SecondFactorRow } from '../second-factor/second-factor.entity.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { ticketQueuesOf } from '../tickets/ticket-queues.reads.ts';
import { ticketStatsOfCustomer, ticketStatsOfTenant } from '../tickets/ticket-stats.reads.ts';
import { AuthorKind } from './author-kind.ts';
import { User } from './user.contract.ts';
import { Author, UserRow } from './user.entity.ts';

export const authorReads = reads(UserRow, Author, {
  columns: ['id', 'name', 'role'],
  fields: { kind: computed(['isKey'], ({ isKey }) => (isKey ? AuthorKind.API_KEY : AuthorKind.PERSON)) },
});

export const authorsByName = ascending<UserRow>('name', 'id');

const tenant = columnsOf(Tenant);
const mutedByDefault = expression<UserRow, MutedMails>(
  (user) => `(select ${tenant.mutedMails} from ${tenant.$name} where ${tenant.id} = ${user.tenantId})`,
);

export const userReads = reads(UserRow, User, {
  columns: ['id', 'name', 'role', 'email', 'phone', 'locale', 'timeZone', 'theme', 'totpSince'],
  fields: {
    tenant: belongsTo('tenantId'),
    customer: belongsTo('customerId'),
    secondFactor: hasOne(
      SecondFactorRow,
      (user, factor) => `${factor.userId} = ${user.id} and ${user.totpSince} is not null`,
    ),
    mailChoices: computed(['role', 'mutedMails', 'wantedMails'], (user) => mailChoicesOf(user), { mutedByDefault }),
    ticketStats: expression((user, viewer) =>
      isStaff(viewer) ? ticketStatsOfTenant(user.tenantId) : ticketStatsOfCustomer(user.customerId),
    ),
    ticketQueues: expression((user, viewer) =>
      isStaff(viewer) ? ticketQueuesOf(user.tenantId, user.id) : 'null::json',
    ),
  },
});
