import { ArgsType, Ctx, Field, ID, InterfaceType, ObjectType } from 'type-graphql';
import type { RequestContext } from '../context.ts';
import { DateTime } from '../graphql/date-time.ts';
import { cursorOfEvent, numberOfEvent } from './cursor.ts';
import type { EventRow } from './event-row.ts';

@ObjectType({ simpleResolvers: true, description: 'A field before and after a change.' })
export class FieldChange {
  @Field(() => String, {
    description:
      'Name of the field in the schema, such as `priority`. New ones may be added: ignore those that you do not know.',
  })
  field!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'UUID of the `TicketField` where `field` is `fields`: a field that admins have added to tickets. Null for all others.',
  })
  ticketFieldId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The value before: that of an enum, a number, a time, `true` or `false`, or the UUID of an object. Null when there was none, and for what people wrote, such as a name: only the object has that.',
  })
  from!: string | null;

  @Field(() => String, { nullable: true, description: 'The value after, in the same form.' })
  to!: string | null;
}

@InterfaceType({
  description:
    'Something that has happened, delivered in order and once. New types may be added: ignore those that you do not know.',
  resolveType: (event: EventRow) => event.type,
})
export abstract class PortalEvent {
  @Field(() => ID, { description: 'Identifies the event for this viewer, as the `HistoryEntry` of the same event.' })
  id(@Ctx() { scope }: RequestContext): string {
    return String(numberOfEvent(scope, this as never));
  }

  @Field(() => String, {
    description: 'Opaque position in the stream. To resume, send the cursor of the last event you handled as `after`.',
  })
  cursor(@Ctx() { scope }: RequestContext): string {
    return cursorOfEvent(scope, this as never);
  }

  @Field(() => DateTime, { description: 'When it happened.' })
  occurredAt!: string;
}

@ObjectType({
  implements: PortalEvent,
  description:
    'The events after the given cursor can no longer be replayed (they can for 7 days): fetch everything you show again, then continue from the cursor of this event.',
})
export class ResyncRequired extends PortalEvent {}

@ArgsType()
export class PortalEventsArgs {
  @Field(() => String, {
    nullable: true,
    description:
      'Start after this cursor, with the events that were missed; only new events when omitted. BAD_USER_INPUT for what is not a cursor of this stream.',
  })
  after?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only events of this ticket, given by its UUID. NOT_FOUND when it does not exist for this viewer.',
  })
  ticketId?: string | null;
}
