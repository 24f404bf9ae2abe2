import { ArgsType, Ctx, Field, ID, Info, InterfaceType, ObjectType } from 'type-graphql';
import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import { DateTime } from '../graphql/date-time.ts';
import { Message } from '../messages/message.contract.ts';
import { readMessage } from '../messages/message.projection.ts';
import { Ticket } from '../tickets/ticket.contract.ts';
import { TicketStatus } from '../tickets/ticket.entity.ts';
import { readTicket } from '../tickets/ticket.projection.ts';
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

@ObjectType({ implements: PortalEvent, description: 'A ticket was opened.' })
export class TicketCreated extends TicketEvent {
  @Field(() => Ticket, { description: 'The ticket as it is now.' })
  ticket(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<Ticket> {
    return stillThere(readTicket(context, this.ticketId, info));
  }
}

@ObjectType({ implements: PortalEvent, description: 'A message was added to a ticket.' })
export class MessageAdded extends TicketEvent {
  subjectId!: string;

  @Field(() => Ticket, { description: 'The ticket as it is now.' })
  ticket(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<Ticket> {
    return stillThere(readTicket(context, this.ticketId, info));
  }

  @Field(() => Message, { description: 'The message.' })
  message(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<Message> {
    return stillThere(readMessage(context, this.subjectId, info));
  }
}

@ObjectType({ implements: PortalEvent, description: 'The status of a ticket changed.' })
export class TicketStatusChanged extends TicketEvent {
  @Field(() => Ticket, { description: 'The ticket as it is now.' })
  ticket(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<Ticket> {
    return stillThere(readTicket(context, this.ticketId, info));
  }

  @Field(() => TicketStatus, { description: 'The status before.' })
  from!: TicketStatus;

  @Field(() => TicketStatus, { description: 'The status after.' })
  to!: TicketStatus;
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

/** An event about what the viewer may no longer see is not delivered. */
export async function stillThere<Thing>(reading: Promise<Thing | null>): Promise<Thing> {
  const thing = await reading;
  if (!thing) throw new GraphQLError('It is not there any more.', { extensions: { code: 'NOT_FOUND' } });
  return thing;
}
