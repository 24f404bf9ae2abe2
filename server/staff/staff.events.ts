import { Field, ObjectType } from 'type-graphql';
import { FieldChange, PortalEvent } from '../events/event.contract.ts';
import { changesOf } from '../events/field-changes.ts';
import { portalEvent } from '../events/portal-event.ts';
import { aboutTenant, type Actor } from '../events/record.ts';
import { ReadBy } from '../reads/schema.ts';
import { ActedEvent } from '../users/acted-event.ts';
import { Author, type UserRow } from '../users/user.entity.ts';

@ObjectType()
abstract class StaffEvent extends ActedEvent {
  subjectId!: string;

  @Field(() => Author, { description: 'The agent or admin in their current state.' })
  @ReadBy('subjectId')
  user!: Author;
}

@ObjectType({ implements: PortalEvent, description: 'A colleague was invited. Sent to staff only.' })
class StaffMemberInvited extends StaffEvent {}

export const staffMemberInvited = portalEvent(StaffMemberInvited, { security: true });

@ObjectType({
  implements: PortalEvent,
  description: 'Somebody became an agent or admin by signing in with single sign-on. Sent to staff only.',
})
class StaffMemberJoined extends StaffEvent {}

export const staffMemberJoined = portalEvent(StaffMemberJoined, { security: true });

@ObjectType({
  implements: PortalEvent,
  description:
    'The role of an agent or admin changed, or whether they can sign in, or they were invited again, or their second factor was reset. Sent to staff only.',
})
class StaffMemberChanged extends StaffEvent {
  @Field(() => [FieldChange], {
    description:
      'What changed: `role`, `status` (of `StaffStatus`), `invitation` or `secondFactor` (whether there is one). A profile that changed is `UserChanged`.',
    complexity: 1,
  })
  changes(): FieldChange[] {
    return changesOf(this);
  }
}

export const staffMemberChanged = portalEvent(StaffMemberChanged, { security: true });

/** What the events of an agent or admin are recorded with. */
export const aboutStaffMember = ({ id, tenantId }: UserRow, actor: Actor | null) => ({
  ...aboutTenant(tenantId, actor),
  subjectId: id,
});
