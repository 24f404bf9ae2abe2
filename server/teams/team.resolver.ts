import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { PageArgs } from '../reads/connection.ts';
import {
  TeamArchiveInput,
  TeamArchivePayload,
  TeamConnection,
  TeamCreateInput,
  TeamCreatePayload,
  TeamUpdateInput,
  TeamUpdatePayload,
} from './team.contract.ts';
import { teamLimits } from './team.entity.ts';
import { archiveTeam, createTeam, readTeams, updateTeam } from './team.service.ts';

const idDescription = 'UUID of the team.';

@Resolver()
export class TeamResolver {
  @Keys('teams:read')
  @Query(() => TeamConnection, {
    description: 'The teams of the tenant by name, without those that are archived. Staff only (FORBIDDEN).',
  })
  teams(@Ctx() context: RequestContext, @Args(() => PageArgs) page: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readTeams(context, page, info);
  }

  @UserErrorMutation(() => TeamCreatePayload, {
    description: `Creates a team. Admins only (FORBIDDEN). There are at most ${teamLimits.teams} beside those that are archived: TOO_MANY on \`input.name\`. CONFLICT, REQUIRED or TOO_LONG on \`input.name\`; NOT_FOUND or TOO_MANY on \`input.memberIds\`.`,
    keys: 'teams:write',
  })
  async teamCreate(
    @Ctx() context: RequestContext,
    @Arg('input', () => TeamCreateInput, { description: 'The new team.' }) input: TeamCreateInput,
  ) {
    return createTeam(context, input);
  }

  @UserErrorMutation(() => TeamUpdatePayload, {
    description:
      'Renames a team, and adds and removes members. Admins only (FORBIDDEN). NOT_FOUND on `id`, WRONG_STATE when it is archived; CONFLICT, REQUIRED or TOO_LONG on `input.name`; NOT_FOUND or TOO_MANY on `input.addMemberIds`.',
    keys: 'teams:write',
  })
  async teamUpdate(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { description: idDescription }) id: string,
    @Arg('input', () => TeamUpdateInput, { description: 'The changes.' }) input: TeamUpdateInput,
  ) {
    return updateTeam(context, id, input);
  }

  @UserErrorMutation(() => TeamArchivePayload, {
    description:
      'Archives a team for good: its members leave it, nothing can be assigned to it any more, and its name is free. Tickets that are resolved or closed keep it. Admins only (FORBIDDEN). NOT_FOUND on `id` or `input.moveTicketsTo`; WRONG_STATE on `id` when it is archived already; REQUIRED on `input.moveTicketsTo` while it has open or pending tickets, INVALID for the team itself.',
    keys: 'teams:write',
  })
  async teamArchive(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { description: idDescription }) id: string,
    @Arg('input', () => TeamArchiveInput, {
      nullable: true,
      description: 'What becomes of its tickets; may be omitted when it has no open or pending ones.',
    })
    input?: TeamArchiveInput | null,
  ) {
    return archiveTeam(context, id, input ?? undefined);
  }
}
