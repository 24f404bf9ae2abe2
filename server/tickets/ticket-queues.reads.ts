import { boundedCount } from '../reads/bounded-count.ts';
import { columnsOf, type Columns } from '../reads/columns.ts';
import { anyTeamOf, teamsOf } from '../teams/teams-of.ts';
import { TicketRow, TicketWaitingFor } from './ticket.entity.ts';
import { workedOnStatuses } from './ticket.policy.ts';

const workedOn = workedOnStatuses.map((status) => `'${status}'`).join(', ');

/** SQL for what is open or pending, in the words of the indexes of queues: with parameters they would not be found. */
export const isBeingWorkedOn = (ticket: Columns<TicketRow>): string => `${ticket.status} in (${workedOn})`;

/** SQL for the turn of a side, given as SQL. */
export const isWaitingFor = (ticket: Columns<TicketRow>, side: string): string =>
  `${isBeingWorkedOn(ticket)} and ${ticket.waitingFor} = ${side}`;

const ticket = columnsOf(TicketRow);

/** SQL for how many tickets there are in each queue of a member of staff. */
export function ticketQueuesOf(tenantId: string, userId: string): string {
  const counted = (condition: string) =>
    boundedCount(`from ${ticket.$name} where ${ticket.tenantId} = ${tenantId} and ${condition}`);
  const count = (name: string, condition: string) => `'${name}', ${counted(condition)}`;
  const ofTeams = counted(`${ticket.teamId} = ${anyTeamOf(userId)} and ${isBeingWorkedOn(ticket)}`);
  const counts = [
    count('mine', `${ticket.assigneeId} = ${userId} and ${isBeingWorkedOn(ticket)}`),
    `'myTeams', case when exists (${teamsOf(userId)}) then ${ofTeams} end`,
    count('unassigned', `${ticket.assigneeId} is null and ${isBeingWorkedOn(ticket)}`),
    count('waitingForStaff', isWaitingFor(ticket, `'${TicketWaitingFor.STAFF}'`)),
    count('waitingForCustomer', isWaitingFor(ticket, `'${TicketWaitingFor.CUSTOMER}'`)),
    count('all', isBeingWorkedOn(ticket)),
  ];
  return `json_build_object(${counts.join(', ')})`;
}
