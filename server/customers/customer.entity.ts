import { Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType } from 'type-graphql';
import { ScopedEntity } from '../access/scope.ts';
import { TicketStats } from '../tickets/ticket-stats.contract.ts';
import { CustomerInvitation, CustomerStatus } from './customer-status.contract.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'The person (or household, or firm) who asks for help. Owns tickets; seen by itself and by staff. Telephone number, language and time zone are those of its contact, the user who signs in with the customer’s address, and change with `profileUpdate`; so does the name, as long as both have the same.',
})
@ScopedEntity('customers', { tableName: 'customer' })
@Unique({ properties: ['id', 'tenantId'] })
@Index({ properties: ['tenantId', 'name', 'id'] })
export class Customer {
  @Field(() => ID, { description: 'UUID of the customer.' })
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Field(() => String, { description: 'The name to show.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'Where mails about tickets go.' })
  @Property({ type: 'text' })
  email!: string;

  @Field(() => String, { nullable: true, description: 'Telephone number in E.164 form, such as +8801712345678.' })
  @Property({ type: 'text', nullable: true })
  phone: string | null = null;

  @Field(() => String, { description: 'Language as a BCP 47 tag: `en` or `bn`.' })
  @Property({ type: 'text', default: 'en' })
  locale: string = 'en';

  @Field(() => String, { description: 'IANA time zone, such as `Asia/Dhaka`.' })
  @Property({ type: 'text', default: 'UTC' })
  timeZone: string = 'UTC';

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;

  // what the API tells beyond the row
  @Field(() => TicketStats, { description: 'How many tickets the customer has, by status.' })
  readonly stats?: TicketStats;

  @Field(() => CustomerStatus, { description: 'Whether anybody can sign in for the customer.' })
  readonly status?: CustomerStatus;

  @Field(() => CustomerInvitation, {
    nullable: true,
    description: 'The newest invitation; null when it has been accepted, when there was none, and for customers.',
  })
  readonly invitation?: CustomerInvitation | null;
}
