import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from '../access/viewer.ts';
import { isUuid } from '../database/uuid.ts';
import { UserErrorCode, UserInputError, notFound } from '../graphql/user-error.ts';
import { Customer } from './customer.entity.ts';

/** For whom something is done: the viewer's own customer, or the one that staff name. Fails with REQUIRED or NOT_FOUND. */
export async function findCustomerFor(
  entityManager: EntityManager,
  viewer: Viewer,
  given: string | null | undefined,
  field = 'input.customerId',
): Promise<string> {
  const id = given ?? viewer.customerId;
  if (id === null) throw new UserInputError(UserErrorCode.REQUIRED, 'customerId is required for staff.', field);
  // the scope leaves a customer no other one
  if (!isUuid(id) || (await entityManager.count(Customer, { id })) === 0) throw notFound('Customer', field);
  return id;
}
