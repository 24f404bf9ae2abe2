import { columnsOf } from '../reads/columns.ts';
import { TicketRow, TicketStatus } from './ticket.entity.ts';

const ticket = columnsOf(TicketRow);

/** SQL for how many tickets a customer has, by status. */
export const ticketStatsOfCustomer = (customerId: string) => ticketStats(`${ticket.customerId} = ${customerId}`);

/** SQL for how many tickets there are in a tenant, by status. */
export const ticketStatsOfTenant = (tenantId: string) => ticketStats(`${ticket.tenantId} = ${tenantId}`);

function ticketStats(condition: string): string {
  const count = (name: string, status: TicketStatus) =>
    `'${name}', count(*) filter (where ${ticket.status} = '${status}')`;
  const counts = [
    `'totalTickets', count(*)`,
    count('openTickets', TicketStatus.OPEN),
    count('pendingTickets', TicketStatus.PENDING),
    count('resolvedTickets', TicketStatus.RESOLVED),
    count('closedTickets', TicketStatus.CLOSED),
  ];
  return `(select json_build_object(${counts.join(', ')}) from ${ticket.$name} where ${condition})`;
}
