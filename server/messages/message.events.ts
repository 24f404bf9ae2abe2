import { Ctx, Field, Info, ObjectType } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import { PortalEvent, TicketEvent, requireVisible } from '../events/event.contract.ts';
import { Ticket } from '../tickets/ticket.contract.ts';
import { ticketReads } from '../tickets/ticket.reads.ts';
import { Message } from './message.contract.ts';
import { messageReads } from './message.reads.ts';

@ObjectType({ implements: PortalEvent, description: 'A message was added to a ticket.' })
export class MessageAdded extends TicketEvent {
  subjectId!: string;

  @Field(() => Ticket, { description: 'The ticket in its current state.' })
  ticket(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<Ticket> {
    return requireVisible(context.byId(ticketReads, this.ticketId, info));
  }

  @Field(() => Message, { description: 'The message.' })
  message(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<Message> {
    return requireVisible(context.byId(messageReads, this.subjectId, info));
  }
}
