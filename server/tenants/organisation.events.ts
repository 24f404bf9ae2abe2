import { Field, ObjectType } from 'type-graphql';
import { FieldChange, PortalEvent } from '../events/event.contract.ts';
import { changesOf } from '../events/field-changes.ts';
import { portalEvent } from '../events/portal-event.ts';
import { ActedEvent } from '../users/acted-event.ts';

@ObjectType({
  implements: PortalEvent,
  description: 'The face of the organisation changed; it is in `viewer { tenant }`. Sent to staff only.',
})
class OrganisationChanged extends ActedEvent {
  @Field(() => [FieldChange], {
    description:
      'What changed: a field of `Organisation`. Only `accentColor`, `defaultLocale`, `feedbackEnabled`, `feedbackAfter` and `feedbackDelayHours` come with their values.',
    complexity: 1,
  })
  changes(): FieldChange[] {
    return changesOf(this);
  }
}

export const organisationChanged = portalEvent(OrganisationChanged, { security: true });
