import { Field, ObjectType } from 'type-graphql';
import { FieldChange, PortalEvent } from '../events/event.contract.ts';
import { changesOf } from '../events/field-changes.ts';
import { portalEvent } from '../events/portal-event.ts';
import { ActedEvent } from '../users/acted-event.ts';

@ObjectType({
  implements: PortalEvent,
  description:
    'Which emails are sent by default changed; it is in `mailDefaults` and `viewer { mailChoices }`. Sent to staff only.',
})
class MailDefaultsChanged extends ActedEvent {
  @Field(() => [FieldChange], {
    description: 'What changed: a role and a kind, such as `AGENT.TicketAssigned`, from `true` to `false` or back.',
    complexity: 1,
  })
  changes(): FieldChange[] {
    return changesOf(this);
  }
}

export const mailDefaultsChanged = portalEvent(MailDefaultsChanged, { security: true });
