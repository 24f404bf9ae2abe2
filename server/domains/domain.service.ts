import { UniqueConstraintViolationException } from '@mikro-orm/postgresql';
import type { RequestContext } from '../context.ts';
import { EgressError, EgressFailure } from '../egress/egress-error.ts';
import { asWritten } from '../egress/egress.ts';
import { differences } from '../events/field-changes.ts';
import { aboutTenant, recordChanges } from '../events/record.ts';
import { UserErrorCode, UserInputError, notFound, wrongState } from '../graphql/user-error.ts';
import { isOfPortal } from '../tenants/host.ts';
import { lockTenant } from '../tenants/lock-tenant.ts';
import { findTenantByDomain, tenantUrl } from '../tenants/tenant.service.ts';
import { readDomain } from './domain-name.ts';
import { isProof, makeProofToken, proofPath } from './domain-proof.ts';
import { DomainFailure } from './domain-failure.ts';
import type { OwnDomain, OwnDomainRemoveInput, OwnDomainSetInput, PendingDomain } from './domain.contract.ts';
import { PendingDomainRow } from './domain.entity.ts';
import { organisationDomainChanged } from './domain.events.ts';

/** What is stored of the domains of a tenant. The domain in use may be the host of the portal itself. */
interface Domains {
  domain: string | null;
  pending: PendingDomain | null;
}

type Changed = Promise<{ ownDomain: OwnDomain }>;

/** The domain of the viewer's organisation; null for others than admins. */
export async function readOwnDomain(context: RequestContext): Promise<OwnDomain | null> {
  return context.admin && read(context);
}

/** Enters a domain, which takes the place of one that is pending. Admins only; fails with INVALID or CONFLICT. */
export async function setDomain(context: RequestContext, input: OwnDomainSetInput): Changed {
  context.asAdmin('change the domain of the organisation');
  const name = readDomain(context.portal.config, input.name, 'input.name');
  const user = await findTenantByDomain(context.portal, name);
  if (user?.id === context.signedIn.tenantId)
    throw new UserInputError(UserErrorCode.INVALID, 'The domain is in use already.', 'input.name');
  if (user) throw inUseElsewhere('input.name');
  return change(context, (domains) =>
    domains.pending?.name === name ? domains : { ...domains, pending: { name, checkedAt: null, failure: null } },
  );
}

/** Asks the pending domain whether it leads here, and uses it if it does. Admins only; fails with WRONG_STATE or CONFLICT. */
export async function checkDomain(context: RequestContext): Changed {
  context.asAdmin('change the domain of the organisation');
  const { pending, dnsTarget } = await read(context);
  if (!pending) throw wrongState('There is no pending domain.');
  const { name } = pending;
  // no connection is held while others take their time
  await context.endReads();
  const failure = await failureOf(context, name, dnsTarget);
  return change(context, (domains) => {
    if (domains.pending?.name !== name) throw wrongState('The pending domain was changed during the check.');
    return failure
      ? { ...domains, pending: { name, checkedAt: new Date(), failure } }
      : { domain: name, pending: null };
  });
}

/** Gives up a domain, in use or pending. Admins only; fails with NOT_FOUND. */
export async function removeDomain(context: RequestContext, { name }: OwnDomainRemoveInput): Changed {
  context.asAdmin('change the domain of the organisation');
  return change(context, (domains) => {
    if (name === domains.pending?.name) return { ...domains, pending: null };
    if (name === domains.domain && !isOfPortal(context.portal.config, name)) return { ...domains, domain: null };
    throw notFound('Domain', 'input.name');
  });
}

const inUseElsewhere = (field?: string) =>
  new UserInputError(UserErrorCode.CONFLICT, 'Another organisation uses this domain.', field);

async function read(context: RequestContext): Promise<OwnDomain> {
  const { config } = context.portal;
  const { slug, domain, pending } = await context.read({
    text: domainsSql,
    values: [context.signedIn.tenantId],
    shape: (json) => json as Domains & { slug: string },
  });
  const inUse = domain && isOfPortal(config, domain) ? null : domain;
  const addressWithout = tenantUrl(config, { slug, domain: inUse ? null : domain });
  return { inUse, pending, addressWithout, dnsTarget: new URL(addressWithout).hostname };
}

const domainsSql = `
  select json_build_object('slug', slug, 'domain', domain, 'pending', (
    select json_build_object('name', name, 'checkedAt', checked_at, 'failure', failure)
    from pending_domain where tenant_id = tenant.id
  ))::text as json from tenant where id = $1`;

/** One change of the domains in one transaction, with its event. Fails with CONFLICT where another tenant was faster. */
async function change(context: RequestContext, next: (domains: Domains) => Domains): Changed {
  const { tenantId } = context.signedIn;
  await context.write(async (entityManager) => {
    const tenant = await lockTenant(entityManager, tenantId);
    const row = await entityManager.findOne(PendingDomainRow, { tenantId });
    const former = shown({ domain: tenant.domain, pending: row });
    const { domain, pending } = next({ domain: tenant.domain, pending: row });
    const changes = differences(shownFields, former, shown({ domain, pending }), (value) => value as string | null);
    tenant.domain = domain;
    if (row && pending) Object.assign(row, pending);
    else if (row) entityManager.remove(row);
    else if (pending) entityManager.create(PendingDomainRow, Object.assign({ tenantId }, pending));
    await entityManager.flush().catch((error: unknown) => {
      throw error instanceof UniqueConstraintViolationException ? inUseElsewhere() : error;
    });
    await recordChanges(entityManager, organisationDomainChanged, {
      ...aboutTenant(tenantId, context.signedIn),
      changes,
    });
  });
  return { ownDomain: await read(context) };
}

const shownFields = ['domain', 'pendingDomain', 'domainFailure'] as const;

const shown = ({ domain, pending }: Domains) => ({
  domain,
  pendingDomain: pending?.name ?? null,
  domainFailure: pending?.failure ?? null,
});

/** Why a name cannot be used yet; null when it leads to this portal, and by way of no other tenant's address. */
async function failureOf(
  { portal, signedIn: { tenantId }, signal }: RequestContext,
  name: string,
  dnsTarget: string,
): Promise<DomainFailure | null> {
  const { config, egress, signedLinks, log } = portal;
  if (await findTenantByDomain(portal, name)) return DomainFailure.IN_USE;
  const token = makeProofToken(signedLinks, tenantId);
  // by the same protocol and port as the portal
  const url = new URL(`${proofPath}/${token}`, tenantUrl(config, { slug: '', domain: name }));
  try {
    const aliases = await egress.aliasesOf(name);
    if (aliases.some((alias) => isOfPortal(config, alias) && alias !== dnsTarget))
      return DomainFailure.OTHER_ORGANISATION;
    const { status, body } = await egress.request(url.href, {
      ...asWritten(url),
      maxBytes: 1_024,
      signal,
    });
    const isProven = status === 200 && isProof(signedLinks, token, name, body.toString());
    return isProven ? null : DomainFailure.OTHER_SERVER;
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    log.info({ err: error, domain: name }, 'a domain does not lead to the portal');
    return failures[error.failure] ?? DomainFailure.OTHER_SERVER;
  }
}

const failures: Partial<Record<EgressFailure, DomainFailure>> = {
  NAME_NOT_FOUND: DomainFailure.NAME_NOT_FOUND,
  INSIDE_ADDRESS: DomainFailure.INSIDE_ADDRESS,
  UNREACHABLE: DomainFailure.UNREACHABLE,
  CERTIFICATE: DomainFailure.CERTIFICATE,
  TIMEOUT: DomainFailure.TIMEOUT,
};
