import { Field, ObjectType } from 'type-graphql';
import { Customer } from '../customers/customer.entity.ts';
import { PortalEvent } from '../events/event.contract.ts';
import { portalEvent } from '../events/portal-event.ts';
import type { Actor } from '../events/record.ts';
import { ReadBy } from '../reads/schema.ts';
import { ActedEvent } from '../users/acted-event.ts';
import type { CustomerNoteRow } from './customer-note.entity.ts';

@ObjectType()
abstract class CustomerNoteEvent extends ActedEvent {
  subjectId!: string;

  @Field(() => Customer, { description: 'The customer whom it is about.' })
  @ReadBy('subjectId')
  customer!: Customer;
}

@ObjectType({ implements: PortalEvent, description: 'A note about a customer was written. Sent to staff only.' })
class CustomerNoteAdded extends CustomerNoteEvent {}

@ObjectType({ implements: PortalEvent, description: 'A note about a customer was changed. Sent to staff only.' })
class CustomerNoteUpdated extends CustomerNoteEvent {}

@ObjectType({ implements: PortalEvent, description: 'A note about a customer was removed. Sent to staff only.' })
class CustomerNoteRemoved extends CustomerNoteEvent {}

export const customerNoteAdded = portalEvent(CustomerNoteAdded);
export const customerNoteUpdated = portalEvent(CustomerNoteUpdated);
export const customerNoteRemoved = portalEvent(CustomerNoteRemoved);

/** What the events of a note are recorded with: customers are not told. */
export const aboutNote = ({ tenantId, customerId }: CustomerNoteRow, actor: Actor) => ({
  actor,
  tenantId,
  customerId,
  ticketId: null,
  subjectId: customerId,
  internal: true,
});
