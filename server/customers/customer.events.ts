import { Field, ObjectType } from 'type-graphql';
import { FieldChange, PortalEvent } from '../events/event.contract.ts';
import { changesOf } from '../events/field-changes.ts';
import { portalEvent } from '../events/portal-event.ts';
import { ReadBy } from '../reads/schema.ts';
import { ActedEvent } from '../users/acted-event.ts';
import { Customer } from './customer.entity.ts';

@ObjectType()
abstract class CustomerEvent extends ActedEvent {
  subjectId!: string;

  @Field(() => Customer, { description: 'The customer in its current state.' })
  @ReadBy('subjectId')
  customer!: Customer;
}

@ObjectType({
  implements: PortalEvent,
  description:
    'A customer was invited, and with it the user who will sign in; or one signed up, who is the `actor` then and can sign in already.',
})
class CustomerCreated extends CustomerEvent {}

export const customerCreated = portalEvent(CustomerCreated, { security: true });

@ObjectType({
  implements: PortalEvent,
  description: 'A customer changed, or was invited again, or can sign in from now on.',
})
class CustomerChanged extends CustomerEvent {
  @Field(() => [FieldChange], {
    description: 'What changed: `name`, `phone`, `locale`, `timeZone`, `invitation` or `status`.',
    complexity: 1,
  })
  changes(): FieldChange[] {
    return changesOf(this);
  }
}

export const customerChanged = portalEvent(CustomerChanged, { security: true });
