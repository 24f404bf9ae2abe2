import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { saved, section } from '../support/account-pages.ts';
import { heading, isFocused, phoneScreen, sideways, signIn, tabTo, useVisitedServer } from '../support/pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let admin: Person;

beforeEach(async () => {
  tenant = await server.world.tenant();
  admin = await tenant.admin();
});

const path = '/settings/opening-hours';
const storedHours = async () =>
  (
    await admin.get(
      '{ viewer { tenant { openingHours { timeZone week { weekday opensAt closesAt } holidays slotMinutes slotCapacity reminderMinutes } } } }',
    )
  ).viewer.tenant.openingHours;
const day = (page: Page, name: string) => page.getByRole('group', { name });
const saveButton = (page: Page, title: string) => section(page, title).getByRole('button', { name: 'Save' });
const interval = (weekday: string, opensAt: string, closesAt: string) => ({ weekday, opensAt, closesAt });

it('the week is set by keyboard: a break, a free day, a night, and Monday for all other days', async () => {
  const page = await server.openPage(tenant);
  await signIn(page, admin, path);
  await heading(page, 'Opening hours').waitFor();
  const monday = day(page, 'Monday');
  await tabTo(page, monday.getByLabel('closes at'));
  await monday.getByLabel('closes at').fill('13:00');
  await tabTo(page, monday.getByRole('button', { name: 'Add hours on Monday' }));
  await page.keyboard.press('Enter');
  await expect.poll(() => isFocused(monday.getByLabel('opens at').nth(1))).toBe(true);
  await monday.getByLabel('opens at').nth(1).fill('14:00');
  // midnight is the end of the day
  await monday.getByLabel('closes at').nth(1).fill('00:00');
  await tabTo(page, monday.getByRole('button', { name: /^Copy to/ }));
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'All other days' }).press('Enter');
  const sunday = day(page, 'Sunday');
  await expect.poll(() => sunday.getByLabel('opens at').count()).toBe(2);
  for (const left of [1, 0]) {
    await sunday
      .getByRole('button', { name: /^Remove/ })
      .first()
      .press('Enter');
    await expect.poll(() => sunday.getByLabel('opens at').count()).toBe(left);
    await expect.poll(() => isFocused(sunday.getByRole('button', { name: 'Add hours on Sunday' }))).toBe(true);
  }
  await saveButton(page, 'Week').press('Enter');
  await saved(page, 'Week').waitFor();
  expect((await storedHours()).week).toEqual(
    ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'].flatMap((weekday) => [
      interval(weekday, '09:00', '13:00'),
      interval(weekday, '14:00', '24:00'),
    ]),
  );
});

it('mistakes are told beside their times, which stay as they were typed', async () => {
  const page = await server.openPage(tenant, phoneScreen);
  await signIn(page, admin, path);
  const monday = day(page, 'Monday');
  await monday.getByLabel('closes at').fill('08:00');
  await day(page, 'Tuesday').getByRole('button', { name: 'Add hours on Tuesday' }).click();
  await saveButton(page, 'Week').click();
  await monday.getByText('must be after the opening time').waitFor();
  await day(page, 'Tuesday').getByText('Please enter both times.').waitFor();
  await expect.poll(() => isFocused(monday.getByLabel('opens at'))).toBe(true);
  expect(await monday.getByLabel('closes at').inputValue()).toBe('08:00');
  expect(await sideways(page)).toBe(0);
  const calls = section(page, 'Booked calls');
  await calls.getByLabel('Length of a call').fill('9');
  await calls.getByRole('button', { name: 'Save' }).click();
  await calls.getByText('slotMinutes must be between 10 and 240.').waitFor();
  expect(await calls.getByLabel('Length of a call').inputValue()).toBe('9');
  await calls.getByLabel('Length of a call').fill('');
  await calls.getByRole('button', { name: 'Save' }).click();
  await calls.getByText('Please fill this in.').waitFor();
  const { week, slotMinutes } = await storedHours();
  expect([week[0].closesAt, slotMinutes]).toEqual(['17:00', 30]);
});

