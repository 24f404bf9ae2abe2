import { Ctx, Field, Info, ObjectType } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import { PortalEvent, TicketEvent, requireVisible } from '../events/event.contract.ts';
import { Ticket } from './ticket.contract.ts';
import { TicketStatus } from './ticket.entity.ts';
import { ticketReads } from './ticket.reads.ts';

@ObjectType({ implements: PortalEvent, description: 'A ticket was opened.' })
export class TicketCreated extends TicketEvent {
  @Field(() => Ticket, { description: 'The ticket in its current state.' })
  ticket(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<Ticket> {
    return requireVisible(context.byId(ticketReads, this.ticketId, info));
  }
}

@ObjectType({ implements: PortalEvent, description: 'The status of a ticket changed.' })
export class TicketStatusChanged extends TicketEvent {
  @Field(() => Ticket, { description: 'The ticket in its current state.' })
  ticket(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<Ticket> {
    return requireVisible(context.byId(ticketReads, this.ticketId, info));
  }

  @Field(() => TicketStatus, { description: 'The status before.' })
  from!: TicketStatus;

  @Field(() => TicketStatus, { description: 'The status after.' })
  to!: TicketStatus;
}
