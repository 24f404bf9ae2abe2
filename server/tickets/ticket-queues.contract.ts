import { Field, Int, ObjectType } from 'type-graphql';
import { manyRule } from '../reads/bounded-count.ts';

@ObjectType({
  simpleResolvers: true,
  description: `Numbers of open and pending tickets by queue, as \`tickets\` lists them; ${manyRule}.`,
})
export class TicketQueues {
  @Field(() => Int, { description: 'Assigned to the viewer.' })
  mine!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Assigned to the teams of the viewer, whoever works on them; null when the viewer is in none.',
  })
  myTeams!: number | null;

  @Field(() => Int, { description: 'Assigned to nobody, whether or not they are in the queue of a team.' })
  unassigned!: number;

  @Field(() => Int, { description: 'Those on which it is the turn of staff.' })
  waitingForStaff!: number;

  @Field(() => Int, { description: 'Those on which it is the turn of the customer.' })
  waitingForCustomer!: number;

  @Field(() => Int, { description: 'All of the tenant.' })
  all!: number;
}
