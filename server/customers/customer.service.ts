import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { GraphQLResolveInfo } from 'graphql';
import { v7 as uuid } from 'uuid';
import { UserRole, isStaff, type Viewer } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import { forbiddenToRead } from '../graphql/errors.ts';
import { isUuid } from '../database/uuid.ts';
import { CustomerCounter } from '../events/event.entity.ts';
import { nextChangeTime } from '../events/change-time.ts';
import { differences, stateOf } from '../events/field-changes.ts';
import { record, type Actor } from '../events/record.ts';
import { readSearchText } from '../reads/search-text.ts';
import { offeredLocale } from '#shared/locale.ts';
import { toSingleLine } from '#shared/text.ts';
import { UserErrorCode, UserInputError, forbidden, notFound, wrongState } from '../graphql/user-error.ts';
import { revokeAccess } from '../account-links/revoke-access.ts';
import { AccountLinkKind } from '../account-links/account-link-kind.ts';
import { enqueueLinkMail, wasJustInvited } from '../account-links/account-mail.ts';
import { invite } from '../account-links/invite.ts';
import { customerCreated } from './customer.events.ts';
import { customerOrder, customerReads } from './customer.reads.ts';
import { changeProfile, recordChange, visibleFields } from '../users/contact.ts';
import type { CustomerInviteInput, CustomersArgs, CustomerUpdateInput } from './customer.contract.ts';
import { CustomerStatus } from './customer-status.contract.ts';
import { matchesSearch } from './customer-search.ts';
import { Customer } from './customer.entity.ts';
import { canBeInvited, signUpClosed } from '../sign-up/sign-up.policy.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { readEmailAddress } from '../users/email-address.ts';
import { readOfferedLocale } from '../users/locale.ts';
import { readOptionalPhoneNumber } from '../users/phone-number.ts';
import { readTimeZone } from '../users/time-zone.ts';
import { UserRow } from '../users/user.entity.ts';

type Changed = Promise<{ customerId: string }>;

/** The customers of the tenant. Throws FORBIDDEN for customers. */
export async function readCustomers(
  context: RequestContext,
  { search, sort, ...page }: CustomersArgs,
  info: GraphQLResolveInfo,
) {
  if (!isStaff(context.signedIn)) throw forbiddenToRead('Only staff can list customers.');
  const searched = readSearchText(search, 'search');
  return context.page(
    customerReads,
    { page, order: customerOrder(sort), ...(searched && { where: matchesSearch(searched) }) },
    info,
  );
}

/**
 * Makes a customer with one user and enqueues an invitation; for one who has not accepted yet, another. Fails with
 * FORBIDDEN, TOO_MANY_ATTEMPTS, WRONG_STATE, CONFLICT or INVALID.
 */
export async function inviteCustomer(
  context: RequestContext,
  input: CustomerInviteInput,
): Promise<{ customerId: string }> {
  if (!isStaff(context.signedIn)) throw forbidden('Only staff can invite customers.');
  const email = readEmailAddress(input.email, 'input.email');
  return invite(context, async (entityManager) => {
    const tenant = await entityManager.findOneOrFail(Tenant, context.signedIn.tenantId);
    if (!canBeInvited(tenant)) throw signUpClosed(tenant);
    return inviteAddress(context.signedIn, entityManager, email, input);
  });
}

async function inviteAddress(
  viewer: Viewer,
  entityManager: EntityManager,
  email: string,
  input: CustomerInviteInput,
): Promise<{ customerId: string }> {
  const { tenantId, userId } = viewer;
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  const existing = await entityManager.findOne(UserRow, { email }, { populate: ['passwordHash'], lockMode });
  if (existing && (existing.customerId === null || existing.passwordHash !== null || existing.deactivatedAt)) {
    throw new UserInputError(
      UserErrorCode.CONFLICT,
      'Someone already signs in with this email address.',
      'input.email',
    );
  }
  const defaults = existing ?? (await entityManager.findOneOrFail(UserRow, userId));
  const timeZone = input.timeZone == null ? defaults.timeZone : readTimeZone(input.timeZone, 'input.timeZone');
  const phone = readOptionalPhoneNumber(input.phone, timeZone, 'input.phone');
  const tenant = await entityManager.findOneOrFail(Tenant, viewer.tenantId);
  const profile = {
    name: toSingleLine(input.name),
    locale:
      input.locale == null
        ? offeredLocale(defaults.locale, tenant)
        : readOfferedLocale(input.locale, tenant, 'input.locale'),
    timeZone,
    ...(phone && { phone }),
  };
  if (!existing) {
    const user = await makeCustomer(entityManager, viewer, { tenantId, email, phone: null, ...profile });
    await enqueueLinkMail(entityManager, user, AccountLinkKind.INVITATION);
    return { customerId: user.customerId! };
  }
  await changeProfile(entityManager, existing, profile, viewer);
  if (!(await wasJustInvited(entityManager, existing))) {
    await enqueueLinkMail(entityManager, existing, AccountLinkKind.INVITATION);
    await recordChange(entityManager, existing.customerId!, viewer, { field: 'invitation', from: null, to: null });
  }
  return { customerId: existing.customerId! };
}

