import type { Opt } from '@mikro-orm/postgresql';
import { Check, Enum, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { registerEnumType } from 'type-graphql';
import { ScopedEntity } from '../access/scope.ts';
import type { Locale } from '#shared/locale.ts';

export enum ArticleStatus {
  DRAFT = 'DRAFT',
  PUBLISHED = 'PUBLISHED',
  ARCHIVED = 'ARCHIVED',
}

registerEnumType(ArticleStatus, {
  name: 'ArticleStatus',
  description: 'Who can read an article.',
  valuesConfig: {
    DRAFT: { description: 'Being written: only staff can see it.' },
    PUBLISHED: { description: 'Every signed-in user of the tenant can read and find it.' },
    ARCHIVED: { description: 'Archived: only staff can see it, and can publish it again.' },
  },
});

@ScopedEntity('published', { tableName: 'article' })
@Unique({ properties: ['tenantId', 'language', 'slug'] })
@Check({ name: 'article_language_check', expression: `language ~ '^[a-z]{2,3}$'` })
@Unique({ properties: ['id', 'tenantId'] })
@Unique({ properties: ['id', 'tenantId', 'published'] })
@Unique({ properties: ['createdById', 'idempotencyKey'] })
@Index({ properties: ['tenantId', 'createdAt', 'id'] })
@Index({ properties: ['tenantId', 'updatedAt', 'id'] })
@Index({ properties: ['tenantId', 'status', 'updatedAt', 'id'] })
export class ArticleRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'text' })
  language!: Locale;

  @Property({ type: 'text' })
  slug!: string;

  @Enum({ items: () => ArticleStatus })
  status!: ArticleStatus;

  /** The policies are based on it. Every table that holds words of an article has a copy. */
  @Property({ type: 'boolean', generated: `(status = 'PUBLISHED') stored` })
  published!: Opt<boolean>;

  @Property({ type: 'text' })
  title!: string;

  /** Markdown, as written. */
  @Property({ type: 'text' })
  body!: string;

  /** Rendered when the body is saved: safe HTML, and plain text. */
  @Property({ type: 'text' })
  bodyHtml!: string;

  @Property({ type: 'text' })
  bodyText!: string;

  /** The version of the rules by which both, and its search terms, were made. */
  @Property({ type: 'smallint', fieldName: 'rendering' })
  renderVersion!: number;

  /** Incremented whenever the text is saved. */
  @Property({ type: 'integer' })
  version!: number;

  @Property({ type: 'uuid' })
  createdById!: string;

  @Property({ type: 'uuid' })
  updatedById!: string;

  @Property({ type: 'text', nullable: true })
  idempotencyKey: string | null = null;

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;

  @Property({ type: 'datetime', length: 3 })
  updatedAt!: Date;

  /** When it was last published. */
  @Property({ type: 'datetime', length: 3, nullable: true })
  publishedAt: Date | null = null;
}

/** Whether a user found an article helpful: one row per user, which they can change. */
@ScopedEntity('ratings', { tableName: 'article_rating' })
export class ArticleRating {
  @PrimaryKey({ type: 'uuid' })
  articleId!: string;

  @PrimaryKey({ type: 'uuid' })
  userId!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'uuid' })
  customerId!: string;

  @Property({ type: 'boolean' })
  helpful!: boolean;

  @Property({ type: 'datetime', length: 3 })
  ratedAt!: Date;
}

/** A user who was writing a ticket did not need it any more because of an article: one row per ticket begun. */
@ScopedEntity('solutions', { tableName: 'article_solution' })
@Unique({ properties: ['userId', 'idempotencyKey'] })
@Index({ properties: ['articleId'] })
export class ArticleSolution {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'uuid' })
  customerId!: string;

  @Property({ type: 'uuid' })
  userId!: string;

  @Property({ type: 'uuid' })
  articleId!: string;

  @Property({ type: 'text' })
  idempotencyKey!: string;

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;
}
