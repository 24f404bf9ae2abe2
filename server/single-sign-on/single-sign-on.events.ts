import { Field, ObjectType } from 'type-graphql';
import { FieldChange, PortalEvent } from '../events/event.contract.ts';
import { changesOf } from '../events/field-changes.ts';
import { auditEvent, portalEvent } from '../events/portal-event.ts';
import { ActedEvent } from '../users/acted-event.ts';

@ObjectType({
  implements: PortalEvent,
  description: 'Single sign-on of the organisation changed; it is in `singleSignOn`. Sent to staff only.',
})
class SingleSignOnChanged extends ActedEvent {
  @Field(() => [FieldChange], {
    description:
      'What changed: a field of `SingleSignOn`, or `clientSecret`, which comes without its values as do lists.',
    complexity: 1,
  })
  changes(): FieldChange[] {
    return changesOf(this);
  }
}

export const singleSignOnChanged = portalEvent(SingleSignOnChanged, { security: true });

/** Single sign-on opens an account that was there before. */
export const singleSignOnLinked = auditEvent('SingleSignOnLinked');
