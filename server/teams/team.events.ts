import { Field, ObjectType } from 'type-graphql';
import { FieldChange, PortalEvent } from '../events/event.contract.ts';
import { changesOf } from '../events/field-changes.ts';
import { portalEvent } from '../events/portal-event.ts';
import { aboutTenant, type Actor } from '../events/record.ts';
import { ReadBy } from '../reads/schema.ts';
import { ActedEvent } from '../users/acted-event.ts';
import { Team } from './team.contract.ts';
import type { TeamRow } from './team.entity.ts';

@ObjectType()
abstract class TeamEvent extends ActedEvent {
  subjectId!: string;

  @Field(() => Team, { description: 'The team in its current state.' })
  @ReadBy('subjectId')
  team!: Team;

  @Field(() => [FieldChange], {
    description:
      'What changed: `name`, of which only that it did; `members` once for each, from nothing to the UUID of who joined, and from the UUID of who left to nothing.',
    complexity: 1,
  })
  changes(): FieldChange[] {
    return changesOf(this);
  }
}

@ObjectType({ implements: PortalEvent, description: 'A team was created. Sent to staff only.' })
class TeamCreated extends TeamEvent {}

export const teamCreated = portalEvent(TeamCreated);

@ObjectType({
  implements: PortalEvent,
  description: 'A team was renamed, or has other members. Sent to staff only.',
})
class TeamChanged extends TeamEvent {}

export const teamChanged = portalEvent(TeamChanged);

@ObjectType({
  implements: PortalEvent,
  description:
    'A team was archived: its members have left it, and nothing can be assigned to it any more. Where its tickets go, `TicketAssignedToTeam` says of each. Sent to staff only.',
})
class TeamArchived extends TeamEvent {}

export const teamArchived = portalEvent(TeamArchived);

/** What the events of a team are recorded with. */
export const aboutTeam = ({ id, tenantId }: TeamRow, actor: Actor) => ({
  ...aboutTenant(tenantId, actor),
  subjectId: id,
});
