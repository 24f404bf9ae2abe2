import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../graphql/date-time.ts';

export enum CustomerStatus {
  INVITED = 'INVITED',
  ACTIVE = 'ACTIVE',
  INACTIVE = 'INACTIVE',
}

registerEnumType(CustomerStatus, {
  name: 'CustomerStatus',
  description: 'Whether anybody can sign in for a customer.',
  valuesConfig: {
    INVITED: { description: 'Somebody is invited, and nobody has chosen a password yet.' },
    ACTIVE: { description: 'Somebody can sign in.' },
    INACTIVE: { description: 'Nobody can sign in, and nobody is invited.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'An invitation that has not been accepted, for staff.' })
export class CustomerInvitation {
  @Field(() => DateTime, { description: 'When staff invited.' })
  createdAt!: string;

  @Field(() => DateTime, { description: 'Until when the link in it can be used; invite again for a new one.' })
  expiresAt!: string;

  @Field(() => DateTime, { nullable: true, description: 'When the mail was handed over; null while it was not.' })
  sentAt!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Why the mail could not be handed over at the last attempt; it is tried again. Null when nothing failed.',
  })
  failure!: string | null;
}