/** Changes a customer and the profile of its contact. Fails with FORBIDDEN, NOT_FOUND or INVALID. */
export function updateCustomer(context: RequestContext, id: string, input: CustomerUpdateInput): Changed {
  return context.write(async (entityManager) => {
    const viewer = context.signedIn;
    const { customer, users } = await lockCustomer(entityManager, viewer, id);
    const contact = users.find(({ email }) => email === customer.email.toLowerCase());
    const timeZone = input.timeZone == null ? customer.timeZone : readTimeZone(input.timeZone, 'input.timeZone');
    const name = input.name == null ? customer.name : toSingleLine(input.name);
    const reached = {
      timeZone,
      ...(input.locale != null && {
        locale: readOfferedLocale(
          input.locale,
          await entityManager.findOneOrFail(Tenant, viewer.tenantId),
          'input.locale',
        ),
      }),
      ...(input.phone != null && { phone: readOptionalPhoneNumber(input.phone, timeZone, 'input.phone') }),
    };
    // the customer follows its contact
    if (contact) {
      const isSameName = contact.name === customer.name;
      await changeProfile(entityManager, contact, { ...reached, ...(isSameName && { name }) }, viewer);
    }
    const former = stateOf(visibleFields, customer);
    Object.assign(customer, reached, { name });
    await recordChange(entityManager, customer.id, viewer, ...differences(visibleFields, former, customer));
    return { customerId: customer.id };
  });
}

/** Ends the access of a customer's users on every server. Fails with FORBIDDEN, NOT_FOUND or WRONG_STATE. */
export function deactivateCustomer(context: RequestContext, id: string): Changed {
  return changeAccess(context, id, async (users, entityManager) => {
    const present = users.filter(({ deactivatedAt }) => !deactivatedAt);
    if (present.length === 0) throw wrongState('No user of the customer can sign in.', 'id');
    for (const user of present) {
      user.deactivatedAt = new Date();
      await revokeAccess(entityManager, user.id);
    }
  });
}

/** Lets a customer's users sign in again. Fails with FORBIDDEN, NOT_FOUND or WRONG_STATE. */
export function reactivateCustomer(context: RequestContext, id: string): Changed {
  return changeAccess(context, id, async (users) => {
    if (users.length === 0 || users.some(({ deactivatedAt }) => !deactivatedAt))
      throw wrongState('The customer is not deactivated.', 'id');
    for (const user of users) user.deactivatedAt = null;
  });
}

function changeAccess(
  context: RequestContext,
  id: string,
  change: (users: UserRow[], entityManager: EntityManager) => Promise<void>,
): Changed {
  const viewer = context.signedIn;
  // sessions are their user's own, and the portal's
  return context.writeAsPortal(async (entityManager) => {
    const { customer, users } = await lockCustomer(entityManager, viewer, id);
    const from = statusOf(users);
    await change(users, entityManager);
    await recordChange(entityManager, customer.id, viewer, { field: 'status', from, to: statusOf(users) });
    return { customerId: customer.id };
  });
}

/** A customer and its users, for staff. Fails with FORBIDDEN or NOT_FOUND. */
async function lockCustomer(entityManager: EntityManager, viewer: Viewer, id: string) {
  const customer = isUuid(id) && (await entityManager.findOne(Customer, id));
  const isVisible = customer && (isStaff(viewer) || viewer.customerId === id);
  if (!isVisible) throw notFound('Customer', 'id');
  if (!isStaff(viewer)) throw forbidden('Only staff can change customers.');
  const users = await entityManager.find(
    UserRow,
    { customerId: id, isKey: false },
    { populate: ['passwordHash'], lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );
  return { customer, users };
}

function statusOf(users: UserRow[]): CustomerStatus {
  const present = users.filter(({ deactivatedAt }) => !deactivatedAt);
  if (present.some(({ passwordHash }) => passwordHash !== null)) return CustomerStatus.ACTIVE;
  return present.length > 0 ? CustomerStatus.INVITED : CustomerStatus.INACTIVE;
}

/** A customer, and the user who will sign in for it, who is the actor where nobody else is. */
export async function makeCustomer(
  entityManager: EntityManager,
  actor: Actor | null,
  contact: Pick<UserRow, 'tenantId' | 'name' | 'email' | 'phone' | 'locale' | 'timeZone'>,
): Promise<UserRow> {
  const customerId = uuid();
  const createdAt = await nextChangeTime(entityManager, contact.tenantId);
  entityManager.create(Customer, { id: customerId, ...contact, createdAt, updatedAt: createdAt });
  await entityManager.flush();
  entityManager.create(CustomerCounter, { customerId, tenantId: contact.tenantId, lastEvent: '0' });
  const user = entityManager.create(UserRow, {
    id: uuid(),
    customerId,
    role: UserRole.CUSTOMER,
    ...contact,
    passwordHash: null,
    deactivatedAt: null,
    createdAt,
  });
  const { tenantId } = contact;
  const by = actor ?? { userId: user.id, role: user.role };
  const about = { actor: by, tenantId, customerId, ticketId: null, subjectId: customerId };
  await record(entityManager, customerCreated, { ...about, at: createdAt });
  return user;
}
