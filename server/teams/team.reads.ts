import { staffStatusOf } from '../staff/staff.reads.ts';
import { boundedCount } from '../reads/bounded-count.ts';
import { columnsOf } from '../reads/columns.ts';
import { boundedList, expression } from '../reads/fields.ts';
import { ascending } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { TicketRow } from '../tickets/ticket.entity.ts';
import { isBeingWorkedOn } from '../tickets/ticket-queues.reads.ts';
import { UserRow } from '../users/user.entity.ts';
import { authorsByName } from '../users/user.reads.ts';
import { Team, TeamMember } from './team.contract.ts';
import { TeamMemberRow, TeamRow, teamLimits } from './team.entity.ts';
import { teamsOf } from './teams-of.ts';

const ticket = columnsOf(TicketRow);
const member = columnsOf(TeamMemberRow);

export const teamMemberReads = reads(UserRow, TeamMember, {
  columns: ['id', 'name', 'role'],
  fields: { status: expression((user) => staffStatusOf(user)) },
  order: authorsByName,
});

export const teamReads = reads(TeamRow, Team, {
  columns: ['id', 'name', 'createdAt', 'archivedAt'],
  fields: {
    members: boundedList(
      UserRow,
      (team, user) =>
        `${user.id} in (select ${member.userId} from ${member.$name} where ${member.teamId} = ${team.id})`,
      { max: teamLimits.members },
    ),
    viewerIsMember: expression(
      (team) => `${team.id} in (${teamsOf(`(select nullif(current_setting('portal.user', true), '')::uuid)`)})`,
    ),
    assignedTickets: expression((team) =>
      boundedCount(
        `from ${ticket.$name} where ${ticket.tenantId} = ${team.tenantId} and ${ticket.teamId} = ${team.id} ` +
          `and ${isBeingWorkedOn(ticket)}`,
      ),
    ),
  },
});

export const teamsByName = ascending<TeamRow>('name', 'id');
