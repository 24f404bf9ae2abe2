import { Field, ObjectType } from 'type-graphql';
import type { Viewer } from '../access/viewer.ts';
import { FieldChange, PortalEvent } from '../events/event.contract.ts';
import { changesOf } from '../events/field-changes.ts';
import { portalEvent } from '../events/portal-event.ts';
import { aboutTenant } from '../events/record.ts';
import { ReadBy } from '../reads/schema.ts';
import { ActedEvent } from '../users/acted-event.ts';
import { Article } from './article.contract.ts';
import type { ArticleRow } from './article.entity.ts';

@ObjectType()
abstract class ArticleEvent extends ActedEvent {
  subjectId!: string;

  @Field(() => Article, { description: 'The article in its current state.' })
  @ReadBy('subjectId')
  article!: Article;

  @Field(() => [FieldChange], {
    description:
      'What changed: `version` when the text was saved, which is null before the first time; `slug`; `status`.',
    complexity: 1,
  })
  changes(): FieldChange[] {
    return changesOf(this);
  }
}

@ObjectType({
  implements: PortalEvent,
  description: 'An article was written, or its text changed. Sent to staff only.',
})
class ArticleSaved extends ArticleEvent {}

export const articleSaved = portalEvent(ArticleSaved);

@ObjectType({ implements: PortalEvent, description: 'An article can be read by customers now. Sent to staff only.' })
class ArticlePublished extends ArticleEvent {}

export const articlePublished = portalEvent(ArticlePublished);

@ObjectType({
  implements: PortalEvent,
  description: 'An article can no longer be read by customers. Sent to staff only.',
})
class ArticleArchived extends ArticleEvent {}

export const articleArchived = portalEvent(ArticleArchived);

/** What all events of an article are recorded with: it belongs to no customer, so only staff are told. */
export const aboutArticle = ({ id, tenantId }: ArticleRow, actor: Viewer) => ({
  ...aboutTenant(tenantId, actor),
  subjectId: id,
});
