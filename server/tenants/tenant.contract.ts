import { Field, ObjectType } from 'type-graphql';
import { Tenant } from './tenant.entity.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'What may be known of the portal at this address before signing in.',
})
export class PortalInfo {
  @Field(() => Tenant, {
    nullable: true,
    description: 'The tenant this address belongs to; null when it tells none, and `signIn` has to be given one.',
  })
  tenant!: Tenant | null;
}
