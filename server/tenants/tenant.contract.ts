import { Field, ObjectType } from 'type-graphql';
import { Tenant } from './tenant.entity.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'What is known about the portal at this address before signing in.',
})
export class PortalInfo {
  @Field(() => Tenant, {
    nullable: true,
    description:
      'The tenant of this address; null when the address does not identify one, and `signIn` requires `input.tenant`.',
  })
  tenant!: Tenant | null;

  @Field(() => Boolean, { description: 'Whether that tenant is suspended, so that nobody can sign in.' })
  suspended!: boolean;
}
