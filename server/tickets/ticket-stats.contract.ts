import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true, description: 'How many tickets there are, by status.' })
export class TicketStats {
  @Field(() => Int, { description: 'All tickets.' })
  totalTickets!: number;

  @Field(() => Int, { description: 'Tickets that wait for staff.' })
  openTickets!: number;

  @Field(() => Int, { description: 'Tickets that wait for the customer.' })
  pendingTickets!: number;

  @Field(() => Int, { description: 'Tickets held to be solved.' })
  resolvedTickets!: number;

  @Field(() => Int, { description: 'Finished tickets.' })
  closedTickets!: number;
}
