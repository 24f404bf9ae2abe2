import { Field, ObjectType } from 'type-graphql';
import { SignInMethod } from '../sessions/sign-in-method.ts';
import { SingleSignOnOffer } from '../single-sign-on/single-sign-on.contract.ts';
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

  @Field(() => [SignInMethod], {
    description:
      'What a page for signing in has to offer: what at least one role of the tenant may use. Which it is, is said only to who has signed in otherwise (METHOD_NOT_ALLOWED).',
  })
  signInMethods!: SignInMethod[];

  @Field(() => SingleSignOnOffer, {
    nullable: true,
    description: 'Single sign-on, where `signInMethods` has it; null where it does not.',
  })
  singleSignOn!: SingleSignOnOffer | null;
}
