import { UniqueConstraintViolationException, type EntityManager } from '@mikro-orm/postgresql';
import { AttachmentSettings } from '../attachments/attachment-settings.entity.ts';
import { TenantCounter } from '../events/event.entity.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';
import { OpeningHoursRow } from '../opening-hours/opening-hours.entity.ts';
import { Tenant } from './tenant.entity.ts';

/** The number before that of the first ticket: four digits look like a number of a ticket. */
const lastTicket = 1_000;

type NewTenant = Pick<Tenant, 'id' | 'slug' | 'name' | 'domain' | 'defaultLocale'> & { timeZone: string };

/** A tenant with everything each one has, in the scope of its id. Fails with CONFLICT on `field` where its address is taken. */
export async function createTenant(
  entityManager: EntityManager,
  { timeZone, ...given }: NewTenant,
  field: string,
): Promise<Tenant> {
  const tenant = entityManager.create(Tenant, { ...given, demo: false, createdAt: new Date() });
  try {
    await entityManager.flush();
  } catch (error) {
    if (!(error instanceof UniqueConstraintViolationException)) throw error;
    throw new UserInputError(UserErrorCode.CONFLICT, 'Another organisation has this address.', field);
  }
  entityManager.create(OpeningHoursRow, { tenantId: tenant.id, timeZone });
  entityManager.create(AttachmentSettings, { tenantId: tenant.id });
  entityManager.create(TenantCounter, { tenantId: tenant.id, lastTicket, lastEvent: '0' });
  await entityManager.flush();
  return tenant;
}
