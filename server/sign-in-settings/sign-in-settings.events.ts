import { Field, ObjectType } from 'type-graphql';
import { FieldChange, PortalEvent } from '../events/event.contract.ts';
import { changesOf } from '../events/field-changes.ts';
import { portalEvent } from '../events/portal-event.ts';
import { ActedEvent } from '../users/acted-event.ts';

@ObjectType({
  implements: PortalEvent,
  description: 'How people sign in changed; it is in `signInSettings` and `portal`. Sent to staff only.',
})
class SignInSettingsChanged extends ActedEvent {
  @Field(() => [FieldChange], {
    description: 'What changed: a field of `SignInSettings`. Methods are separated by commas.',
    complexity: 1,
  })
  changes(): FieldChange[] {
    return changesOf(this);
  }
}

export const signInSettingsChanged = portalEvent(SignInSettingsChanged, { security: true });
