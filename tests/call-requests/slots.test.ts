import { describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';

const portal = usePortal();

const day = 24 * 60 * 60_000;
const fromNow = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();

const slotQuery = 'query($from: DateTime!, $to: DateTime!) { callSlots(from: $from, to: $to) { startsAt available } }';

const placeLeft = async (person: Person, startsAt: string): Promise<number | undefined> =>
  (await person.slots(0)).concat(await person.slots(1)).find((slot) => slot.startsAt === startsAt)?.available;

describe('the slots of a tenant', () => {
  it('count a long call from former hours in each slot that it overlaps', async () => {
    const tenant = await portal.world.alwaysOpen({ slotCapacity: 2, slotMinutes: 240 });
    const [customer, admin] = [await tenant.customer(), await tenant.admin()];
    const long = (await customer.slots())[0]!;
    await customer.requestCall({ scheduledAt: long.startsAt });
    await admin.done('openingHoursUpdate', { input: { slotMinutes: 30 } });
    const later = new Date(Date.parse(long.startsAt) + 60 * 60_000).toISOString();
    await customer.requestCall({ scheduledAt: later });
    expect(await placeLeft(customer, long.startsAt)).toBe(1);
    expect(await placeLeft(customer, later)).toBe(0);
    expect(await placeLeft(customer, long.endsAt)).toBe(2);
  });

  it('follow each other through the opening hours, with their ends and free seats', async () => {
    const customer = await (await portal.world.alwaysOpen({ slotCapacity: 3 })).customer();
    const slots = await customer.slots();
    expect(slots).toHaveLength(48);
    for (const [index, { startsAt, endsAt, available }] of slots.entries()) {
      expect(Date.parse(endsAt) - Date.parse(startsAt)).toBe(30 * 60_000);
      expect(available).toBe(3);
      if (index > 0) expect(startsAt).toBe(slots[index - 1]!.endsAt);
    }
  });

  it('start after now and within 60 days, whatever the window', async () => {
    const customer = await (await portal.world.alwaysOpen()).customer();
    const window = async (from: number, to: number) =>
      (await customer.get(slotQuery, { from: fromNow(from), to: fromNow(to) })).callSlots.map(
        ({ startsAt }: { startsAt: string }) => Date.parse(startsAt) - Date.now(),
      );
    const soon = await window(-5 * day, day);
    expect(soon).toHaveLength(48);
    expect(Math.min(...soon)).toBeGreaterThan(0);
    const late = await window(59 * day, 80 * day);
    expect(late).toHaveLength(48);
    expect(Math.max(...late)).toBeLessThanOrEqual(60 * day);
    expect(await window(-5 * day, -day)).toEqual([]);
    expect(await window(61 * day, 70 * day)).toEqual([]);
  });

  it('are rejected for a day that no calendar has', async () => {
    const customer = await (await portal.world.alwaysOpen()).customer();
    for (const from of ['2026-02-31T10:00:00Z', '2025-02-29T10:00:00+06:00', '2026-00-10T10:00:00Z']) {
      const { errors } = await customer.ask(slotQuery, { from, to: '2026-03-04T10:00:00Z' });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(errors![0]!.message).toContain('RFC 3339');
    }
  });

  it('are rejected for a window that is longer than 31 days or ends before it starts', async () => {
    const customer = await (await portal.world.alwaysOpen()).customer();
    for (const [from, to, rule] of [
      [0, 31 * day + 1_000, 'must be at most 31 days after `from`'],
      [day, 0, 'must not be before `from`'],
    ] as const) {
      const { errors } = await customer.ask(slotQuery, { from: fromNow(from), to: fromNow(to) });
      expect(errors).toMatchObject([
        { message: `Argument \`to\` ${rule}.`, extensions: { code: 'BAD_USER_INPUT', argument: 'to' } },
      ]);
    }
  });

  it('are shown to signed-in users, of their own tenant only', async () => {
    const [open, closed] = [await portal.world.alwaysOpen(), await portal.world.tenant({ openingHours: { week: [] } })];
    expect(await (await open.agent()).slots()).toHaveLength(48);
    expect(await (await closed.customer()).slots()).toEqual([]);
    const { errors } = await portal.nobody.ask(slotQuery, { from: fromNow(0), to: fromNow(day) });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('have fewer seats with each booking, and more again when one is moved or cancelled', async () => {
    const tenant = await portal.world.alwaysOpen({ slotCapacity: 2 });
    const [customer, neighbour] = [await tenant.customer(), await tenant.customer()];
    const [one, other] = (await customer.slots()).map(({ startsAt }) => startsAt) as [string, string];
    const first = await customer.requestCall({ scheduledAt: one });
    const second = await neighbour.requestCall({ scheduledAt: one });
    expect(await placeLeft(customer, one)).toBe(0);
    await customer.done('callRequestReschedule', { id: first.id, input: { scheduledAt: other } });
    expect([await placeLeft(customer, one), await placeLeft(customer, other)]).toEqual([1, 1]);
    await neighbour.done('callRequestCancel', { id: second.id });
    expect(await placeLeft(customer, one)).toBe(2);
  });

  it('are full where calls from former hours overlap them', async () => {
    const tenant = await portal.world.alwaysOpen();
    const [customer, admin] = [await tenant.customer(), await tenant.admin()];
    const { startsAt } = (await customer.slots())[1]!;
    await customer.requestCall({ scheduledAt: startsAt });
    await admin.done('openingHoursUpdate', { input: { slotMinutes: 10 } });
    const begin = Date.parse(startsAt);
    const around = [-10, 0, 10, 20, 30].map((minutes) => new Date(begin + minutes * 60_000).toISOString());
    const left = await Promise.all(around.map((time) => placeLeft(customer, time)));
    expect(left).toEqual([1, 0, 0, 0, 1]);
    expect(
      await customer.refusal('callRequestCreate', { input: { phone: '+8801712345678', scheduledAt: around[2] } }),
    ).toMatchObject({ code: 'CONFLICT', field: 'input.scheduledAt' });
  });
});

describe('the last seat', () => {
  it('goes to one of two hundred who book it at once at two servers', async () => {
    const tenant = await portal.world.alwaysOpen();
    const second = await portal.secondServer();
    const customers = await Promise.all(Array.from({ length: 5 }, () => tenant.customer()));
    const { startsAt } = (await customers[0]!.slots())[0]!;
    const input = { phone: '+8801712345678', scheduledAt: startsAt };
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        customers[index % 5]!.at(index % 2 ? second.url : portal.url).verb('callRequestCreate', { input }),
      ),
    );
    const won = answers.filter(({ userErrors }) => userErrors.length === 0);
    const lost = answers.filter(({ userErrors }) => userErrors.length > 0);
    expect(won).toHaveLength(1);
    expect(lost).toHaveLength(199);
    for (const { userErrors, callRequest } of lost) {
      expect(callRequest).toBeNull();
      expect(userErrors).toMatchObject([{ code: 'CONFLICT', field: 'input.scheduledAt' }]);
    }
    const { rows } = await portal.database.superuser.query(
      `select (select count(*)::int from call_request where scheduled_at = $1 and tenant_id = $2) as calls,
        (select count(*)::int from call_seat where starts_at = $1 and tenant_id = $2) as seats`,
      [startsAt, tenant.id],
    );
    expect(rows).toEqual([{ calls: 1, seats: 1 }]);
  }, 60_000);

  it('is one of as many as the capacity, each with a number of its own', async () => {
    const tenant = await portal.world.alwaysOpen({ slotCapacity: 4 });
    const customers = await Promise.all(Array.from({ length: 4 }, () => tenant.customer()));
    const { startsAt } = (await customers[0]!.slots())[0]!;
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        customers[index % 4]!.verb('callRequestCreate', { input: { phone: '+8801712345678', scheduledAt: startsAt } }),
      ),
    );
    expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(4);
    const { rows } = await portal.database.superuser.query(
      'select seat from call_seat where tenant_id = $1 order by 1',
      [tenant.id],
    );
    expect(rows.map(({ seat }) => seat)).toEqual([1, 2, 3, 4]);
  });

  it('goes to one of new bookings and rescheduled calls at once', async () => {
    const tenant = await portal.world.alwaysOpen();
    const customers = await Promise.all(Array.from({ length: 10 }, () => tenant.customer()));
    const [wanted, ...others] = await customers[0]!.slots();
    const scheduledAt = wanted!.startsAt;
    const moving = await Promise.all(
      customers.slice(0, 5).map((customer, index) => customer.requestCall({ scheduledAt: others[index]!.startsAt })),
    );
    const answers = await Promise.all(
      customers.map((customer, index) =>
        moving[index]
          ? customer.verb('callRequestReschedule', { id: moving[index].id, input: { scheduledAt } })
          : customer.verb('callRequestCreate', { input: { phone: '+8801712345678', scheduledAt } }),
      ),
    );
    expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    const { rows } = await portal.database.superuser.query(
      `select count(*)::int as kept from call_seat join call_request on call_request.id = call_request_id
       where call_seat.tenant_id = $1 and call_seat.starts_at = call_request.scheduled_at`,
      [tenant.id],
    );
    // who did not get it keeps what they had
    const moved = answers.slice(0, 5).filter(({ userErrors }) => userErrors.length === 0).length;
    expect(rows[0].kept).toBe(moved === 1 ? 5 : 6);
  });

  it('causes no deadlock when calls swap their slots', async () => {
    const tenant = await portal.world.alwaysOpen();
    const customers = await Promise.all(Array.from({ length: 6 }, () => tenant.customer()));
    const slots = await customers[0]!.slots();
    const calls = await Promise.all(
      customers.map((customer, index) => customer.requestCall({ scheduledAt: slots[index]!.startsAt })),
    );
    for (let round = 1; round <= 3; round++) {
      const answers = await Promise.all(
        customers.map((customer, index) =>
          customer.verb('callRequestReschedule', {
            id: calls[index]!.id,
            input: { scheduledAt: slots[(index + round) % 6]!.startsAt },
          }),
        ),
      );
      for (const { userErrors } of answers)
        expect(userErrors.every(({ code }: { code: string }) => code === 'CONFLICT')).toBe(true);
    }
  });
});
