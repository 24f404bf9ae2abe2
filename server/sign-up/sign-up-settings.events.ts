import { Field, ObjectType } from 'type-graphql';
import { FieldChange, PortalEvent } from '../events/event.contract.ts';
import { changesOf } from '../events/field-changes.ts';
import { portalEvent } from '../events/portal-event.ts';
import { ActedEvent } from '../users/acted-event.ts';

@ObjectType({
  implements: PortalEvent,
  description: 'How customers get an account changed; it is in `viewer { tenant }`. Sent to staff only.',
})
class SignUpSettingsChanged extends ActedEvent {
  @Field(() => [FieldChange], {
    description: 'What changed: a field of `SignUpSettings`. `domains` comes without its values.',
    complexity: 1,
  })
  changes(): FieldChange[] {
    return changesOf(this);
  }
}

export const signUpSettingsChanged = portalEvent(SignUpSettingsChanged, { security: true });
