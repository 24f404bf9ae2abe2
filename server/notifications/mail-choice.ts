import { Field, ObjectType } from 'type-graphql';
import { UserRole } from '../access/viewer.ts';
import { Audience } from '../events/audience.ts';
import type { PortalEventDeclaration } from '../events/portal-event.ts';
import { NotificationKind, notifyingEvents } from './notification-kind.ts';

@ObjectType({ simpleResolvers: true, description: 'Whether a kind of notification is also sent by email.' })
export class MailChoice {
  @Field(() => NotificationKind, { description: 'The kind of notification.' })
  kind!: string;

  @Field(() => Boolean, { description: 'Whether it is also sent by email.' })
  mailed!: boolean;
}

/** The kinds a user of this role can be sent emails about, and which of them they want. */
export const mailChoicesOf = ({ role, mutedMails }: { role: UserRole; mutedMails: string[] }): MailChoice[] =>
  notifyingEvents
    .filter((event) => event.email && concerns(event, role))
    .map(({ type }) => ({ kind: type, mailed: !mutedMails.includes(type) }));

const agentAudiences = [Audience.ASSIGNEE, Audience.ASSIGNEE_OR_ADMINS, Audience.ASSIGNEE_OR_AGENTS, Audience.NAMED];

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
