import { Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';

/**
 * One term of one article. Terms are compared with `=`, which an index can answer under row level security; the
 * operators of `tsvector` cannot be (docs/adr/0006-article-search.md).
 */
@ScopedEntity('published', { tableName: 'article_term' })
@Index({ properties: ['tenantId', 'term', 'weight', 'articleId'], include: ['published'] })
export class ArticleTerm {
  @PrimaryKey({ type: 'uuid' })
  articleId!: string;

  /** What all forms of a word share. */
  @PrimaryKey({ type: 'text', collation: 'C' })
  term!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'boolean' })
  published!: boolean;

  /** How much the article is about the term: 1 in the title, up to 0.6 for what the body says often. */
  @Property({ type: 'real' })
  weight!: number;
}

/** A word as it is written, and its term: candidates for a word that is unfinished or misspelled. */
@ScopedEntity('published', { tableName: 'article_word' })
@Index({ properties: ['tenantId', 'term'] })
export class ArticleWord {
  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'text', collation: 'C' })
  word!: string;

  @Property({ type: 'text', collation: 'C' })
  term!: string;

  /** Whether a published article has ever had it. */
  @Property({ type: 'boolean' })
  published!: boolean;
}
