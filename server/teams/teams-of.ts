import { columnsOf } from '../reads/columns.ts';
import { TeamMemberRow } from './team.entity.ts';

const member = columnsOf(TeamMemberRow);

/** SQL for the ids of the teams of a user, given as SQL. */
export const teamsOf = (userId: string): string =>
  `select ${member.teamId} from ${member.$name} where ${member.userId} = ${userId}`;

/** SQL for the same as an array, which is made once: conditions on it find the index of the queue. */
export const anyTeamOf = (userId: string): string => `any(array(${teamsOf(userId)}))`;
