import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { isLocale, offeredLocale, type Locale } from '#shared/locale.ts';
import { unknownPassword } from '../access/passwords.ts';
import { UserRole, isStaff, type Origin } from '../access/viewer.ts';
import { recordAcceptance } from '../account-links/account-link.service.ts';
import { recordAndTell } from '../account-links/account-security.ts';
import { revokeAccess } from '../account-links/revoke-access.ts';
import { makeCustomer } from '../customers/customer.service.ts';
import { lockName } from '../database/lock-name.ts';
import { nextChangeTime } from '../events/change-time.ts';
import { record, recordChanges } from '../events/record.ts';
import { OpeningHoursRow } from '../opening-hours/opening-hours.entity.ts';
import { domainOf } from '../sign-up/email-domain.ts';
import { canBeInvited } from '../sign-up/sign-up.policy.ts';
import { aboutStaffMember, staffMemberChanged, staffMemberJoined } from '../staff/staff.events.ts';
import { changeRole, lockStaffMember } from '../staff/staff.service.ts';
import type { Tenant } from '../tenants/tenant.entity.ts';
import { findTimeZone } from '../users/time-zone.ts';
import { UserRow } from '../users/user.entity.ts';
import { NewAccounts } from './new-accounts.ts';
import type { CompleteSettings } from './offered.ts';
import type { Person } from './person.ts';
import { SingleSignOnFailed } from './single-sign-on-failed.ts';
import { SingleSignOnIdentity } from './single-sign-on.entity.ts';
import { singleSignOnLinked } from './single-sign-on.events.ts';

/**
 * The account of somebody whom a provider knows, locked, with the role it is to have: the one they had before, that of their
 * address, or a new one. Fails with `SingleSignOnFailed`. Why it is theirs: docs/adr/0078-single-sign-on.md.
 */
export async function accountOf(
  entityManager: EntityManager,
  tenant: Tenant,
  settings: CompleteSettings,
  person: Person,
  origin: Origin | null,
): Promise<UserRow> {
  // also of those who came in before: the provider speaks for these addresses alone
  if (!settings.domains.includes(domainOf(person.email))) throw new SingleSignOnFailed('OTHER_DOMAIN');
  const { issuer, subject, email } = person;
  // whoever makes an account holds the counter of the tenant, for which those who have found it would wait, with the account
  await lockName(entityManager, `${tenant.id}|${email}`);
  const identity = await entityManager.findOne(SingleSignOnIdentity, { issuer, subject });
  const found = await entityManager.findOne(UserRow, identity ? { id: identity.userId } : { email });
  if (!found) return makeAccount(entityManager, tenant, settings, person, origin);
  const user = isStaff(found)
    ? await lockStaff(entityManager, settings, person, found.id)
    : await lockUser(entityManager, found.id);
  if (user.deactivatedAt) throw new SingleSignOnFailed('DEACTIVATED');
  if (!identity) await link(entityManager, tenant, user, person, origin);
  return user;
}

/** What the claim says of the role of somebody; null for nothing. */
function roleOf({ agentValues, adminValues }: CompleteSettings, { roleValues }: Person): UserRole | null {
  if (roleValues.some((value) => adminValues.includes(value))) return UserRole.ADMIN;
  return roleValues.some((value) => agentValues.includes(value)) ? UserRole.AGENT : null;
}

const lockUser = (entityManager: EntityManager, id: string): Promise<UserRow> =>
  entityManager.findOneOrFail(
    UserRow,
    { id },
    { lockMode: LockMode.PESSIMISTIC_WRITE, populate: ['passwordHash'], refresh: true },
  );

/** An agent or admin, with the role that the claim says now; the last admin stays one, whatever it says. */
async function lockStaff(
  entityManager: EntityManager,
  settings: CompleteSettings,
  person: Person,
  id: string,
): Promise<UserRow> {
  const { member, isLastAdmin } = await lockStaffMember(entityManager, id);
  if (!member || member.deactivatedAt || settings.roleClaim === null || isLastAdmin)
    return member ?? lockUser(entityManager, id);
  const role = roleOf(settings, person) ?? (settings.newAccounts === NewAccounts.AGENT ? UserRole.AGENT : null);
  if (role === null) throw new SingleSignOnFailed('NO_ROLE');
  const changes = await changeRole(entityManager, member, role);
  await recordChanges(entityManager, staffMemberChanged, { ...aboutStaffMember(member, null), changes });
  return member;
}

