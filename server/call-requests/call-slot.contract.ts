import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../graphql/date-time.ts';

@ObjectType({ simpleResolvers: true, description: 'A time at which a call can be booked.' })
export class CallSlot {
  @Field(() => DateTime, { description: 'When it begins; what `scheduledAt` takes.' })
  startsAt!: Date;

  @Field(() => DateTime, { description: 'When it ends.' })
  endsAt!: Date;

  @Field(() => Int, { description: 'How many calls can still be booked in it; 0 when it is full.' })
  available!: number;
}

@ArgsType()
export class CallSlotsArgs {
  @Field(() => DateTime, { description: 'Only slots that begin at this moment or later.' })
  from!: Date;

  @Field(() => DateTime, { description: 'Only slots that begin before this moment, at most 31 days after `from`.' })
  to!: Date;
}
