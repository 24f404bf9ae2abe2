import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../graphql/date-time.ts';
import { MailFailure } from '../mail/mail-failure.ts';

export enum CustomerStatus {
  INVITED = 'INVITED',
  ACTIVE = 'ACTIVE',
  INACTIVE = 'INACTIVE',
}

registerEnumType(CustomerStatus, {
  name: 'CustomerStatus',
  description: 'Whether a customer has users who can sign in.',
  valuesConfig: {
    INVITED: { description: 'Invited, but no user has chosen a password yet.' },
    ACTIVE: { description: 'A user can sign in.' },
    INACTIVE: { description: 'No user can sign in, and none is invited.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'An invitation that has not been accepted yet; for staff.' })
export class CustomerInvitation {
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
