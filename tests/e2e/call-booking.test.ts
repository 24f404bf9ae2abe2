import { beforeAll, describe, expect, it } from 'vitest';
import { weekdays } from '../../server/opening-hours/opening-hours.ts';
import { book, booked, callsOf, chooseTime, dayName, days, focused, times } from '../support/call-pages.ts';
import { deliver, heading, phoneScreen, signIn, useVisitedServer } from '../support/pages.ts';
import type { TestTenant } from '../support/world.ts';

const day = 24 * 60 * 60_000;
const phone = '+8801712345678';

const server = useVisitedServer();
/** Open day and night, for one call at a time. */
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await server.world.alwaysOpen();
});

const openBrowser = (of = tenant) => server.openPage(of);
const openPhone = (of = tenant) => server.openPage(of, phoneScreen);

describe('a customer who wants to talk', () => {
  it('books a call on a phone with three presses, and is told day, time, zone and number', async () => {
    const customer = await tenant.customer({ phone });
    const page = await openPhone();
    await signIn(page, customer, '/calls/new');
    await days(page).first().waitFor();
    await page.evaluate(() => {
      document.documentElement.dataset['presses'] = '0';
      document.addEventListener('pointerdown', () => (document.documentElement.dataset['presses'] += 'I'), true);
    });
    const name = await chooseTime(page);
    await book(page).click();
    await booked(page);
    expect(await page.evaluate(() => document.documentElement.dataset['presses'])).toBe('0III');

    const [call] = await callsOf(customer);
    expect(call).toMatchObject({ status: 'SCHEDULED', phone });
    expect(name).toMatch(new RegExp(`^${dayName(call!.scheduledAt!)}, .+ to .+, UTC$`));
    const card = page.getByRole('article');
    await card.getByText(dayName(call!.scheduledAt!)).waitFor();
    await card.getByText('· UTC').waitFor();
    await card.getByText(`We’ll call ${phone}`).waitFor();
    await expect.poll(() => focused(page)).toBe('Your call is booked');
  });

  it('books a call with the keyboard alone', async () => {
    const customer = await tenant.customer({ phone });
    const page = await openBrowser();
    await signIn(page, customer, '/calls/new');
    await days(page).first().focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => days(page).nth(1).isChecked()).toBe(true);
    await times(page).first().focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    const chosen = await times(page).nth(1).getAttribute('aria-label');
    await page.keyboard.press('Enter');
    await booked(page);
    const [call] = await callsOf(customer);
    expect(chosen).toContain(dayName(call!.scheduledAt!));
  });

  it('is called now with one press, and once however often it is pressed', async () => {
    const customer = await tenant.customer({ phone });
    const page = await openPhone();
    await signIn(page, customer, '/calls/new');
    await page.getByRole('button', { name: 'Call me now' }).dblclick();
    await heading(page, 'We’ll call you as soon as we can').waitFor();
    expect(await callsOf(customer)).toMatchObject([{ status: 'REQUESTED', scheduledAt: null }]);
  });

  it('books once when the answer is lost and it is tried again', async () => {
    const customer = await tenant.customer({ phone });
    const page = await openBrowser();
    await signIn(page, customer, '/calls/new');
    let lost = 0;
    await page.route('**/graphql', async (route) => {
      const isBooking = route.request().postData()?.includes('callRequestCreate');
      if (!isBooking || lost > 0) return route.continue();
      lost += 1;
      await deliver(route, server);
      return route.abort();
    });
    await chooseTime(page);
    await page.getByLabel('What’s it about?').fill('The bill of October');
    await book(page).click();
    await page.getByRole('alert').filter({ hasText: 'couldn’t reach the server' }).waitFor();
    await expect.poll(() => page.getByLabel('What’s it about?').inputValue()).toBe('The bill of October');
    await page.getByRole('button', { name: 'Try again' }).click();
    await booked(page);
    expect(lost).toBe(1);
    expect(await callsOf(customer)).toMatchObject([{ status: 'SCHEDULED', reason: 'The bill of October' }]);
  });

  it('is told the next opening when it is closed now, and books it with one press', async () => {
    const opening = new Date(Date.now() + 2 * day);
    const weekday = weekdays[(opening.getUTCDay() + 6) % 7]!;
    const closed = await server.world.tenant({
      openingHours: { week: [{ weekday, opensAt: '09:00', closesAt: '10:00' }] },
    });
    const customer = await closed.customer({ phone });
    const page = await openPhone(closed);
    await signIn(page, customer, '/calls/new');
    await page.getByRole('heading', { name: 'We’re closed right now' }).waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Call me now' }).count()).toBe(0);
    const name = dayName(opening.toISOString());
    await page.getByText(`We’ll open again ${name}, 9:00, UTC.`).waitFor();
    await page.getByRole('button', { name: `Book ${name}, 9:00` }).click();
    await booked(page);
    const nextOpening = `${opening.toISOString().slice(0, 10)}T09:00:00.000Z`;
    expect(await callsOf(customer)).toMatchObject([{ status: 'SCHEDULED', scheduledAt: nextOpening }]);
  });

  it('finds days further ahead behind "More days", and goes on at the first of them', async () => {
    const week = [{ weekday: weekdays[0]!, opensAt: '09:00', closesAt: '10:00' }];
    const rarely = await server.world.tenant({ openingHours: { week } });
    const customer = await rarely.customer({ phone });
    const page = await openPhone(rarely);
    await signIn(page, customer, '/calls/new');
    await days(page).first().waitFor();
    const before = await days(page).count();
    expect(before).toBeLessThan(4);
    await page.getByRole('button', { name: 'More days' }).click();
    await expect.poll(() => days(page).count()).toBeGreaterThan(before + 2);
    await expect
      .poll(() =>
        days(page)
          .nth(before)
          .evaluate((input) => input === document.activeElement),
      )
      .toBe(true);
    await days(page).last().click();
    await times(page).first().click();
    await book(page).click();
    await booked(page);
    const [call] = await callsOf(customer);
    expect(Date.parse(call!.scheduledAt!) - Date.now()).toBeGreaterThan(30 * day);
  });

  it('is told when somebody else has just taken the time, is offered the next one, and has lost nothing', async () => {
    const own = await server.world.alwaysOpen();
    const [customer, other] = await Promise.all([own.customer({ phone }), own.customer()]);
    const page = await openPhone(own);
    await signIn(page, customer, '/calls/new');
    const taken = await chooseTime(page);
    await page.getByLabel('What’s it about?').fill('A red light');
    const startsAt = (await page.getByRole('radio', { name: taken }).getAttribute('value'))!;
    await other.requestCall({ scheduledAt: startsAt });
    await book(page).click();
    await page.getByRole('alert').filter({ hasText: 'just taken that time' }).waitFor();
    await expect.poll(() => page.getByRole('radio', { name: taken }).count()).toBe(0);
    await expect.poll(() => page.getByLabel('What’s it about?').inputValue()).toBe('A red light');
    await page.getByRole('button', { name: /^Choose .* instead$/ }).click();
    await book(page).click();
    await booked(page);
    const [call] = await callsOf(customer);
    const next = new Date(Date.parse(startsAt) + 30 * 60_000).toISOString();
    expect(call).toMatchObject({ scheduledAt: next, reason: 'A red light' });
  });

  it('is told beside the field what is wrong with the number, and can put it right', async () => {
    const customer = await tenant.customer({ phone: null });
    const page = await openPhone();
    await signIn(page, customer, '/calls/new');
    const number = page.getByLabel('Phone number');
    await page.getByRole('button', { name: 'Call me now' }).click();
    await page.getByText('Please give us a number to call.').waitFor();
    await expect.poll(() => number.evaluate((input) => input === document.activeElement)).toBe(true);
    await number.fill('01712');
    await page.getByRole('button', { name: 'Call me now' }).click();
    await page.getByText('This phone number looks incomplete.').waitFor();
    await number.fill('+880 1712-345678');
    await page.getByRole('button', { name: 'Call me now' }).click();
    await heading(page, 'We’ll call you as soon as we can').waitFor();
    expect(await callsOf(customer)).toMatchObject([{ phone }]);
  });

  it('sees times in the zone of the profile with the zone named, and the time at the office beside it', async () => {
    const week = weekdays.map((weekday) => ({ weekday, opensAt: '10:00', closesAt: '11:00' }));
    const dhaka = await server.world.tenant({ openingHours: { timeZone: 'Asia/Dhaka', week, slotMinutes: 60 } });
    const [near, far] = await Promise.all([
      dhaka.customer({ phone, timeZone: 'Asia/Dhaka' }),
      dhaka.customer({ phone, timeZone: 'Asia/Tokyo' }),
    ]);
    const [nearPage, farPage] = [await openPhone(dhaka), await openPhone(dhaka)];
    await signIn(nearPage, near, '/calls/new');
    await nearPage.getByText('All times are in Dhaka time (GMT+6).').waitFor();
    await expect.poll(() => nearPage.getByText('At our office').count()).toBe(0);
    expect(await chooseTime(nearPage)).toMatch(/, 10:00 to 11:00, Dhaka time$/);
    await near.get('mutation { profileUpdate(input: { timeZone: "Asia/Kathmandu" }) { userErrors { code } } }');
    await nearPage.reload();
    expect(await chooseTime(nearPage)).toMatch(/, 9:45 to 10:45, Kathmandu time$/);

    await signIn(farPage, far, '/calls/new');
    await farPage.getByText('All times are in Tokyo time (GMT+9).').waitFor();
    expect(await chooseTime(farPage)).toMatch(/, 13:00 to 14:00, Tokyo time$/);
    await farPage.getByText('At our office: 10:00 Dhaka time').waitFor();
    await book(farPage).click();
    await booked(farPage);
    await farPage.getByText('13:00 to 14:00 · Tokyo time').waitFor();
    const [call] = await callsOf(far);
    expect(call!.scheduledAt).toContain('T04:00');
  });
});
