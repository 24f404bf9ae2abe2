import { Field, Int, ObjectType } from 'type-graphql';
import { manyRule } from '../reads/bounded-count.ts';

@ObjectType({
  simpleResolvers: true,
  description: `How many open and pending tickets are in each queue of the viewer, who is staff; ${manyRule}.`,
})
export class TicketQueues {
  @Field(() => Int, { description: 'Assigned to the viewer.' })
  mine!: number;

  @Field(() => Int, { description: 'Assigned to nobody.' })
  unassigned!: number;

  @Field(() => Int, { description: 'Waiting for staff (`TicketParty`).' })
  waitingForStaff!: number;

  @Field(() => Int, { description: 'Waiting for the customer.' })
  waitingForCustomer!: number;

  @Field(() => Int, { description: 'All of them.' })
  all!: number;
}
