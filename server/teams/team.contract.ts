import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { Keys } from '../access/key-rules.ts';
import { UserRole } from '../access/viewer.ts';
import { DateTime } from '../graphql/date-time.ts';
import { Text, lengthRule } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { manyRule } from '../reads/bounded-count.ts';
import { connectionType } from '../reads/connection.ts';
import { ReadBy } from '../reads/schema.ts';
import { StaffStatus } from '../staff/staff.contract.ts';
import { teamLimits } from './team.entity.ts';

@Keys('any')
@ObjectType({ simpleResolvers: true, description: 'An agent or admin as a member of a team.' })
export class TeamMember {
  @Field(() => ID, { description: 'UUID of the user: the same as that of the `Author`.' })
  id!: string;

  @Field(() => String, { description: 'Display name.' })
  name!: string;

  @Field(() => UserRole, { description: 'Agent or admin.' })
  role!: UserRole;

  @Field(() => StaffStatus, {
    description: 'Whether they can sign in. Members who are deactivated stay in their teams, and are not notified.',
  })
  status!: StaffStatus;
}

@Keys('any')
@ObjectType({
  simpleResolvers: true,
  description: 'Agents and admins with a queue of their own, to which tickets are assigned. Customers never see teams.',
})
export class Team {
  @Field(() => ID, { description: 'UUID of the team.' })
  id!: string;

  @Field(() => String, { description: 'Name, unique among the teams that are not archived, whatever the case.' })
  name!: string;

  @Field(() => [TeamMember], {
    description: `Who is in it, by name: at most ${teamLimits.members}, and nobody once it is archived.`,
  })
  members!: TeamMember[];

  @Field(() => Boolean, { description: 'Whether the viewer is in it.' })
  viewerIsMember!: boolean;

  @Field(() => Int, {
    description: `How many open and pending tickets are assigned to it, whoever works on them; ${manyRule}.`,
    complexity: 5,
  })
  assignedTickets!: number;

  @Field(() => DateTime, { description: 'When it was created.' })
  createdAt!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was archived: nothing can be assigned to it any more. Null until then.',
  })
  archivedAt!: string | null;
}

export const TeamConnection = connectionType('Team', () => Team);

const nameRule = `Name: ${lengthRule(textLimits.teamName, 1)}. CONFLICT when another team has it.`;

@InputType({ description: 'A new team.' })
export class TeamCreateInput {
  @Field(() => String, { description: nameRule })
  @Text({ maximum: textLimits.teamName })
  name!: string;

  @Field(() => [ID], {
    nullable: true,
    description: `UUIDs of the agents and admins in it, at most ${teamLimits.members}; nobody when omitted.`,
  })
  memberIds?: string[] | null;
}

@InputType({ description: 'Changes to a team; omitted fields stay unchanged.' })
export class TeamUpdateInput {
  @Field(() => String, { nullable: true, description: nameRule })
  @Text({ maximum: textLimits.teamName })
  name?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: `UUIDs of agents and admins who join it; those who are in it already change nothing. It has at most ${teamLimits.members} members.`,
  })
  addMemberIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'UUIDs of members who leave it; ids of nobody in it change nothing. Tickets that they work on stay as they are.',
  })
  removeMemberIds?: string[] | null;
}

@InputType({ description: 'What becomes of the tickets of a team that is archived.' })
export class TeamArchiveInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'UUID of the team to which its open and pending tickets are then assigned, one after the other; null for none. Whoever works on one keeps it. REQUIRED while there are such tickets.',
  })
  moveTicketsTo?: string | null;
}

@ObjectType({ simpleResolvers: true })
abstract class TeamPayload extends Payload {
  teamId?: string;

  @Field(() => Team, { nullable: true, description: 'The team after the change; null when there are user errors.' })
  @ReadBy('teamId')
  team?: Team | null;
}

@ObjectType({ description: 'Result of `teamCreate`.' })
export class TeamCreatePayload extends TeamPayload {}

@ObjectType({ description: 'Result of `teamUpdate`.' })
export class TeamUpdatePayload extends TeamPayload {}

@ObjectType({ description: 'Result of `teamArchive`.' })
export class TeamArchivePayload extends TeamPayload {}