it('holidays are added and removed, and one that is only typed is saved, too', async () => {
  await admin.done('openingHoursUpdate', { input: { holidays: ['2026-12-16', '2027-03-26'] } });
  const page = await server.openPage(tenant);
  await signIn(page, admin, path);
  const holidays = section(page, 'Holidays');
  await holidays.getByText('16 December 2026').waitFor();
  await holidays.getByRole('button', { name: /^Remove .*26 March 2027/ }).press('Enter');
  await holidays.getByLabel('New holiday').fill('2026-02-21');
  await holidays.getByLabel('New holiday').press('Enter');
  await holidays.getByText('21 February 2026').waitFor();
  await holidays.getByLabel('New holiday').fill('2027-05-01');
  await saveButton(page, 'Holidays').press('Enter');
  await saved(page, 'Holidays').waitFor();
  expect((await storedHours()).holidays).toEqual(['2026-02-21', '2026-12-16', '2027-05-01']);
});

it('what another admin saves shows at once, and what is being typed stays and is told of', async () => {
  const page = await server.openPage(tenant);
  await signIn(page, admin, path);
  const calls = section(page, 'Booked calls');
  await calls.getByLabel('Length of a call').fill('45');
  const other = await tenant.admin();
  await other.done('openingHoursUpdate', { input: { slotMinutes: 20, slotCapacity: 7, timeZone: 'Asia/Dhaka' } });
  await expect.poll(() => calls.getByLabel('Calls at the same time').inputValue()).toBe('7');
  await page.getByRole('button', { name: /^Time zone: Dhaka/ }).waitFor();
  await calls.getByText('Someone else has just saved this too.').waitFor();
  expect(await calls.getByLabel('Length of a call').inputValue()).toBe('45');
  await saveButton(page, 'Booked calls').click();
  await saved(page, 'Booked calls').waitFor();
  await expect.poll(() => calls.getByText('Someone else has just saved this too.').count()).toBe(0);
  expect(await storedHours()).toMatchObject({ slotMinutes: 45, slotCapacity: 7, timeZone: 'Asia/Dhaka' });
});

it('is not left with something unsaved before that is confirmed', async () => {
  const page = await server.openPage(tenant);
  await signIn(page, admin, path);
  const calls = section(page, 'Booked calls');
  await calls.getByLabel('Length of a call').fill('45');
  await page.getByRole('link', { name: 'Dashboard' }).click();
  await page.getByRole('button', { name: 'Stay here' }).click();
  expect(await calls.getByLabel('Length of a call').inputValue()).toBe('45');
  await calls.getByRole('button', { name: 'Discard changes' }).click();
  await expect.poll(() => calls.getByLabel('Length of a call').inputValue()).toBe('30');
  await calls.getByLabel('Length of a call').fill('45');
  await page.getByRole('link', { name: 'Dashboard' }).click();
  await page.getByRole('button', { name: 'Leave without saving' }).click();
  await heading(page, /^Welcome|Dashboard/).waitFor();
  expect((await storedHours()).slotMinutes).toBe(30);
});

it('calls are switched off: customers find no way to ask for one, and keep the one they have', async () => {
  await admin.done('openingHoursUpdate', {
    input: { week: [interval('MONDAY', '00:00', '24:00'), interval('TUESDAY', '00:00', '24:00')] },
  });
  const [free, booked] = await Promise.all([tenant.customer(), tenant.customer({ phone: '+8801712345678' })]);
  const slots = (await Promise.all([1, 2, 3, 4, 5, 6, 7].map((days) => booked.slots(days)))).flat();
  const { id } = await booked.requestCall({ scheduledAt: slots[0]!.startsAt });
  const page = await server.openPage(tenant);
  await signIn(page, admin, path);
  const calls = section(page, 'Booked calls');
  await tabTo(page, calls.getByRole('switch', { name: 'Customers can ask for calls' }));
  await page.keyboard.press('Space');
  await tabTo(page, calls.getByRole('button', { name: 'Save' }));
  await page.keyboard.press('Enter');
  await saved(page, 'Booked calls').waitFor();
  const visitor = await server.openPage(tenant);
  await signIn(visitor, free);
  await heading(visitor, /^Welcome/).waitFor();
  await visitor.getByRole('navigation').getByRole('link', { name: 'Help' }).first().waitFor();
  expect(await visitor.getByRole('link', { name: /call/i }).count()).toBe(0);
  await visitor.goto('/calls/new');
  await visitor.getByText('New calls are switched off.').waitFor();
  const owner = await server.openPage(tenant);
  await signIn(owner, booked, `/calls/${id}`);
  await owner
    .getByRole('button', { name: /cancel/i })
    .first()
    .waitFor();
});
