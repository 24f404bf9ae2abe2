import { Field, ObjectType } from 'type-graphql';
import { FieldChange, PortalEvent } from '../events/event.contract.ts';
import { changesOf } from '../events/field-changes.ts';
import { portalEvent } from '../events/portal-event.ts';
import { ActedEvent } from '../users/acted-event.ts';

@ObjectType({
  implements: PortalEvent,
  description: 'The opening hours changed; they are in `viewer { tenant { openingHours } }`. Sent to staff only.',
})
class OpeningHoursChanged extends ActedEvent {
  @Field(() => [FieldChange], {
    description: 'What changed: a field of `OpeningHours`. `week` and `holidays` come without their values.',
    complexity: 1,
  })
  changes(): FieldChange[] {
    return changesOf(this);
  }
}

export const openingHoursChanged = portalEvent(OpeningHoursChanged);
