import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { Organisation, OrganisationUpdateInput, OrganisationUpdatePayload } from './organisation.contract.ts';
import { readOrganisation, updateOrganisation } from './organisation.service.ts';
import { PortalInfo } from './tenant.contract.ts';
import { describePortal } from './tenant.service.ts';

@Resolver()
export class TenantResolver {
  @Query(() => PortalInfo, { description: 'What is known about the portal at this address before signing in.' })
  portal(@Ctx() { portal, origin }: RequestContext) {
    return describePortal(portal, origin!.host);
  }

  @Query(() => Organisation, {
    nullable: true,
    description: 'What admins can change of the face of their organisation; null for everybody else.',
  })
  organisation(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return readOrganisation(context, info);
  }

  @UserErrorMutation(() => OrganisationUpdatePayload, {
    description:
      'Changes the face of the organisation: the portal and its emails show it at once. Admins only (FORBIDDEN). REQUIRED, TOO_LONG or INVALID on the field that breaks a rule.',
  })
  organisationUpdate(
    @Ctx() context: RequestContext,
    @Arg('input', () => OrganisationUpdateInput, { description: 'The changes.' }) input: OrganisationUpdateInput,
  ) {
    return updateOrganisation(context, input);
  }
}
