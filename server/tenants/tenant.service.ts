import type { EntityManager } from '@mikro-orm/postgresql';
import { tenantLookupSettings, type Settings } from '../access/scope.ts';
import type { Config } from '../config.ts';
import { wrongState } from '../graphql/user-error.ts';
import type { Portal } from '../portal.ts';
import { readOpeningHours } from '../opening-hours/opening-hours.service.ts';
import { SignInMethod } from '../sessions/sign-in-method.ts';
import { offeredMethods } from '../sign-in-settings/sign-in-methods.ts';
import { shownMethods } from '../sign-in-settings/sign-in-settings.policy.ts';
import { findOffered } from '../single-sign-on/offered.ts';
import { hostnameOf, portalHost } from './host.ts';
import { logoOf } from './logo.ts';
import { Tenant } from './tenant.entity.ts';

/** What may be known at a host name before signing in. There is no viewer to read it for; hours are read when asked for. */
export async function describePortal(portal: Portal, host: string) {
  const tenant = await tenantAtHost(portal, host);
  if (!tenant) return { tenant, suspended: false, signInMethods: offeredMethods(false), singleSignOn: null };
  const { id, slug, name, accentColor, locales, defaultLocale, legalNotes, feedbackEnabled, signUpMode } = tenant;
  const offered = await findOffered(portal, id);
  const signInMethods = shownMethods(tenant, offered !== null);
  return {
    suspended: tenant.suspendedAt !== null,
    signInMethods,
    singleSignOn: offered && signInMethods.includes(SignInMethod.SINGLE_SIGN_ON) ? { label: offered.label } : null,
    tenant: {
      slug,
      name,
      accentColor,
      locales,
      defaultLocale,
      logo: logoOf(tenant),
      legalNotes,
      feedbackEnabled,
      signUpMode,
      get openingHours() {
        return readOpeningHours(portal, id);
      },
    },
  };
}

/** The tenant whose portal is shown at a host name; null where several tenants share it. */
export const tenantAtHost = async (portal: Portal, host: string): Promise<Tenant | null> =>
  (await findTenantByHost(portal, host)) ?? (await onlyTenant(portal));

/** The tenant a host name stands for: its own domain, which may be the portal's host, or its short name before that. */
export async function findTenantByHost(portal: Portal, host: string): Promise<Tenant | null> {
  const hostname = hostnameOf(host);
  const suffix = `.${portalHost(portal.config)}`;
  if (hostname.endsWith(suffix)) return findTenantBySlug(portal, hostname.slice(0, -suffix.length));
  return findTenantByDomain(portal, hostname);
}

/**
 * Whether a page of this origin is one of the portal's: at its own host, or at that of a tenant. Without a configured
 * address, which production needs, a page of the host that is asked is one, too.
 */
export async function isPortalOrigin(portal: Portal, origin: string, host: string): Promise<boolean> {
  if (!URL.canParse(origin)) return false;
  const { config } = portal;
  const url = new URL(origin);
  if (!config.production && url.host === host) return true;
  return hostnameOf(url.hostname) === portalHost(config) || (await findTenantByHost(portal, url.hostname)) !== null;
}

export const findTenantByDomain = (portal: Portal, domain: string): Promise<Tenant | null> =>
  lookUp(portal, { domain });

export const findTenantBySlug = (portal: Portal, slug: string): Promise<Tenant | null> => lookUp(portal, { slug });

/** The tenant of a portal that has only one. */
export async function onlyTenant(portal: Portal): Promise<Tenant | null> {
  const [tenant, another] = await withSettings(portal, tenantLookupSettings('all'), (entityManager) =>
    entityManager.find(Tenant, {}, { limit: 2 }),
  );
  return another ? null : (tenant ?? null);
}

/** Fails with WRONG_STATE while nobody can sign in. */
export function assertNotSuspended(tenant: Tenant, field?: string): void {
  if (tenant.suspendedAt) throw wrongState(`The portal of ${tenant.name} is suspended: nobody can sign in.`, field);
}

/** Every tenant, for the portal's own housekeeping. */
export const allTenants = (portal: Portal): Promise<Tenant[]> =>
  withSettings(portal, tenantLookupSettings('all'), (entityManager) => entityManager.find(Tenant, {}));

/** Where the people of a tenant find the portal; from configuration only, never from a request. */
export function tenantUrl({ publicUrl }: Config, { domain, slug }: Pick<Tenant, 'domain' | 'slug'>): string {
  const url = new URL(publicUrl);
  if (domain) url.host = domain;
  else url.hostname = `${slug}.${url.hostname}`;
  return url.origin;
}

const lookUp = (portal: Portal, lookup: { slug: string } | { domain: string }) =>
  withSettings(portal, tenantLookupSettings(lookup), (entityManager) => entityManager.findOne(Tenant, lookup));

const withSettings = <Result>(
  { orm }: Portal,
  variables: Settings,
  work: (entityManager: EntityManager) => Promise<Result>,
): Promise<Result> => work(orm.em.fork({ session: { variables } }));
