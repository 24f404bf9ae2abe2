import { Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';

/**
 * One word, in the form all its forms share, of one article. Looked up by equality, which row level security leaves to
 * the index; of the operators of `tsvector` it keeps the index away.
 */
@ScopedEntity('published', { tableName: 'article_term' })
@Index({ properties: ['tenantId', 'term', 'weight', 'articleId'], include: ['published'] })
export class ArticleTerm {
  @PrimaryKey({ type: 'uuid' })
  articleId!: string;

  @PrimaryKey({ type: 'text', collation: 'C' })
  term!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'boolean' })
  published!: boolean;

  /** How much the article is about it: more in the title, more when it is said often. */
  @Property({ type: 'real' })
  weight!: number;
}

/** A word as it is written, and its term: what a word that is still being typed, or misspelt, may stand for. */
@ScopedEntity('published', { tableName: 'article_word' })
@Index({ properties: ['tenantId', 'term'] })
export class ArticleWord {
  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'text', collation: 'C' })
  word!: string;

  @Property({ type: 'text', collation: 'C' })
  term!: string;

  /** Whether it was ever part of a published article. */
  @Property({ type: 'boolean' })
  published!: boolean;
}
