import type { RequestContext } from '../context.ts';
import { wrongState } from '../graphql/user-error.ts';
import { hostnameOf, portalHost } from '../tenants/host.ts';
import { findTenantByHost } from '../tenants/tenant.service.ts';

/** Where passkeys are registered and used: the host of the request, and nothing above or below it. */
export interface RelyingParty {
  host: string;
  /** As browsers name the page. */
  origin: string;
  /** Null at the portal's own host, where several tenants may be. */
  tenantId: string | null;
}

/**
 * The relying party of a request. Without a configured address, which production needs, any host that is asked is the portal's.
 * Fails with WRONG_STATE at a host that leads here and is nobody's.
 */
export async function relyingPartyOf({ portal, origin }: RequestContext): Promise<RelyingParty> {
  const { config } = portal;
  const host = hostnameOf(origin!.host);
  const tenant = await findTenantByHost(portal, host);
  if (!tenant && config.production && host !== portalHost(config)) throw notAtThisAddress();
  const { protocol } = new URL(config.publicUrl);
  return { host, origin: new URL(`${protocol}//${origin!.host}`).origin, tenantId: tenant?.id ?? null };
}

export const notAtThisAddress = () => wrongState('Your passkeys do not work at this address.');
