import { Field, ObjectType } from 'type-graphql';
import type { Viewer } from '../access/viewer.ts';
import { FieldChange, PortalEvent } from '../events/event.contract.ts';
import { changesOf } from '../events/field-changes.ts';
import { portalEvent } from '../events/portal-event.ts';
import { aboutTenant } from '../events/record.ts';
import { ReadBy } from '../reads/schema.ts';
import { ActedEvent } from '../users/acted-event.ts';
import { TicketField } from './ticket-field.contract.ts';

@ObjectType()
abstract class TicketFieldEvent extends ActedEvent {
  subjectId!: string;

  @Field(() => TicketField, { description: 'The field in its current state.' })
  @ReadBy('subjectId')
  ticketField!: TicketField;
}

@ObjectType({ implements: PortalEvent, description: 'A field of tickets was added. Sent to staff only.' })
class TicketFieldCreated extends TicketFieldEvent {}

@ObjectType({ implements: PortalEvent, description: 'A field of tickets changed. Sent to staff only.' })
class TicketFieldChanged extends TicketFieldEvent {
  @Field(() => [FieldChange], {
    description:
      'What changed: a field of `TicketField`. Only `required` and `archived` come with their values, `true` or `false`.',
    complexity: 1,
  })
  changes(): FieldChange[] {
    return changesOf(this);
  }
}

@ObjectType({
  implements: PortalEvent,
  description: 'The fields of tickets are asked in another order. Sent to staff only.',
})
class TicketFieldsReordered extends ActedEvent {}

export const ticketFieldCreated = portalEvent(TicketFieldCreated);
export const ticketFieldChanged = portalEvent(TicketFieldChanged);
export const ticketFieldsReordered = portalEvent(TicketFieldsReordered);

/** What all of these are recorded with: they belong to no customer. */
export const aboutFields = (viewer: Viewer) => aboutTenant(viewer.tenantId, viewer);
