import { Field, ID, ObjectType } from 'type-graphql';
import { UserRole } from '../access/viewer.ts';
import { Customer } from '../customers/customer.entity.ts';
import { MailChoice } from '../notifications/mail-choice.ts';
import { connectionType } from '../reads/connection.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { TicketStats } from '../tickets/ticket-stats.contract.ts';
import { Theme } from './theme.ts';
import { Author } from './user.entity.ts';

@ObjectType({ simpleResolvers: true, description: 'The viewer: who is signed in.' })
export class User {
  @Field(() => ID, { description: 'UUID of the user.' })
  id!: string;

  @Field(() => String, { description: 'The name to show.' })
  name!: string;

  @Field(() => String, { description: 'The address to sign in with.' })
  email!: string;

  @Field(() => UserRole, { description: 'Customer, agent or admin.' })
  role!: UserRole;

  @Field(() => String, { nullable: true, description: 'Telephone number in E.164 form, such as +8801712345678.' })
  phone!: string | null;

  @Field(() => String, { description: 'The language of portal and mails: `en` or `bn`.' })
  locale!: string;

  @Field(() => String, { description: 'The IANA time zone times are shown in, such as `Asia/Dhaka`.' })
  timeZone!: string;

  @Field(() => Theme, { description: 'The colours of the portal.' })
  theme!: Theme;

  @Field(() => Tenant, { description: 'The tenant the user belongs to.' })
  tenant!: Tenant;

  @Field(() => Customer, { nullable: true, description: 'The customer the user acts for; null for staff.' })
  customer!: Customer | null;

  @Field(() => TicketStats, { description: 'How many tickets the user sees, by status.' })
  ticketStats!: TicketStats;

  @Field(() => [MailChoice], {
    description: 'The kinds of notification that can come to the user by mail, and whether they do.',
  })
  mailChoices!: MailChoice[];
}

export const AuthorConnection = connectionType('Author', () => Author);
