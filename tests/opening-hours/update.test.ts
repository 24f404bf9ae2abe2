import { beforeEach, describe, expect, it } from 'vitest';
import { weekdays } from '../../server/opening-hours/opening-hours.ts';
import { Visitor } from '../sessions/visitor.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let admin: Person;

beforeEach(async () => {
  tenant = await portal.world.tenant();
  admin = await tenant.admin();
});

const hoursQuery = `{ timeZone week { weekday opensAt closesAt } holidays slotMinutes isOpen closesAt nextOpeningAt }`;
const hoursOf = async (viewer: Person) =>
  (await viewer.get(`{ viewer { tenant { openingHours ${hoursQuery} } } }`)).viewer.tenant.openingHours;

const update = async (input: Record<string, unknown>) =>
  (await admin.done('openingHoursUpdate', { input })).openingHours;

const monday = (opensAt: string, closesAt: string) => ({ weekday: 'MONDAY', opensAt, closesAt });

describe('the opening hours of a tenant', () => {
  it('are office hours in UTC until they are changed', async () => {
    const hours = await hoursOf(await tenant.customer());
    expect(hours).toMatchObject({ timeZone: 'UTC', holidays: [], slotMinutes: 30 });
    expect(hours.week).toEqual(
      ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'].map((weekday) => ({
        weekday,
        opensAt: '09:00',
        closesAt: '17:00',
      })),
    );
    expect(hours.isOpen).toBe(hours.closesAt !== null);
    expect(Date.parse(hours.nextOpeningAt)).toBeGreaterThan(Date.now());
  });

  it('are changed by an admin, in order and with each holiday once', async () => {
    const changed = await update({
      timeZone: 'Asia/Dhaka',
      week: [
        { weekday: 'SUNDAY', opensAt: '10:00', closesAt: '24:00' },
        monday('14:00', '18:30'),
        monday('00:00', '13:00'),
      ],
      holidays: ['2026-12-16', '2026-02-21', '2026-12-16'],
      slotMinutes: 20,
    });
    expect(changed).toEqual({
      timeZone: 'Asia/Dhaka',
      week: [
        monday('00:00', '13:00'),
        monday('14:00', '18:30'),
        { weekday: 'SUNDAY', opensAt: '10:00', closesAt: '24:00' },
      ],
      holidays: ['2026-02-21', '2026-12-16'],
      slotMinutes: 20,
    });
    expect(await hoursOf(await tenant.agent())).toMatchObject(changed);
  });

  it('keep what is left out of a change', async () => {
    const before = await update({ timeZone: 'Asia/Dhaka', week: [monday('09:00', '10:00')], slotMinutes: 15 });
    expect(await update({ holidays: ['2026-12-16'] })).toEqual({ ...before, holidays: ['2026-12-16'] });
    expect(await update({ week: null, timeZone: null, slotMinutes: null, holidays: [] })).toEqual(before);
    expect(await update({ week: [] })).toEqual({ ...before, week: [] });
  });

  it('decide what can be booked from then on, and do not change what is booked', async () => {
    const week = weekdays.map((weekday) => ({ weekday, opensAt: '00:00', closesAt: '24:00' }));
    await update({ week, slotCapacity: 3 });
    const customer = await tenant.customer();
    const [slot] = await customer.slots();
    expect(slot!.available).toBe(3);
    const { id } = await customer.requestCall({ scheduledAt: slot!.startsAt });
    await update({ week: [] });
    expect(await customer.slots()).toEqual([]);
    expect(await customer.refusal('callRequestCreate', { input: { phone: '+8801712345678' } })).toMatchObject({
      code: 'WRONG_STATE',
    });
    const { callRequest } = await customer.get('query($id: ID!) { callRequest(id: $id) { status scheduledAt } }', {
      id,
    });
    expect(callRequest).toEqual({ status: 'SCHEDULED', scheduledAt: slot!.startsAt });
  });

  it('are shown at the address of the tenant before anybody signs in', async () => {
    const visitor = new Visitor(portal.url, `${tenant.tenant.slug}.portal.test`);
    const { portal: info } = await visitor.ask<{ portal: unknown }>(
      `{ portal { tenant { slug openingHours ${hoursQuery} only: openingHours { isOpen } } } }`,
    );
    const hours = await hoursOf(admin);
    expect(info).toEqual({
      tenant: { slug: tenant.tenant.slug, openingHours: hours, only: { isOpen: hours.isOpen } },
    });
  });

  it.each([
    ['timeZone', 'Dhaka'],
    ['timeZone', '+06:00'],
    ['timeZone', ''],
    ['week', [monday('9:00', '10:00')]],
    ['week', [monday('09:00', '24:01')]],
    ['week', [monday('09:60', '10:00')]],
    ['week', [monday('10:00', '10:00')]],
    ['week', [monday('22:00', '06:00')]],
    ['week', [monday('09:00', '12:00'), monday('11:59', '13:00')]],
    ['holidays', ['2026-02-30']],
    ['holidays', ['16 December']],
    ['holidays', ['2026-12-16T00:00']],
    ['holidays', ['+012026-12-16']],
    ['slotMinutes', 9],
    ['slotMinutes', 241],
    ['slotCapacity', 0],
    ['slotCapacity', 101],
    ['reminderMinutes', 4],
    ['reminderMinutes', 1_441],
    ['reminderMinutes', -1],
    ['noticeMinutes', -1],
    ['noticeMinutes', 10_081],
  ])('refuse %s %j, naming the field', async (field, value) => {
    const before = await hoursOf(admin);
    expect(await admin.refusal('openingHoursUpdate', { input: { [field]: value } })).toMatchObject({
      code: 'INVALID',
      field: `input.${field}`,
      message: expect.stringMatching(new RegExp(`^${field} must`)),
    });
    expect(await hoursOf(admin)).toEqual(before);
  });

  it('are rejected with every broken rule', async () => {
    const minutes = (index: number) => `00:${String(index).padStart(2, '0')}`;
    const week = Array.from({ length: 51 }, (_, index) => monday(minutes(index), minutes(index + 1)));
    const holidays = Array.from({ length: 367 }, (_, index) => new Date(index * 86_400_000).toISOString().slice(0, 10));
    const { userErrors } = await admin.verb('openingHoursUpdate', { input: { week, holidays, slotMinutes: 1 } });
    expect(userErrors.map(({ code, field }: { code: string; field: string }) => [code, field])).toEqual([
      ['TOO_MANY', 'input.week'],
      ['TOO_MANY', 'input.holidays'],
      ['INVALID', 'input.slotMinutes'],
    ]);
    expect(await update({ reminderMinutes: 0, slotMinutes: 10, slotCapacity: 100 })).toMatchObject({ slotMinutes: 10 });
  });

  it('cannot be changed by customers, agents or anyone who is not signed in', async () => {
    for (const person of [await tenant.customer(), await tenant.agent()])
      expect(await person.refusal('openingHoursUpdate', { input: { week: [] } })).toMatchObject({ code: 'FORBIDDEN' });
    const { errors } = await portal.nobody.ask(
      'mutation { openingHoursUpdate(input: { week: [] }) { userErrors { code } } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});
