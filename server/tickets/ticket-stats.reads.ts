import { boundedCount } from '../reads/bounded-count.ts';
import { columnsOf } from '../reads/columns.ts';
import { TicketRow, TicketStatus } from './ticket.entity.ts';

const ticket = columnsOf(TicketRow);

/** SQL for how many tickets a customer has, by status. */
export const ticketStatsOfCustomer = (customerId: string) => ticketStats(`${ticket.customerId} = ${customerId}`);

/** SQL for how many tickets there are in a tenant, by status. */
export const ticketStatsOfTenant = (tenantId: string) => ticketStats(`${ticket.tenantId} = ${tenantId}`);

function ticketStats(condition: string): string {
  const count = (name: string, where: string) => `'${name}', ${boundedCount(`from ${ticket.$name} where ${where}`)}`;
  const ofStatus = (name: string, status: TicketStatus) =>
    count(name, `${condition} and ${ticket.status} = '${status}'`);
  const counts = [
    count('totalTickets', condition),
    ofStatus('openTickets', TicketStatus.OPEN),
    ofStatus('pendingTickets', TicketStatus.PENDING),
    ofStatus('resolvedTickets', TicketStatus.RESOLVED),
    ofStatus('closedTickets', TicketStatus.CLOSED),
  ];
  return `json_build_object(${counts.join(', ')})`;
}
