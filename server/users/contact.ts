import type { EntityManager } from '@mikro-orm/postgresql';
import { Customer } from '../customers/customer.entity.ts';
import { customerChanged } from '../customers/customer.events.ts';
import type { FieldChange } from '../events/event-row.ts';
import { differences, stateOf } from '../events/field-changes.ts';
import { record, type Actor } from '../events/record.ts';
import type { UserRow } from './user.entity.ts';
import { userChanged } from './user.events.ts';

type Profile = Pick<UserRow, 'name' | 'phone' | 'locale' | 'timeZone' | 'theme'>;

/** What others can see of a profile; the theme is nobody else's business. Events say only that it changed. */
export const visibleFields = ['name', 'phone', 'locale', 'timeZone'] as const;

/**
 * Changes the profile of a user. The user with the customer's email address is its contact: staff see the customer with the
 * contact's telephone number, language and time zone, and with the same name if it was the same before.
 */
export async function changeProfile(
  entityManager: EntityManager,
  user: UserRow,
  change: Partial<Profile>,
  actor: Actor | null,
): Promise<void> {
  const former = stateOf(visibleFields, user);
  for (const [name, value] of Object.entries(change)) if (value !== undefined) Object.assign(user, { [name]: value });
  const changes = differences(visibleFields, former, user);
  if (changes.length === 0) return;
  const { tenantId, customerId } = user;
  await record(entityManager, userChanged, {
    actor,
    tenantId,
    customerId,
    ticketId: null,
    subjectId: user.id,
    changes,
  });
  if (customerId === null) return;
  const customer = await entityManager.findOneOrFail(Customer, customerId);
  if (customer.email.toLowerCase() !== user.email) return;
  const formerCustomer = stateOf(visibleFields, customer);
  const { name, phone, locale, timeZone } = user;
  Object.assign(customer, { phone, locale, timeZone, ...(customer.name === former.name && { name }) });
  await recordChange(entityManager, customerId, actor, ...differences(visibleFields, formerCustomer, customer));
}

/** Records what has changed of a customer, if anything has. */
export async function recordChange(
  entityManager: EntityManager,
  customerId: string,
  actor: Actor | null,
  ...changes: FieldChange[]
): Promise<void> {
  if (changes.length === 0) return;
  const customer = await entityManager.findOneOrFail(Customer, customerId);
  const { tenantId } = customer;
  const about = { actor, tenantId, customerId, ticketId: null, subjectId: customerId };
  customer.updatedAt = await record(entityManager, customerChanged, { ...about, changes });
}
