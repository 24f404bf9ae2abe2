import { Field, ObjectType } from 'type-graphql';
import type { UserRole } from '../access/viewer.ts';
import { mailedEvents } from '../mail/emails.ts';
import { kindsFor } from './audience.ts';
import { NotificationKind } from './notification-kind.ts';

@ObjectType({ simpleResolvers: true, description: 'Whether a kind of notification is also sent by email.' })
export class MailChoice {
  @Field(() => NotificationKind, { description: 'The kind of notification.' })
  kind!: NotificationKind;

  @Field(() => Boolean, { description: 'Whether it is also sent by email.' })
  mailed!: boolean;
}

/** The kinds somebody of this role can be mailed about, and which of them they want. */
export const mailChoicesOf = ({ role, mutedMails }: { role: UserRole; mutedMails: string[] }): MailChoice[] =>
  kindsFor(role)
    .filter((kind) => mailedEvents.has(kind))
    .map((kind) => ({ kind, mailed: !mutedMails.includes(kind) }));
