import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../graphql/date-time.ts';

@ObjectType({ simpleResolvers: true, description: 'An interval in which calls can be booked.' })
export class CallSlot {
  @Field(() => DateTime, { description: 'Start of the slot, to be sent as `scheduledAt`.' })
  startsAt!: Date;

  @Field(() => DateTime, { description: 'End of the slot.' })
  endsAt!: Date;

  @Field(() => Int, { description: 'How many more calls can be booked in the slot; 0 when it is full.' })
  available!: number;
}

@ArgsType()
export class CallSlotsArgs {
  @Field(() => DateTime, { description: 'Only slots that start at this time or later.' })
  from!: Date;

  @Field(() => DateTime, { description: 'Only slots that start before this time, at most 31 days after `from`.' })
  to!: Date;
}
