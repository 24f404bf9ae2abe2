import { boundedCount } from '../reads/bounded-count.ts';
import { columnsOf, type Columns } from '../reads/columns.ts';
import type { UserRow } from '../users/user.entity.ts';
import { TicketParty } from './ticket.contract.ts';
import { TicketRow } from './ticket.entity.ts';
import { workedOnStatuses } from './ticket.policy.ts';
import { waitsFor } from './ticket.reads.ts';

const ticket = columnsOf(TicketRow);

/** SQL for how many tickets are in each queue of a user of the staff. */
export function ticketQueuesOf(user: Columns<UserRow>): string {
  const workedOn =
    `from ${ticket.$name} where ${ticket.tenantId} = ${user.tenantId} ` +
    `and ${ticket.status} in ('${workedOnStatuses.join("', '")}')`;
  const queues = {
    mine: `${ticket.assigneeId} = ${user.id}`,
    unassigned: `${ticket.assigneeId} is null`,
    waitingForStaff: waitsFor(TicketParty.STAFF, ticket),
    waitingForCustomer: waitsFor(TicketParty.CUSTOMER, ticket),
    all: 'true',
  };
  const counts = Object.entries(queues).map(([name, rule]) => `'${name}', ${boundedCount(`${workedOn} and ${rule}`)}`);
  return `json_build_object(${counts.join(', ')})`;
}
