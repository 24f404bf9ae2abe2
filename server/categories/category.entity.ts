import type { Opt } from '@mikro-orm/postgresql';
import { Check, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import type { LocalisedText } from '#shared/localised-text.ts';
import { ScopedEntity } from '../access/scope.ts';

/** What tickets can be about, as the admins of a tenant see it. Never deleted, since tickets keep theirs. */
@ScopedEntity('categories', { tableName: 'category' })
@Unique({ properties: ['id', 'tenantId'] })
@Index({ properties: ['tenantId', 'position', 'id'] })
@Check({ name: 'category_names_check', expression: `jsonb_typeof(names) = 'array'` })
export class CategoryRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'json' })
  names!: LocalisedText[];

  /** Among those that are not archived: 1 is the first. */
  @Property({ type: 'integer' })
  position!: number;

  @Property({ type: 'boolean', default: false })
  archived: Opt<boolean> = false;
}
