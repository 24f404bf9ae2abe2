import type { Opt } from '@mikro-orm/postgresql';
import { Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType } from 'type-graphql';
import { Keys } from '../access/key-rules.ts';
import { ScopedEntity } from '../access/scope.ts';
import { Invitation } from '../account-links/invitation.contract.ts';
import { DateTime } from '../graphql/date-time.ts';
import { MailRefusal } from '../mail/mail-failure.ts';
import { TicketStats } from '../tickets/ticket-stats.contract.ts';
import { CustomerStatus } from './customer-status.contract.ts';

@Keys('customers:read')
@ObjectType({
  simpleResolvers: true,
  description:
    'A person, household or company that the tenant supports. Visible to its own users and to staff. Telephone number, language and time zone are those of its contact, the user who signs in with the customer’s address, and change with `profileUpdate`; so does the name, as long as both are the same.',
})
@ScopedEntity('customers', { tableName: 'customer' })
@Unique({ properties: ['id', 'tenantId'] })
@Index({ properties: ['tenantId', 'name', 'id'] })
@Index({ properties: ['tenantId', 'createdAt', 'id'] })
@Index({ properties: ['tenantId', 'updatedAt', 'id'] })
export class Customer {
  @Field(() => ID, { description: 'UUID of the customer.' })
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Field(() => String, { description: 'Display name.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'Email address of the customer.' })
  @Property({ type: 'text' })
  email!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Telephone number in E.164 form, such as +8801712345678; null when there is none.',
  })
  @Property({ type: 'text', nullable: true })
  phone: string | null = null;

  @Field(() => String, { description: 'Language as a BCP 47 tag: `en` or `bn`.' })
  @Property({ type: 'text', default: 'en' })
  locale: string = 'en';

  @Field(() => String, { description: 'IANA time zone, such as `Asia/Dhaka`.' })
  @Property({ type: 'text', default: 'UTC' })
  timeZone: string = 'UTC';

  @Field(() => DateTime, { description: 'When the customer was invited, or signed up.' })
  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;

  @Field(() => DateTime, {
    description: 'When the customer last changed: its fields, an invitation that was sent again or accepted.',
  })
  @Property({ type: 'datetime', length: 3, defaultRaw: 'now()' })
  updatedAt!: Opt<Date>;

  // what the API tells beyond the row
  @Field(() => TicketStats, { description: 'Numbers of the customer’s tickets, by status.' })
  readonly stats?: TicketStats;

  @Field(() => CustomerStatus, { description: 'Whether the customer has users who can sign in.' })
  readonly status?: CustomerStatus;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When one of the customer’s users last used the portal, to within a quarter of an hour; null when none has signed in yet.',
  })
  readonly lastActiveAt?: Date | null;

  @Field(() => MailRefusal, {
    nullable: true,
    description:
      'Set while the mail server of the customer’s address refuses the emails of this portal for good; null once it has taken one, and for customers.',
  })
  readonly mailRefusal?: MailRefusal | null;

  @Field(() => Invitation, {
    nullable: true,
    description: 'The latest invitation; null when it has been accepted, when there was none, and for customers.',
  })
  readonly invitation?: Invitation | null;
}
