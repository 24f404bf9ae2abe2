import { ArgsType, Field, InputType, ObjectType } from 'type-graphql';
import { PageArgs, connectionType } from '../reads/connection.ts';
import { ReadBy } from '../reads/schema.ts';
import { Text } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { Customer } from './customer.entity.ts';
import { phoneRule } from '../users/phone-number.ts';

export const CustomerConnection = connectionType('Customer', () => Customer);

@ArgsType()
export class CustomersArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description:
      'Only customers with this text in name, email address or telephone number, whatever the case. At most 200 characters.',
  })
  search?: string | null;
}

@InputType({ description: 'A new customer, and who is to sign in for it.' })
export class CustomerInviteInput {
  @Field(() => String, { description: 'The name of the person, household or firm: 1 to 200 characters.' })
  @Text({ maximum: 200 })
  name!: string;

  @Field(() => String, { description: 'Where the invitation goes, and the address to sign in with.' })
  @Text({ maximum: 254 })
  email!: string;

  @Field(() => String, { nullable: true, description: phoneRule })
  @Text({ maximum: 40, optional: true })
  phone?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The language of the invitation and of everything after it: `en` or `bn`; the viewer’s when left out.',
  })
  @Text({ maximum: 10 })
  locale?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The customer’s time zone, an IANA name such as `Asia/Dhaka`; the viewer’s when left out.',
  })
  @Text({ maximum: 100 })
  timeZone?: string | null;
}

@ObjectType({ description: 'Answer of `customerInvite`.' })
export class CustomerInvitePayload extends Payload {
  customerId?: string;

  @Field(() => Customer, { nullable: true, description: 'The customer as it is now; null when nothing was done.' })
  @ReadBy('customerId')
  customer?: Customer | null;
}
