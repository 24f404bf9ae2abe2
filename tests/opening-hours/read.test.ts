import { expect, it } from 'vitest';
import { Visitor } from '../sessions/visitor.ts';
import { usePortal } from '../support/portal.ts';

const portal = usePortal();

it('opening hours can be read before signing in, and by several aliases', async () => {
  const tenant = await portal.world.alwaysOpen({ timeZone: 'Asia/Dhaka', slotMinutes: 20 });
  const { portal: shown } = await new Visitor(portal.url, `${tenant.tenant.slug}.portal.test`).ask<any>(
    `{ portal { tenant {
      name
      openingHours { timeZone isOpen closesAt }
      slots: openingHours { slotMinutes week { weekday } }
    } } }`,
  );
  expect(shown.tenant).toMatchObject({
    name: tenant.tenant.name,
    openingHours: { timeZone: 'Asia/Dhaka', isOpen: true, closesAt: null },
    slots: { slotMinutes: 20, week: { length: 7 } },
  });
});

it('all settings of the opening hours can be read', async () => {
  const tenant = await portal.world.tenant();
  const [admin, customer] = await Promise.all([tenant.admin(), tenant.customer()]);
  const set = { slotMinutes: 20, slotCapacity: 3, reminderMinutes: 0 };
  const fields = '{ slotMinutes slotCapacity reminderMinutes }';
  await admin.done('openingHoursUpdate', { input: set });
  const { viewer } = await customer.get(`{ viewer { tenant { openingHours ${fields} } } }`);
  expect(viewer.tenant.openingHours).toEqual(set);
});
