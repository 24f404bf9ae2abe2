import { Field, ObjectType } from 'type-graphql';
import { FieldChange, PortalEvent } from '../events/event.contract.ts';
import { changesOf } from '../events/field-changes.ts';
import { portalEvent } from '../events/portal-event.ts';
import { ReadBy } from '../reads/schema.ts';
import { ActedEvent } from './acted-event.ts';
import { Author } from './user.entity.ts';

@ObjectType({
  implements: PortalEvent,
  description:
    'A user changed their profile. Of users of a customer, only that customer and staff are told; of staff, only staff.',
})
class UserChanged extends ActedEvent {
  subjectId!: string;

  @Field(() => Author, { description: 'The user in their current state.' })
  @ReadBy('subjectId')
  user!: Author;

  @Field(() => [FieldChange], {
    description: 'What changed: `name`, `phone`, `locale` or `timeZone`; `secondFactor` where it was reset.',
    complexity: 1,
  })
  changes(): FieldChange[] {
    return changesOf(this);
  }
}

export const userChanged = portalEvent(UserChanged, { security: true });
