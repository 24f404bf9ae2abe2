import { Field, ObjectType } from 'type-graphql';
import { PortalEvent } from '../events/event.contract.ts';
import { ReadBy } from '../reads/schema.ts';
import { Author } from './user.entity.ts';

/** An event that tells who caused it. */
@ObjectType()
export abstract class ActedEvent extends PortalEvent {
  actorId!: string;

  @Field(() => Author, { nullable: true, description: 'Who did it; null for what the portal did by itself.' })
  @ReadBy('actorId')
  actor!: Author | null;
}
