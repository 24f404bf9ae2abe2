import { Ctx, Field, ID, Info, InputType, ObjectType } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { UserRole, type Viewer } from '../access/viewer.ts';
import { RequestContext } from '../context.ts';
import { connectionType } from '../reads/connection.ts';
import { DateTime } from '../graphql/date-time.ts';
import { Text } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { MailChoice } from '../notifications/mail-choice.ts';
import { TicketStats } from '../tickets/ticket-stats.contract.ts';
import { readViewer } from './account.projection.ts';
import { Customer } from '../customers/customer.entity.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { Theme } from '../users/theme.ts';
import { Author } from '../users/user.entity.ts';

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

@ObjectType({
  simpleResolvers: true,
  description: 'What may be known of the portal at this address before signing in.',
})
export class PortalInfo {
  @Field(() => Tenant, {
    nullable: true,
    description: 'The tenant this address belongs to; null when it tells none, and `signIn` has to be given one.',
  })
  tenant!: Tenant | null;
}

@InputType({ description: 'Who wants to sign in.' })
export class SignInInput {
  @Field(() => String, { description: 'The email address; upper and lower case are the same.' })
  @Text({ maximum: 320 })
  email!: string;

  @Field(() => String, { description: 'The password.' })
  @Text({ maximum: 1_000 })
  password!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Short name (slug) of the tenant; needed only where `portal.tenant` is null.',
  })
  @Text({ maximum: 100, optional: true })
  tenant?: string | null;
}

@ObjectType({ description: 'Being signed in. The refresh token travels in an HttpOnly cookie and is never shown.' })
export class Session {
  viewerToBe!: Viewer;

  @Field(() => String, {
    description: 'Send it as `Authorization: Bearer …`, and as `accessToken` when opening a socket.',
  })
  accessToken!: string;

  @Field(() => DateTime, {
    description: 'When the access token ends, about 15 minutes away; call `sessionRefresh` before.',
  })
  expiresAt!: Date;

  @Field(() => User, { description: 'Who is signed in.' })
  async viewer(@Ctx() { portal }: RequestContext, @Info() info: GraphQLResolveInfo): Promise<User> {
    const context = new RequestContext(portal, this.viewerToBe);
    try {
      return (await readViewer(context, info))!;
    } finally {
      await context.endReads();
    }
  }
}

@ObjectType({ simpleResolvers: true })
export abstract class SessionPayload extends Payload {
  @Field(() => Session, { nullable: true, description: 'The session; null when nobody is signed in by this call.' })
  session?: Session | null;
}

@ObjectType({ description: 'Answer of `signIn`.' })
export class SignInPayload extends SessionPayload {}

@ObjectType({ description: 'Answer of `sessionRefresh`.' })
export class SessionRefreshPayload extends SessionPayload {}

@ObjectType({ description: 'Answer of `signOut`.' })
export class SignOutPayload extends Payload {}
