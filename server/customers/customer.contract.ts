import { ArgsType, Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { PageArgs, connectionType } from '../reads/connection.ts';
import { ReadBy } from '../reads/schema.ts';
import { SortDirection } from '../graphql/sort.ts';
import { Text, lengthRule } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { Customer } from './customer.entity.ts';
import { phoneRule } from '../users/phone-number.ts';

export const CustomerConnection = connectionType('Customer', () => Customer);

export enum CustomerSortField {
  NAME = 'NAME',
  CREATED_AT = 'CREATED_AT',
  UPDATED_AT = 'UPDATED_AT',
}

registerEnumType(CustomerSortField, {
  name: 'CustomerSortField',
  description: 'The fields by which customers can be sorted.',
  valuesConfig: {
    NAME: { description: 'The name.' },
    CREATED_AT: {
      description: 'When the customer was invited, or signed up. Ascending, it can be followed from the last cursor.',
    },
    UPDATED_AT: { description: 'When the customer last changed. Ascending, it can be followed from the last cursor.' },
  },
});

@InputType({ description: 'Order of a list of customers.' })
export class CustomerSort {
  @Field(() => CustomerSortField, { defaultValue: CustomerSortField.NAME, description: 'Field to sort by.' })
  field: CustomerSortField = CustomerSortField.NAME;

  @Field(() => SortDirection, { defaultValue: SortDirection.ASCENDING, description: 'Sort direction.' })
  direction: SortDirection = SortDirection.ASCENDING;
}

@ArgsType()
export class CustomersArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: `Only customers with all of these words, or parts of words, in the name or email address, or with this telephone number in any form, such as 01712-345678; what is copied from a mail, such as Name <address>, is understood, too; all when blank or omitted. It has ${lengthRule(textLimits.search)}, otherwise BAD_USER_INPUT.`,
  })
  search?: string | null;

  @Field(() => CustomerSort, { nullable: true, description: 'The order; by name when omitted.' })
  sort?: CustomerSort | null;
}

@InputType({ description: 'A new customer, with the user who signs in for it.' })
export class CustomerInviteInput {
  @Field(() => String, { description: `Name of the person, household or company: ${lengthRule(textLimits.name, 1)}.` })
  @Text({ maximum: textLimits.name })
  name!: string;

  @Field(() => String, {
    description: 'The address to which the invitation is sent, and with which the user signs in.',
  })
  @Text({ maximum: textLimits.address })
  email!: string;

  @Field(() => String, { nullable: true, description: phoneRule })
  @Text({ maximum: textLimits.phone, optional: true })
  phone?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Language of the invitation, of the portal and of emails as a BCP 47 tag: one of `Tenant.locales`; the viewer’s when omitted.',
  })
  @Text({ maximum: textLimits.locale })
  locale?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'IANA name of the customer’s time zone, such as `Asia/Dhaka`; the viewer’s when omitted.',
  })
  @Text({ maximum: textLimits.timeZone })
  timeZone?: string | null;
}

@InputType({
  description:
    'What to change of a customer. What is omitted or null stays as it is; the profile of its contact changes with it.',
})
export class CustomerUpdateInput {
  @Field(() => String, {
    nullable: true,
    description: `Name of the person, household or company: ${lengthRule(textLimits.name, 1)}.`,
  })
  @Text({ maximum: textLimits.name })
  name?: string | null;

  @Field(() => String, { nullable: true, description: `${phoneRule} Blank for none.` })
  @Text({ maximum: textLimits.phone, optional: true })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'Language as a BCP 47 tag: one of `Tenant.locales`.' })
  @Text({ maximum: textLimits.locale })
  locale?: string | null;

  @Field(() => String, { nullable: true, description: 'IANA name of the time zone, such as `Asia/Dhaka`.' })
  @Text({ maximum: textLimits.timeZone })
  timeZone?: string | null;
}

@ObjectType({ simpleResolvers: true })
abstract class CustomerPayload extends Payload {
  customerId?: string;

  @Field(() => Customer, {
    nullable: true,
    description: 'The customer after the change; null when there are user errors.',
  })
  @ReadBy('customerId')
  customer?: Customer | null;
}

@ObjectType({ description: 'Result of `customerInvite`.' })
export class CustomerInvitePayload extends CustomerPayload {}

@ObjectType({ description: 'Result of `customerUpdate`.' })
export class CustomerUpdatePayload extends CustomerPayload {}

@ObjectType({ description: 'Result of `customerDeactivate`.' })
export class CustomerDeactivatePayload extends CustomerPayload {}

@ObjectType({ description: 'Result of `customerReactivate`.' })
export class CustomerReactivatePayload extends CustomerPayload {}
