import { Field, InputType } from 'type-graphql';
import { DateTime } from './date-time.ts';

@InputType({ description: 'A period.' })
export class PeriodInput {
  @Field(() => DateTime, { nullable: true, description: 'At this time or later.' })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Before this time.' })
  before?: Date | null;
}
