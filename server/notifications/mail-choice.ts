import { Field, ObjectType } from 'type-graphql';
import { UserRole } from '../access/viewer.ts';
import { Audience } from '../events/audience.ts';
import type { PortalEventDeclaration } from '../events/portal-event.ts';
import { isMailed, isMailedByDefault, type MailReader, type MutedMails } from './muted-mails.ts';
import { NotificationKind, notifyingEvents } from './notification-kind.ts';

@ObjectType({ simpleResolvers: true, description: 'Whether a kind of notification is also sent by email.' })
export class MailChoice {
  @Field(() => NotificationKind, { description: 'The kind of notification.' })
  kind!: string;

  @Field(() => Boolean, { description: 'Whether it is also sent by email.' })
  mailed!: boolean;

  @Field(() => Boolean, {
    description: 'Whether the user has chosen this; otherwise `mailed` is `mailedByDefault`, and changes with it.',
  })
  chosen!: boolean;

  @Field(() => Boolean, {
    description: 'Whether it is also sent by email to users of this role who have not chosen, as admins have set.',
  })
  mailedByDefault!: boolean;
}

/** The kinds a user of this role can be sent emails about, and which of them are sent. */
export const mailChoicesOf = (user: MailReader & { mutedByDefault: MutedMails }): MailChoice[] =>
  mailedKindsOf(user.role).map((kind) => ({
    kind,
    mailed: isMailed(kind, user, user.mutedByDefault),
    chosen: [...user.wantedMails, ...user.mutedMails].includes(kind),
    mailedByDefault: isMailedByDefault(kind, user.role, user.mutedByDefault),
  }));

/** The kinds that users of a role can be sent emails about. */
export const mailedKindsOf = (role: UserRole): string[] =>
  notifyingEvents.filter((event) => event.email && concerns(event, role)).map(({ type }) => type);

const agentAudiences = [
  Audience.ASSIGNEE,
  Audience.TEAM,
  Audience.ASSIGNEE_OR_ADMINS,
  Audience.ASSIGNEE_OR_AGENTS,
  Audience.NAMED,
];

/** The audiences users of a role can belong to. */
const audiencesOfRole: Record<UserRole, Audience[]> = {
  [UserRole.CUSTOMER]: [Audience.CUSTOMER],
  [UserRole.AGENT]: agentAudiences,
  [UserRole.ADMIN]: [...agentAudiences, Audience.ADMINS],
};

function concerns({ notification }: PortalEventDeclaration, role: UserRole): boolean {
  if (!notification) return false;
  const { byCustomer = [], byStaff = [], byPortal = [] } = notification;
  const bySameSide = role === UserRole.CUSTOMER ? byCustomer : byStaff;
  return (
    bySameSide.includes(Audience.ACTOR) ||
    [...byCustomer, ...byStaff, ...byPortal].some((audience) => audiencesOfRole[role].includes(audience))
  );
}
