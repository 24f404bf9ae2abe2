import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPortal, type TestPortal } from '../support/portal.ts';

let portal: TestPortal;

beforeAll(async () => {
  portal = await startPortal();
});

afterAll(() => portal.stop());

it('everything that is set of the opening hours can be read', async () => {
  const tenant = await portal.world.tenant();
  const [admin, customer] = await Promise.all([tenant.admin(), tenant.customer()]);
  const set = { slotMinutes: 20, slotCapacity: 3, reminderMinutes: 0 };
  const fields = '{ slotMinutes slotCapacity reminderMinutes }';
  await admin.done('openingHoursUpdate', { input: set });
  const { viewer } = await customer.get(`{ viewer { tenant { openingHours ${fields} } } }`);
  expect(viewer.tenant.openingHours).toEqual(set);
});
