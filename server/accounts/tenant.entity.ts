import { PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { ScopedEntity } from '../access/scope.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'An organisation whose customers ask for help here. Tenants never see each other.',
})
@ScopedEntity('tenants', { tableName: 'tenant' })
export class Tenant {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Field(() => String, {
    description: 'The short name in addresses and at sign-in: lower-case letters, digits, hyphens.',
  })
  @Property({ type: 'text', unique: true })
  slug!: string;

  @Field(() => String, { description: 'The name to show.' })
  @Property({ type: 'text' })
  name!: string;

  /** The tenant's own host name, when it has one. */
  @Property({ type: 'text', nullable: true, unique: true })
  domain: string | null = null;

  /** Made by the demo seeder, with passwords everybody knows: production refuses to start over it. */
  @Property({ type: 'boolean', default: false })
  demo: boolean = false;

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;
}
