import { v7 as uuid } from 'uuid';
import { toSingleLine } from '#shared/text.ts';
import { assertNotObvious } from '../access/password-policy.ts';
import { hashPassword } from '../access/passwords.ts';
import { tenantScope } from '../access/scope.ts';
import { UserRole } from '../access/viewer.ts';
import { AccountLinkState } from '../account-links/account-link.contract.ts';
import type { RequestContext } from '../context.ts';
import { notFound, wrongState } from '../graphql/user-error.ts';
import { enter, finishEntry, type SignedIn } from '../sessions/session.service.ts';
import { SignInMethod } from '../sessions/sign-in-method.ts';
import { createTenant } from '../tenants/create-tenant.ts';
import { readSlug } from '../tenants/tenant-slug.ts';
import { findTenantByDomain, tenantUrl } from '../tenants/tenant.service.ts';
import { readEmailAddress } from '../users/email-address.ts';
import { readLocale } from '../users/locale.ts';
import { readTimeZone } from '../users/time-zone.ts';
import { UserRow } from '../users/user.entity.ts';
import { findSetupLink, useSetupLink } from './setup-link.ts';
import type { SetupLink, SetUpInput } from './setup.contract.ts';

/** Whether a link can be used, without using it up; null unless it was made here. */
export async function readSetupLink({ portal }: RequestContext, token: string): Promise<SetupLink | null> {
  const link = await findSetupLink(portal, token);
  if (!link) return null;
  const { publicUrl } = portal.config;
  const portalUrlIsFree = (await findTenantByDomain(portal, new URL(publicUrl).hostname)) === null;
  return { state: link.state, expiresAt: link.expiresAt, portalUrl: publicUrl, portalUrlIsFree };
}

/** Creates a tenant with its first admin, who is signed in. Fails with NOT_FOUND, WRONG_STATE, INVALID or CONFLICT. */
export async function setUp(context: RequestContext, input: SetUpInput): Promise<SignedIn & { url: string }> {
  const { portal } = context;
  const link = await findSetupLink(portal, input.token);
  if (!link) throw notFound('Link', 'input.token');
  if (link.state !== AccountLinkState.GOOD) throw ended();
  const email = readEmailAddress(input.email, 'input.email');
  const locale = readLocale(input.locale, 'input.locale');
  const organisation = {
    defaultLocale: locale,
    id: uuid(),
    name: toSingleLine(input.organisation),
    slug: readSlug(input.slug, 'input.slug'),
    domain: input.atPortalUrl ? new URL(portal.config.publicUrl).hostname : null,
    timeZone: readTimeZone(input.timeZone, 'input.timeZone'),
  };
  await assertNotObvious(portal.breachedPasswords, {
    password: input.password,
    names: [input.name, email, organisation.name],
    field: 'input.password',
  });
  const passwordHash = await hashPassword(input.password);
  const made = await portal.write(tenantScope(organisation.id), async (entityManager) => {
    if (!(await useSetupLink(entityManager, link))) throw ended();
    const tenant = await createTenant(
      entityManager,
      organisation,
      input.atPortalUrl ? 'input.atPortalUrl' : 'input.slug',
    );
    const now = new Date();
    const admin = entityManager.create(UserRow, {
      id: uuid(),
      tenantId: tenant.id,
      role: UserRole.ADMIN,
      name: toSingleLine(input.name),
      email,
      passwordHash,
      locale,
      timeZone: organisation.timeZone,
      createdAt: now,
      lastActiveAt: now,
    });
    await entityManager.flush();
    return { entry: await enter(context, entityManager, admin, SignInMethod.PASSWORD), tenant };
  });
  return { ...(await finishEntry(context, made.entry)), url: tenantUrl(portal.config, made.tenant) };
}

const ended = () =>
  wrongState('The link has been used or has expired. Print a new one with `npm run setup-link`.', 'input.token');
