import { Ctx, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../context.ts';
import { PortalInfo } from './tenant.contract.ts';
import { describePortal } from './tenant.service.ts';

@Resolver()
export class TenantResolver {
  @Query(() => PortalInfo, { description: 'What is known about the portal at this address before signing in.' })
  portal(@Ctx() { portal, origin }: RequestContext) {
    return describePortal(portal, origin!.host);
  }
}
