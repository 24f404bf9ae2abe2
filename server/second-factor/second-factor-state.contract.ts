import { Field, Int, ObjectType } from 'type-graphql';
import { Keys } from '../access/key-rules.ts';

@Keys('never')
@ObjectType({ simpleResolvers: true, description: 'The second factor of the viewer.' })
export class SecondFactor {
  @Field(() => Int, { description: 'How many recovery codes have not been used, of ten.' })
  recoveryCodesLeft!: number;
}
