import { PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { ScopedEntity } from '../access/scope.ts';
import { OpeningHours } from '../opening-hours/opening-hours.contract.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'An organisation that offers support through the portal. Tenants never see each other.',
})
@ScopedEntity('tenants', { tableName: 'tenant' })
export class Tenant {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Field(() => String, {
    description: 'Short name in addresses and at sign-in: lower-case letters, digits and hyphens.',
  })
  @Property({ type: 'text', unique: true })
  slug!: string;

  @Field(() => String, { description: 'Display name.' })
  @Property({ type: 'text' })
  name!: string;

  /** The tenant's own host name, when it has one. */
  @Property({ type: 'text', nullable: true, unique: true })
  domain: string | null = null;

  /** Made by the demo seeder, with passwords everybody knows: production refuses to start over it. */
  @Property({ type: 'boolean', default: false })
  demo: boolean = false;

  /** Since when nobody can sign in. */
  @Property({ type: 'datetime', length: 3, nullable: true })
  suspendedAt: Date | null = null;

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;

  // read from its own table
  @Field(() => OpeningHours, { description: 'When the tenant answers the telephone, and how calls are booked.' })
  readonly openingHours?: OpeningHours;
}
