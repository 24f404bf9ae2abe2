import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { Keys } from '../access/key-rules.ts';
import { UserRole } from '../access/viewer.ts';
import { Invitation } from '../account-links/invitation.contract.ts';
import { DateTime } from '../graphql/date-time.ts';
import { Text, lengthRule } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { manyRule } from '../reads/bounded-count.ts';
import { PageArgs, connectionType } from '../reads/connection.ts';
import { ReadBy } from '../reads/schema.ts';

export enum StaffStatus {
  INVITED = 'INVITED',
  ACTIVE = 'ACTIVE',
  DEACTIVATED = 'DEACTIVATED',
}

registerEnumType(StaffStatus, {
  name: 'StaffStatus',
  description: 'Whether an agent or admin can sign in. New values may be added.',
  valuesConfig: {
    INVITED: { description: 'Invited, but has not chosen a password yet.' },
    ACTIVE: { description: 'Can sign in.' },
    DEACTIVATED: { description: 'Can no longer sign in, or the invitation was withdrawn.' },
  },
});

@Keys('staff:read')
@ObjectType({ simpleResolvers: true, description: 'An agent or admin, as admins see them.' })
export class StaffMember {
  @Field(() => ID, { description: 'UUID of the user: the same as that of the `Author`.' })
  id!: string;

  @Field(() => String, { description: 'Display name.' })
  name!: string;

  @Field(() => String, { description: 'Email address to sign in with.' })
  email!: string;

  @Field(() => UserRole, { description: 'Agent or admin.' })
  role!: UserRole;

  @Field(() => StaffStatus, { description: 'Whether they can sign in.' })
  status!: StaffStatus;

  @Field(() => DateTime, { description: 'When they were first invited.' })
  createdAt!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When they last used the portal, to a quarter of an hour; null when they never did.',
  })
  lastActiveAt!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when they sign in with an authenticator, too; null where they do not.',
  })
  totpSince!: string | null;

  @Field(() => Invitation, {
    nullable: true,
    description: 'The latest invitation; null unless the status is `INVITED`.',
  })
  invitation!: Invitation | null;

  @Field(() => Int, {
    description: `How many open and pending tickets are assigned to them; ${manyRule}.`,
    complexity: 5,
  })
  assignedTickets!: number;
}

export const StaffMemberConnection = connectionType('StaffMember', () => StaffMember);

@InputType({ description: 'Criteria for agents and admins. All that are given must be met.' })
export class StaffFilter {
  @Field(() => String, {
    nullable: true,
    description: `Only those with this text in the name or email address; all when blank or omitted. It has ${lengthRule(textLimits.search)}, otherwise BAD_USER_INPUT.`,
  })
  search?: string | null;

  @Field(() => [StaffStatus], { nullable: true, description: 'One of these statuses; any when empty or omitted.' })
  status?: StaffStatus[] | null;
}

@ArgsType()
export class StaffArgs extends PageArgs {
  @Field(() => StaffFilter, { nullable: true, description: 'Which ones; all of the tenant when omitted.' })
  filter?: StaffFilter | null;
}

const roleRule = '`AGENT` or `ADMIN`; INVALID for `CUSTOMER`.';

@InputType({ description: 'A colleague to invite.' })
export class StaffInviteInput {
  @Field(() => String, { description: `Display name: ${lengthRule(textLimits.name, 1)}.` })
  @Text({ maximum: textLimits.name })
  name!: string;

  @Field(() => String, {
    description: 'The address to which the invitation is sent, and with which the colleague signs in.',
  })
  @Text({ maximum: textLimits.address })
  email!: string;

  @Field(() => UserRole, { defaultValue: UserRole.AGENT, description: roleRule })
  role: UserRole = UserRole.AGENT;

  @Field(() => String, {
    nullable: true,
    description:
      'Language of the invitation, of the portal and of emails as a BCP 47 tag: one of `Tenant.locales`; the viewer’s when omitted. The time zone is that of the opening hours until they choose another.',
  })
  @Text({ maximum: textLimits.locale })
  locale?: string | null;
}

@InputType({ description: 'What to change of an agent or admin. What is omitted or null stays as it is.' })
export class StaffUpdateInput {
  @Field(() => UserRole, { nullable: true, description: roleRule })
  role?: UserRole | null;
}

@InputType({ description: 'What becomes of the work of somebody who leaves.' })
export class StaffDeactivateInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'UUID of the agent or admin to whom their open and pending tickets are then assigned, one after the other; null to leave them unassigned. When omitted, the tickets stay assigned as they are, and admins are notified of them. NOT_FOUND.',
  })
  reassignTo?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'UUID of the team in whose queue their open and pending tickets are then; those that nobody else gets by `reassignTo` are unassigned. The tickets stay in their queues when null or omitted. NOT_FOUND.',
  })
  reassignToTeam?: string | null;
}

@ObjectType({ simpleResolvers: true })
abstract class StaffPayload extends Payload {
  staffMemberId?: string;

  @Field(() => StaffMember, {
    nullable: true,
    description: 'The agent or admin after the change; null when there are user errors.',
  })
  @ReadBy('staffMemberId')
  staffMember?: StaffMember | null;
}

@ObjectType({ description: 'Result of `staffInvite`.' })
export class StaffInvitePayload extends StaffPayload {}

@ObjectType({ description: 'Result of `staffUpdate`.' })
export class StaffUpdatePayload extends StaffPayload {}

@ObjectType({ description: 'Result of `staffDeactivate`.' })
export class StaffDeactivatePayload extends StaffPayload {}

@ObjectType({ description: 'Result of `staffReactivate`.' })
export class StaffReactivatePayload extends StaffPayload {}

@ObjectType({ description: 'Result of `staffSecondFactorReset`.' })
export class StaffSecondFactorResetPayload extends StaffPayload {}
