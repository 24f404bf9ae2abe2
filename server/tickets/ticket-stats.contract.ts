import { Field, Int, ObjectType } from 'type-graphql';
import { manyRule } from '../reads/bounded-count.ts';

@ObjectType({ simpleResolvers: true, description: `Numbers of tickets by status; ${manyRule}.` })
export class TicketStats {
  @Field(() => Int, { description: 'All tickets.' })
  totalTickets!: number;

  @Field(() => Int, { description: 'Open tickets. Whose turn it is, is in `Ticket.waitingFor`.' })
  openTickets!: number;

  @Field(() => Int, { description: 'Pending tickets.' })
  pendingTickets!: number;

  @Field(() => Int, { description: 'Resolved tickets.' })
  resolvedTickets!: number;

  @Field(() => Int, { description: 'Closed tickets.' })
  closedTickets!: number;
}
