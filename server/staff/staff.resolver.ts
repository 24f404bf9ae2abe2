import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { mailPrice, searchPrice, textSearchPrice } from '../limits/price.ts';
import {
  StaffArgs,
  StaffDeactivateInput,
  StaffDeactivatePayload,
  StaffInviteInput,
  StaffInvitePayload,
  StaffMemberConnection,
  StaffReactivatePayload,
  StaffSecondFactorResetPayload,
  StaffUpdateInput,
  StaffUpdatePayload,
} from './staff.contract.ts';
import {
  deactivateStaffMember,
  inviteStaffMember,
  reactivateStaffMember,
  readStaff,
  resetSecondFactor,
  updateStaffMember,
} from './staff.service.ts';

const idDescription = 'UUID of the agent or admin.';

@Resolver()
export class StaffResolver {
  @Keys('staff:read')
  @Query(() => StaffMemberConnection, {
    description:
      'The agents and admins of the tenant by name, those included who are invited or deactivated. Admins only (FORBIDDEN); `agents` has those to whom tickets can be assigned.',
    complexity: searchPrice<StaffArgs>(textSearchPrice, ({ filter }) => filter?.search),
  })
  staff(@Ctx() context: RequestContext, @Args(() => StaffArgs) args: StaffArgs, @Info() info: GraphQLResolveInfo) {
    return readStaff(context, args, info);
  }

  @UserErrorMutation(() => StaffInvitePayload, {
    description:
      'Emails a colleague a link for choosing a password. The link works once and expires after seven days. Admins only (FORBIDDEN). Inviting an address again before the invitation was accepted, or after it was withdrawn, updates the details and sends another link, but not within one minute; earlier links stay valid until one is used. CONFLICT on `input.email` when a user of the tenant already signs in with that address, or did until they were deactivated; REQUIRED, TOO_LONG or INVALID on the field; TOO_MANY_ATTEMPTS beyond 100 in a quarter of an hour by one user, or 500 by a tenant, invitations of customers included.',
    price: mailPrice,
    keys: 'never',
  })
  async staffInvite(
    @Ctx() context: RequestContext,
    @Arg('input', () => StaffInviteInput, { description: 'The colleague to invite.' }) input: StaffInviteInput,
  ) {
    return inviteStaffMember(context, input);
  }

  @UserErrorMutation(() => StaffUpdatePayload, {
    description:
      'Changes the role of an agent or admin, who is emailed, and signed out everywhere: their sockets are closed and their access tokens refused within a second. Admins only (FORBIDDEN). NOT_FOUND on `id`; INVALID on `input.role` for `CUSTOMER`; WRONG_STATE on `id` for somebody who is deactivated, and for the only admin who can sign in.',
    keys: 'never',
  })
  async staffUpdate(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { description: idDescription }) id: string,
    @Arg('input', () => StaffUpdateInput, { description: 'The changes.' }) input: StaffUpdateInput,
  ) {
    return updateStaffMember(context, id, input);
  }

  @UserErrorMutation(() => StaffDeactivatePayload, {
    description:
      'Ends the access of an agent or admin: they are signed out everywhere, their sockets are closed and their access tokens refused within a second, emailed links no longer work, and they are sent no more emails. What they wrote stays. Withdraws an invitation that has not been accepted. Admins only (FORBIDDEN). NOT_FOUND on `id`, `input.reassignTo` or `input.reassignToTeam`; WRONG_STATE on `id` for somebody who is deactivated already, and for the only admin who can sign in.',
    keys: 'never',
  })
  async staffDeactivate(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { description: idDescription }) id: string,
    @Arg('input', () => StaffDeactivateInput, {
      nullable: true,
      description: 'What becomes of their tickets; they stay assigned to them when omitted.',
    })
    input?: StaffDeactivateInput | null,
  ) {
    return deactivateStaffMember(context, id, input ?? undefined);
  }

  @UserErrorMutation(() => StaffReactivatePayload, {
    description:
      'Lets an agent or admin who was deactivated sign in again, with the password they had. Admins only (FORBIDDEN). NOT_FOUND on `id`; WRONG_STATE on `id` for somebody who is not deactivated, and for an invitation that was withdrawn, which `staffInvite` sends again.',
    keys: 'never',
  })
  async staffReactivate(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { description: idDescription }) id: string,
  ) {
    return reactivateStaffMember(context, id);
  }

  @UserErrorMutation(() => StaffSecondFactorResetPayload, {
    description:
      'Turns off the second factor of an agent or admin who has lost it: they sign in with the password alone, and set up another where the organisation demands one. Their sessions end, and they are told by email. Admins only (FORBIDDEN). NOT_FOUND on `id`; WRONG_STATE on `id` for somebody who has no second factor.',
    sensitive: true,
    keys: 'never',
  })
  async staffSecondFactorReset(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { description: idDescription }) id: string,
  ) {
    return resetSecondFactor(context, id);
  }
}
