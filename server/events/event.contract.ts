import { ArgsType, Ctx, Field, ID, InterfaceType, ObjectType } from 'type-graphql';
import { GraphQLError } from 'graphql';
import type { RequestContext } from '../context.ts';
import { DateTime } from '../graphql/date-time.ts';
import { cursorOfEvent } from './cursor.ts';
import type { EventRow } from './portal-event.ts';

@InterfaceType({
  description:
    'Something that happened, told once and in order. New kinds may be added: pass over those you do not know.',
  resolveType: (event: EventRow) => event.type,
})
export abstract class PortalEvent {
  @Field(() => String, {
    description: 'Opaque place in the stream: give the last one you handled as `after` to go on.',
  })
  cursor(@Ctx() { scope }: RequestContext): string {
    return cursorOfEvent(scope, this as never);
  }

  @Field(() => DateTime, { description: 'When it happened.' })
  occurredAt!: string;
}

/** An event about a ticket. */
export abstract class TicketEvent extends PortalEvent {
  ticketId!: string;
}

@ObjectType({
  implements: PortalEvent,
  description:
    'What happened after the given cursor is no longer kept (7 days are): fetch again what you show, then go on from the cursor of this event.',
})
export class ResyncRequired extends PortalEvent {}

@ArgsType()
export class PortalEventsArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Begin after this cursor, replaying what was missed; only what happens from now on when left out.',
  })
  after?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only events of this ticket.' })
  ticketId?: string | null;
}

/** What an event is about; an event about what the viewer may no longer see is not delivered. */
export async function requireVisible<Thing>(read: Promise<Thing | null>): Promise<Thing> {
  const thing = await read;
  if (!thing) throw new GraphQLError('This no longer exists.', { extensions: { code: 'NOT_FOUND' } });
  return thing;
}
