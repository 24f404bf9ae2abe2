import { Field, ObjectType } from 'type-graphql';
import { FieldChange, PortalEvent } from '../events/event.contract.ts';
import { changesOf } from '../events/field-changes.ts';
import { portalEvent } from '../events/portal-event.ts';
import { aboutTenant, type Actor } from '../events/record.ts';
import { ReadBy } from '../reads/schema.ts';
import { ActedEvent } from '../users/acted-event.ts';
import { Category } from './category.contract.ts';
import type { CategoryRow } from './category.entity.ts';

@ObjectType()
abstract class CategoryEvent extends ActedEvent {
  subjectId!: string;

  @Field(() => Category, { description: 'The category in its current state.' })
  @ReadBy('subjectId')
  category!: Category;
}

@ObjectType({ implements: PortalEvent, description: 'A category was added. Sent to staff only.' })
class CategoryCreated extends CategoryEvent {}

@ObjectType({
  implements: PortalEvent,
  description:
    'A category got other names or another position, was archived, or was brought back. The positions of others may have changed with it. Sent to staff only.',
})
class CategoryChanged extends CategoryEvent {
  @Field(() => [FieldChange], {
    description: 'What changed: `names`, which come without their values, `position` or `archived`.',
    complexity: 1,
  })
  changes(): FieldChange[] {
    return changesOf(this);
  }
}

export const categoryCreated = portalEvent(CategoryCreated);
export const categoryChanged = portalEvent(CategoryChanged);

/** What the events of a category are recorded with. */
export const aboutCategory = ({ id, tenantId }: CategoryRow, actor: Actor) => ({
  ...aboutTenant(tenantId, actor),
  subjectId: id,
});
