import { Ctx, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../context.ts';
import { PortalInfo } from './tenant.contract.ts';
import { findTenantByHost, onlyTenant } from './tenant.service.ts';

@Resolver()
export class TenantResolver {
  @Query(() => PortalInfo, { description: 'What is known about the portal at this address before signing in.' })
  async portal(@Ctx() { portal, origin }: RequestContext): Promise<PortalInfo> {
    return { tenant: (await findTenantByHost(portal, origin!.host)) ?? (await onlyTenant(portal)) };
  }
}
