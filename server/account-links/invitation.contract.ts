import { Field, ObjectType } from 'type-graphql';
import { Keys } from '../access/key-rules.ts';
import { DateTime } from '../graphql/date-time.ts';
import { MailFailure } from '../mail/mail-failure.ts';

@Keys('any')
@ObjectType({ simpleResolvers: true, description: 'An invitation that has not been accepted yet; for staff.' })
export class Invitation {
  @Field(() => DateTime, { description: 'When the invitation was made.' })
  createdAt!: string;

  @Field(() => DateTime, { description: 'When the link in the invitation expires; invite again to send a new one.' })
  expiresAt!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the email was accepted by the mail server; null until then.',
  })
  sentAt!: string | null;

  @Field(() => MailFailure, {
    nullable: true,
    description: 'Why the last attempt to send the email failed. Null when it did not fail.',
  })
  failure!: MailFailure | null;
}
