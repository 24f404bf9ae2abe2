import { AccountLinkRow } from '../account-links/account-link.entity.ts';
import { newestInvitation } from '../account-links/invitation.reads.ts';
import { boundedCount } from '../reads/bounded-count.ts';
import { columnsOf, type Columns } from '../reads/columns.ts';
import { expression, hasOne } from '../reads/fields.ts';
import { ascending } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { TicketRow } from '../tickets/ticket.entity.ts';
import { workedOnStatuses } from '../tickets/ticket.policy.ts';
import { UserRow } from '../users/user.entity.ts';
import { StaffMember, StaffStatus } from './staff.contract.ts';

const ticket = columnsOf(TicketRow);

/** SQL for the status of a user. */
export const staffStatusOf = (user: Columns<UserRow>) =>
  `case when ${user.deactivatedAt} is not null then '${StaffStatus.DEACTIVATED}' ` +
  `when ${user.passwordHash} is null then '${StaffStatus.INVITED}' else '${StaffStatus.ACTIVE}' end`;

export const staffReads = reads(UserRow, StaffMember, {
  columns: ['id', 'name', 'email', 'role', 'createdAt', 'lastActiveAt', 'totpSince'],
  fields: {
    status: expression((user) => staffStatusOf(user)),
    invitation: hasOne(
      AccountLinkRow,
      (user, newest) => `${newest.id} = ${newestInvitation((invited) => `${invited.id} = ${user.id}`)}`,
    ),
    assignedTickets: expression((user) =>
      boundedCount(
        `from ${ticket.$name} where ${ticket.tenantId} = ${user.tenantId} and ${ticket.assigneeId} = ${user.id} ` +
          `and ${ticket.status} in ('${workedOnStatuses.join("', '")}')`,
      ),
    ),
  },
});

export const staffByName = ascending<UserRow>('name', 'id');
