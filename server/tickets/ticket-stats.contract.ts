import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true, description: 'Numbers of tickets by status.' })
export class TicketStats {
  @Field(() => Int, { description: 'All tickets.' })
  totalTickets!: number;

  @Field(() => Int, { description: 'Open tickets, which are waiting for staff.' })
  openTickets!: number;

  @Field(() => Int, { description: 'Pending tickets, which are waiting for the customer.' })
  pendingTickets!: number;

  @Field(() => Int, { description: 'Resolved tickets.' })
  resolvedTickets!: number;

  @Field(() => Int, { description: 'Closed tickets.' })
  closedTickets!: number;
}
