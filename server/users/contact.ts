import type { EntityManager } from '@mikro-orm/postgresql';
import { Customer } from '../customers/customer.entity.ts';
import type { UserRow } from './user.entity.ts';

type Profile = Pick<UserRow, 'name' | 'phone' | 'locale' | 'timeZone' | 'theme'>;

/**
 * Changes the profile of a user. The user with the customer's email address is its contact: staff see the customer with the
 * contact's telephone number, language and time zone, and with the same name if it was the same before.
 */
export async function changeProfile(
  entityManager: EntityManager,
  user: UserRow,
  change: Partial<Profile>,
): Promise<void> {
  const formerName = user.name;
  for (const [name, value] of Object.entries(change)) if (value !== undefined) Object.assign(user, { [name]: value });
  if (user.customerId === null) return;
  const customer = await entityManager.findOneOrFail(Customer, user.customerId);
  if (customer.email.toLowerCase() !== user.email) return;
  const { name, phone, locale, timeZone } = user;
  Object.assign(customer, { phone, locale, timeZone, ...(customer.name === formerName && { name }) });
}
