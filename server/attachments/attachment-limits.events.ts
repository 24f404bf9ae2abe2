import { Field, ObjectType } from 'type-graphql';
import { FieldChange, PortalEvent } from '../events/event.contract.ts';
import { changesOf } from '../events/field-changes.ts';
import { portalEvent } from '../events/portal-event.ts';
import { ActedEvent } from '../users/acted-event.ts';

@ObjectType({
  implements: PortalEvent,
  description: 'Which files can be attached changed; it is in `attachmentLimits`. Sent to staff only.',
})
class AttachmentLimitsChanged extends ActedEvent {
  @Field(() => [FieldChange], {
    description: 'What changed: a field of `AttachmentLimitsUpdateInput`. `contentTypes` comes without its values.',
    complexity: 1,
  })
  changes(): FieldChange[] {
    return changesOf(this);
  }
}

export const attachmentLimitsChanged = portalEvent(AttachmentLimitsChanged, { security: true });
