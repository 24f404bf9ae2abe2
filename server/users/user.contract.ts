import { Field, ID, ObjectType } from 'type-graphql';
import { Keys } from '../access/key-rules.ts';
import { UserRole } from '../access/viewer.ts';
import { Customer } from '../customers/customer.entity.ts';
import { MailChoice } from '../notifications/mail-choice.ts';
import { connectionType } from '../reads/connection.ts';
import { DateTime } from '../graphql/date-time.ts';
import { SecondFactor } from '../second-factor/second-factor-state.contract.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { TicketQueues } from '../tickets/ticket-queues.contract.ts';
import { TicketStats } from '../tickets/ticket-stats.contract.ts';
import { Theme } from './theme.ts';
import { Author } from './user.entity.ts';

@Keys('never')
@ObjectType({ simpleResolvers: true, description: 'The signed-in user.' })
export class User {
  @Field(() => ID, { description: 'UUID of the user.' })
  id!: string;

  @Field(() => String, { description: 'Display name.' })
  name!: string;

  @Field(() => String, { description: 'Email address to sign in with.' })
  email!: string;

  @Field(() => UserRole, { description: 'Customer, agent or admin.' })
  role!: UserRole;

  @Field(() => String, {
    nullable: true,
    description: 'Telephone number in E.164 form, such as +8801712345678; null when there is none.',
  })
  phone!: string | null;

  @Field(() => String, {
    description:
      'Language as a BCP 47 tag, as it was chosen. Where it is none of `Tenant.locales` any more, the portal and emails use `Tenant.defaultLocale`.',
  })
  locale!: string;

  @Field(() => String, { description: 'IANA name of the time zone in which times are shown, such as `Asia/Dhaka`.' })
  timeZone!: string;

  @Field(() => Theme, { description: 'Colour theme of the portal.' })
  theme!: Theme;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when the user signs in with an authenticator, too; null where they do not.',
  })
  totpSince!: string | null;

  @Field(() => SecondFactor, {
    nullable: true,
    description: 'What belongs to the second factor; null where there is none.',
  })
  secondFactor!: SecondFactor | null;

  @Field(() => Tenant, { description: 'The tenant the user belongs to.' })
  tenant!: Tenant;

  @Field(() => Customer, { nullable: true, description: 'The customer that the user belongs to; null for staff.' })
  customer!: Customer | null;

  @Field(() => TicketStats, {
    description: 'Numbers of the tickets that the user can see, by status.',
    complexity: 100,
  })
  ticketStats!: TicketStats;

  @Field(() => TicketQueues, {
    nullable: true,
    description: 'Numbers of the tickets that the user can work on, by queue; null for customers.',
    complexity: 200,
  })
  ticketQueues!: TicketQueues | null;

  @Field(() => [MailChoice], {
    description:
      'The kinds of notification that can be sent to the user by email, whether they are, and whether the user or the organisation has said so.',
    complexity: 1,
  })
  mailChoices!: MailChoice[];
}

export const AuthorConnection = connectionType('Author', () => Author);