/** The account of their address is theirs from now on, by whatever name they sign in at the provider. */
async function link(
  entityManager: EntityManager,
  tenant: Tenant,
  user: UserRow,
  person: Person,
  origin: Origin | null,
): Promise<void> {
  const { issuer, subject } = person;
  // the address was given to somebody else at the provider: what the former one has here is not theirs
  if ((await entityManager.count(SingleSignOnIdentity, { userId: user.id, issuer })) > 0)
    throw new SingleSignOnFailed('OTHER_ACCOUNT');
  const isInvited = user.passwordHash === null;
  if (isInvited && !isStaff(user) && !canBeInvited(tenant)) throw new SingleSignOnFailed('NO_ACCOUNT');
  entityManager.create(SingleSignOnIdentity, {
    tenantId: user.tenantId,
    issuer,
    subject,
    userId: user.id,
    createdAt: new Date(),
  });
  if (!isInvited) return recordAndTell(entityManager, origin, singleSignOnLinked, user, 'SINGLE_SIGN_ON_LINKED');
  user.passwordHash = await unknownPassword();
  await recordAcceptance(entityManager, user, {});
  // the emailed invitation is used up
  return revokeAccess(entityManager, user.id);
}

async function makeAccount(
  entityManager: EntityManager,
  tenant: Tenant,
  settings: CompleteSettings,
  person: Person,
  origin: Origin | null,
): Promise<UserRow> {
  const { newAccounts, roleClaim } = settings;
  if (newAccounts === NewAccounts.NONE) throw new SingleSignOnFailed('NO_ACCOUNT');
  const role = (roleClaim === null ? null : roleOf(settings, person)) ?? UserRole[newAccounts];
  if (role === UserRole.CUSTOMER && !canBeInvited(tenant)) throw new SingleSignOnFailed('NO_ACCOUNT');
  const { id: tenantId } = tenant;
  const passwordHash = await unknownPassword();
  const hours = await entityManager.findOneOrFail(OpeningHoursRow, { tenantId });
  const contact = {
    tenantId,
    name: person.name,
    email: person.email,
    phone: null,
    locale: localeOf(person, tenant),
    timeZone: findTimeZone(person.timeZone ?? '') ?? hours.timeZone,
  };
  const user =
    role === UserRole.CUSTOMER
      ? await makeCustomer(entityManager, null, contact)
      : await makeStaffMember(entityManager, { ...contact, role }, origin);
  user.passwordHash = passwordHash;
  await entityManager.flush();
  const { issuer, subject } = person;
  entityManager.create(SingleSignOnIdentity, { tenantId, issuer, subject, userId: user.id, createdAt: user.createdAt });
  return user;
}

async function makeStaffMember(
  entityManager: EntityManager,
  profile: Pick<UserRow, 'tenantId' | 'name' | 'email' | 'phone' | 'locale' | 'timeZone' | 'role'>,
  origin: Origin | null,
): Promise<UserRow> {
  const createdAt = await nextChangeTime(entityManager, profile.tenantId);
  const user = entityManager.create(UserRow, {
    id: uuid(),
    ...profile,
    passwordHash: null,
    deactivatedAt: null,
    createdAt,
  });
  const actor = { userId: user.id, role: user.role, ...(origin && { origin }) };
  await record(entityManager, staffMemberJoined, { ...aboutStaffMember(user, actor), at: createdAt });
  return user;
}

/** The language that the provider has for them, where the organisation offers it. */
function localeOf({ locale }: Person, tenant: Tenant): Locale {
  const language = (locale ?? '').split(/[-_]/)[0]!.toLowerCase();
  return offeredLocale(isLocale(language) ? language : tenant.defaultLocale, tenant);
}
