import { LockMode, UniqueConstraintViolationException, type EntityManager } from '@mikro-orm/postgresql';
import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { v7 as uuid } from 'uuid';
import { UserRole, isStaff, type Viewer } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import { CustomerCounter } from '../events/event.entity.ts';
import { nextChangeTime } from '../events/change-time.ts';
import { record } from '../events/record.ts';
import { readSearchText } from '../reads/search-text.ts';
import { toSingleLine } from '#shared/text.ts';
import { UserErrorCode, UserInputError, forbidden } from '../graphql/user-error.ts';
import { AccountLinkKind } from '../account-links/account-link-kind.ts';
import { enqueueLinkMail, wasJustInvited } from '../account-links/account-mail.ts';
import { customerCreated } from './customer.events.ts';
import { customerOrder, customerReads } from './customer.reads.ts';
import { changeProfile, recordChange } from '../users/contact.ts';
import type { CustomerInviteInput, CustomersArgs } from './customer.contract.ts';
import { matchesSearch } from './customer-search.ts';
import { Customer } from './customer.entity.ts';
import { readEmailAddress } from '../users/email-address.ts';
import { readLocale } from '../users/locale.ts';
import { readOptionalPhoneNumber } from '../users/phone-number.ts';
import { readTimeZone } from '../users/time-zone.ts';
import { UserRow } from '../users/user.entity.ts';

/** The customers of the tenant. Throws FORBIDDEN for customers. */
export async function readCustomers(
  context: RequestContext,
  { search, sort, ...page }: CustomersArgs,
  info: GraphQLResolveInfo,
) {
  if (!isStaff(context.signedIn)) {
    throw new GraphQLError('Only staff can list customers.', { extensions: { code: 'FORBIDDEN' } });
  }
  const searched = readSearchText(search, 'search');
  return context.page(
    customerReads,
    { page, order: customerOrder(sort), ...(searched && { where: matchesSearch(searched) }) },
    info,
  );
}

/**
 * Makes a customer with one user and enqueues an invitation; for one who has not accepted yet, another. Fails with
 * FORBIDDEN, TOO_MANY_ATTEMPTS, CONFLICT or INVALID.
 */
export async function inviteCustomer(
  context: RequestContext,
  input: CustomerInviteInput,
): Promise<{ customerId: string }> {
  if (!isStaff(context.signedIn)) throw forbidden('Only staff can invite customers.');
  const email = readEmailAddress(input.email, 'input.email');
  const { userId, tenantId } = context.signedIn;
  await context.portal.throttles.invitation.consume({ account: userId, address: tenantId });
  const invite = () => context.write((entityManager) => inviteAddress(context.signedIn, entityManager, email, input));
  try {
    return await invite();
  } catch (error) {
    // invited by somebody else at the same time, so that the user exists by now
    if (error instanceof UniqueConstraintViolationException) return invite();
    throw error;
  }
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
  const profile = {
    name: toSingleLine(input.name),
    locale: input.locale == null ? defaults.locale : readLocale(input.locale, 'input.locale'),
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

/** A customer, and the user who will sign in for it. */
async function makeCustomer(
  entityManager: EntityManager,
  actor: Viewer,
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
  const about = { actor, tenantId, customerId, ticketId: null, subjectId: customerId };
  await record(entityManager, customerCreated, { ...about, at: createdAt });
  return user;
}
