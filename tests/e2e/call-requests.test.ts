import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { weekdays } from '../../server/call-requests/opening-hours.ts';
import { launchBrowser } from '../support/browser.ts';
import { openPage, signIn } from '../support/pages.ts';
import { startServer, type TestServer } from '../support/server.ts';
import type { Person, TestTenant } from '../support/world.ts';

const day = 24 * 60 * 60_000;
const phone = '+8801712345678';

let server: TestServer;
let browser: Browser;
/** Open day and night, for one call at a time. */
let tenant: TestTenant;

beforeAll(async () => {
  server = await startServer();
  browser = await launchBrowser();
  tenant = await server.world.alwaysOpen();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const openBrowser = (of = tenant) => openPage(browser, of, server.port);

async function openPhone(of = tenant): Promise<Page> {
  const page = await openBrowser(of);
  await page.setViewportSize({ width: 390, height: 844 });
  return page;
}

const days = (page: Page) => page.getByRole('group', { name: 'Day', exact: true }).getByRole('radio');
const times = (page: Page) => page.getByRole('group', { name: /^Time/ }).getByRole('radio');
const book = (page: Page) => page.getByRole('button', { name: 'Book this call' });
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 });
const booked = (page: Page) => heading(page, 'Your call is booked').waitFor();
const callAt = (page: Page) => new URL(page.url()).pathname.split('/').at(-1)!;
const conversation = (page: Page) => page.getByRole('region', { name: 'Conversation' }).getByRole('listitem');

/** The day as the portal tells it, in English. */
const dayName = (at: string, timeZone = 'UTC') =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone }).format(new Date(at));

/** The calls of a customer in the order they were asked for. */
async function callsOf(customer: Person): Promise<{ id: string; status: string; scheduledAt: string | null }[]> {
  const { callRequests } = await customer.get(`{
    callRequests(sort: { field: CREATED_AT, direction: ASCENDING }) {
      nodes { id status scheduledAt phone reason ticket { id } }
    }
  }`);
  return callRequests.nodes;
}

/** Chooses the first time of the second day, and answers with its whole name. */
async function chooseTime(page: Page): Promise<string> {
  await days(page).nth(1).click();
  await times(page).first().click();
  return (await times(page).first().getAttribute('aria-label'))!;
}

/** The time in the whole name of a slot; near days are called "tomorrow" elsewhere. */
const timeIn = (name: string) => name.slice(name.indexOf(','));

/** The text of what has the focus, with all of the list item around it. */
const focused = (page: Page) =>
  page.evaluate(() => (document.activeElement?.closest('li') ?? document.activeElement)?.textContent?.trim());

/** How far the page can be moved sideways. */
const sideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

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
    await card.getByText(`We call ${phone}`).waitFor();
    expect(await focused(page)).toBe('Your call is booked');
  });

  it('books a call with the keyboard alone', async () => {
    const customer = await tenant.customer({ phone });
    const page = await openBrowser();
    await signIn(page, customer, '/calls/new');
    await days(page).first().focus();
    await page.keyboard.press('ArrowRight');
    expect(await days(page).nth(1).isChecked()).toBe(true);
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
    await heading(page, 'We call you as soon as we can').waitFor();
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
      // Only browsers know where names below localhost lead.
      await route.fetch({ url: `${server.url}/graphql` });
      return route.abort();
    });
    await chooseTime(page);
    await page.getByLabel('What is it about?').fill('The bill of October');
    await book(page).click();
    await page.getByRole('alert').filter({ hasText: 'could not be reached' }).waitFor();
    expect(await page.getByLabel('What is it about?').inputValue()).toBe('The bill of October');
    await page.getByRole('button', { name: 'Try again' }).click();
    await booked(page);
    expect(lost).toBe(1);
    expect(await callsOf(customer)).toMatchObject([{ status: 'SCHEDULED', reason: 'The bill of October' }]);
  });

  it('is told the next opening when it is closed now, and books it with one press', async () => {
    const opening = new Date(Date.now() + 2 * day);
    const weekday = weekdays[(opening.getUTCDay() + 6) % 7]!;
    const closed = await server.world.tenant({ openingWeek: [{ weekday, opensAt: '09:00', closesAt: '10:00' }] });
    const customer = await closed.customer({ phone });
    const page = await openPhone(closed);
    await signIn(page, customer, '/calls/new');
    await page.getByRole('heading', { name: 'We are closed now' }).waitFor();
    expect(await page.getByRole('button', { name: 'Call me now' }).count()).toBe(0);
    const name = dayName(opening.toISOString());
    await page.getByText(`The next opening is ${name}, 9:00, UTC.`).waitFor();
    await page.getByRole('button', { name: `Book ${name}, 9:00` }).click();
    await booked(page);
    const nextOpening = `${opening.toISOString().slice(0, 10)}T09:00:00.000Z`;
    expect(await callsOf(customer)).toMatchObject([{ status: 'SCHEDULED', scheduledAt: nextOpening }]);
  });

  it('finds days further ahead behind "More days", and goes on at the first of them', async () => {
    const openingWeek = [{ weekday: weekdays[0]!, opensAt: '09:00', closesAt: '10:00' }];
    const rarely = await server.world.tenant({ openingWeek });
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
    await page.getByLabel('What is it about?').fill('A red light');
    const startsAt = (await page.getByRole('radio', { name: taken }).getAttribute('value'))!;
    await other.requestCall({ scheduledAt: startsAt });
    await book(page).click();
    await page.getByRole('alert').filter({ hasText: 'just been taken' }).waitFor();
    expect(await page.getByRole('radio', { name: taken }).count()).toBe(0);
    expect(await page.getByLabel('What is it about?').inputValue()).toBe('A red light');
    await page.getByRole('button', { name: /^Take .* instead$/ }).click();
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
    expect(await number.evaluate((input) => input === document.activeElement)).toBe(true);
    await number.fill('01712');
    await page.getByRole('button', { name: 'Call me now' }).click();
    await page.getByText('This is not a complete phone number.').waitFor();
    await number.fill('+880 1712-345678');
    await page.getByRole('button', { name: 'Call me now' }).click();
    await heading(page, 'We call you as soon as we can').waitFor();
    expect(await callsOf(customer)).toMatchObject([{ phone }]);
  });

  it('sees times in the zone of the profile with the zone named, and the time at the office beside it', async () => {
    const openingWeek = weekdays.map((weekday) => ({ weekday, opensAt: '10:00', closesAt: '11:00' }));
    const dhaka = await server.world.tenant({ timeZone: 'Asia/Dhaka', openingWeek, callSlotMinutes: 60 });
    const [near, far] = await Promise.all([
      dhaka.customer({ phone, timeZone: 'Asia/Dhaka' }),
      dhaka.customer({ phone, timeZone: 'Asia/Tokyo' }),
    ]);
    const [nearPage, farPage] = [await openPhone(dhaka), await openPhone(dhaka)];
    await signIn(nearPage, near, '/calls/new');
    await nearPage.getByText('All times are in Dhaka time (GMT+6).').waitFor();
    expect(await nearPage.getByText('At our office').count()).toBe(0);
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

  it('chooses another time, then cancels and is asked before; the other tab follows without a reload', async () => {
    const customer = await tenant.customer({ phone });
    const slots = await customer.slots(3);
    const { id } = await customer.requestCall({
      scheduledAt: slots.findLast(({ available }) => available > 0)!.startsAt,
    });
    const page = await openPhone();
    await signIn(page, customer, `/calls/${id}`);
    await booked(page);
    const list = await page.context().newPage();
    await list.goto('/calls');
    const upcoming = list.getByRole('region', { name: 'Upcoming' }).getByRole('listitem');
    await upcoming.waitFor();

    await page.getByRole('button', { name: 'Choose another time' }).click();
    const dialog = page.getByRole('dialog');
    await days(page).nth(1).click();
    await times(page).nth(2).click();
    const name = (await times(page).nth(2).getAttribute('aria-label'))!;
    await dialog.getByRole('button', { name: 'Move the call' }).click();
    await dialog.waitFor({ state: 'detached' });
    const [moved] = await callsOf(customer);
    expect(moved).toMatchObject({ id, status: 'SCHEDULED' });
    expect(name).toContain(dayName(moved!.scheduledAt!));
    await upcoming.getByText(timeIn(name)).waitFor();

    await page.getByRole('button', { name: 'Cancel call' }).click();
    await dialog.getByRole('button', { name: 'Keep the call' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await callsOf(customer)).toMatchObject([{ status: 'SCHEDULED' }]);
    await page.getByRole('button', { name: 'Cancel call' }).click();
    await page.getByRole('button', { name: 'Yes, cancel it' }).click();
    await heading(page, 'This call is cancelled').waitFor();
    await expect.poll(() => focused(page)).toBe('This call is cancelled');
    expect(await callsOf(customer)).toMatchObject([{ id, status: 'CANCELLED' }]);
    await list.getByRole('region', { name: 'Past' }).getByText('Cancelled').waitFor();
    expect(await upcoming.count()).toBe(0);
  });

  it('finds a foreign call as little as one that never was', async () => {
    const [customer, neighbour] = await Promise.all([tenant.customer(), tenant.customer()]);
    const { id } = await neighbour.requestCall({ reason: 'Private matter' });
    const page = await openPhone();
    await signIn(page, customer, `/calls/${id}`);
    await heading(page, 'This call is not here').waitFor();
    expect(await page.getByText('Private matter').count()).toBe(0);
  });
});

describe('staff who make the calls', () => {
  it('see what is to be called, soonest first, late ones marked, and note what came of it; the customer sees it live', async () => {
    const own = await server.world.alwaysOpen();
    const [customer, agent] = await Promise.all([own.customer({ phone }), own.agent()]);
    const ticket = await customer.openTicket({ title: 'Red light' });
    const [slot] = await customer.slots(1);
    const later = await customer.requestCall({ scheduledAt: slot!.startsAt, reason: 'Not so urgent' });
    const now = await customer.requestCall({
      ticketId: ticket.id,
      reason: 'It burns',
      note: 'Ask for the night desk.',
    });
    await server.database.superuser.query(
      `update call_request set created_at = created_at - interval '1 hour', due_at = due_at - interval '1 hour' where id = $1`,
      [now.id],
    );
    const [page, staff] = [await openPhone(own), await openBrowser(own)];
    await signIn(page, customer, `/calls/${now.id}`);
    await heading(page, 'We are late with this call').waitFor();
    await signIn(staff, agent, '/calls');
    const calls = staff.getByRole('main').getByRole('listitem');
    await calls.first().waitFor();
    expect(await calls.allInnerTexts()).toMatchObject([
      expect.stringMatching(/It burns[^]*Ask for the night desk\.[^]*Red light/),
      expect.stringContaining('Not so urgent'),
    ]);
    await calls.first().getByText('Late').waitFor();
    expect(await calls.last().getByText('Late').count()).toBe(0);
    expect(
      await calls
        .first()
        .getByRole('link', { name: `Call ${customer.name}, ${phone}` })
        .getAttribute('href'),
    ).toBe(`tel:${phone}`);

    await calls
      .first()
      .getByRole('button', { name: /^No answer/ })
      .click();
    await heading(page, 'We called, and nobody answered').waitFor();
    await expect.poll(() => focused(staff)).toContain('Not so urgent');
    await staff.getByRole('link', { name: 'Missed' }).click();
    await calls.filter({ hasText: 'It burns' }).waitFor();
    await calls
      .first()
      .getByRole('button', { name: /^New time/ })
      .click();
    await chooseTime(staff);
    await staff.getByRole('button', { name: 'Move the call' }).click();
    await booked(page);
    await staff.getByRole('link', { name: 'To be called' }).click();
    await calls
      .filter({ hasText: 'It burns' })
      .getByRole('button', { name: /^Reached/ })
      .click();
    await heading(page, 'We have spoken').waitFor();
    await calls.filter({ hasText: 'It burns' }).waitFor({ state: 'detached' });
    expect(await callsOf(customer)).toMatchObject([
      { id: now.id, status: 'COMPLETED' },
      { id: later.id, status: 'SCHEDULED' },
    ]);
  });
});

describe('a ticket', () => {
  it('hands itself over, shows its next call on top and what happened to calls among its messages', async () => {
    const own = await server.world.alwaysOpen();
    const [customer, agent] = await Promise.all([own.customer({ phone }), own.agent()]);
    const ticket = await customer.openTicket({ title: 'Wrong bill' });
    const page = await openPhone(own);
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await page.getByRole('main').getByRole('link', { name: 'Ask for a call' }).click();
    await page.getByText('Wrong bill').first().waitFor();
    const name = await chooseTime(page);
    await book(page).click();
    await booked(page);
    const id = callAt(page);
    expect(await callsOf(customer)).toMatchObject([{ id, ticket: { id: ticket.id } }]);

    await page.getByRole('link', { name: /Wrong bill/ }).click();
    const next = page.getByRole('region', { name: 'Calls' });
    await next.getByText(timeIn(name)).waitFor();
    await conversation(page)
      .filter({ hasText: /^You asked for a call: / })
      .filter({ hasText: timeIn(name) })
      .waitFor();
    await agent.write(ticket.id, 'We look into it before we call.');
    await conversation(page).filter({ hasText: 'We look into it' }).waitFor();
    const slots = await customer.slots(5);
    await agent.done('callRequestComplete', { id, input: { outcome: 'RESCHEDULED', scheduledAt: slots[0]!.startsAt } });
    await conversation(page).filter({ hasText: 'New time for the call' }).waitFor();
    await next.getByText(dayName(slots[0]!.startsAt)).waitFor();
    await agent.done('callRequestComplete', { id, input: { outcome: 'REACHED' } });
    await conversation(page)
      .filter({ hasText: `${agent.name} called: reached` })
      .waitFor();
    await next.waitFor({ state: 'detached' });
    expect(await conversation(page).allInnerTexts()).toMatchObject([
      expect.stringContaining('It went dark at noon.'),
      expect.stringContaining('You asked for a call'),
      expect.stringContaining('We look into it'),
      expect.stringContaining('called: reached'),
    ]);
  });

  it('that is closed cannot be called about, and says so', async () => {
    const customer = await tenant.customer({ phone });
    const ticket = await customer.openTicket();
    await customer.done('ticketClose', { id: ticket.id });
    const page = await openPhone();
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await page.getByRole('button', { name: 'Reopen ticket' }).waitFor();
    expect(await page.getByRole('main').getByRole('link', { name: 'Ask for a call' }).count()).toBe(0);
    await page.goto(`/calls/new?ticket=${ticket.id}`);
    await page.getByText('This ticket is closed. Reopen it first').waitFor();
  });
});

describe('the pages of calls', () => {
  it('are reached from dashboard and navigation, and the dashboard shows the next call', async () => {
    const customer = await tenant.customer({ phone });
    const page = await openPhone();
    await signIn(page, customer);
    await page.getByRole('main').getByRole('link', { name: 'Ask for a call' }).click();
    await heading(page, 'Ask for a call').waitFor();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Calls' }).click();
    await page.getByRole('heading', { name: 'No calls yet' }).waitFor();
    const { id } = await customer.requestCall();
    await page.getByRole('listitem').filter({ hasText: 'As soon as possible' }).waitFor();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Dashboard' }).click();
    await page.getByRole('region', { name: 'Calls' }).getByRole('link', { name: 'Open the call' }).click();
    await heading(page, 'We call you as soon as we can').waitFor();
    expect(callAt(page)).toBe(id);
  });

  it('are where the bell of staff leads to', async () => {
    const own = await server.world.alwaysOpen();
    const [customer, agent] = await Promise.all([own.customer({ phone }), own.agent()]);
    const staff = await openBrowser(own);
    await signIn(staff, agent);
    const bell = (said: string) =>
      staff.getByRole('banner').getByRole('button', { name: `Notifications, ${said} unread` });
    const { id } = await customer.requestCall({ reason: 'It burns' });
    await bell('1').click();
    await staff.getByRole('link', { name: `Unread: ${customer.name} asked for a call` }).click();
    await heading(staff, `Call to ${customer.name}`).waitFor();
    expect(callAt(staff)).toBe(id);
    await bell('none').waitFor();
  });

  it('do not scroll sideways at 390 pixels, in English and in Bengali', async () => {
    const own = await server.world.alwaysOpen({ timeZone: 'America/Argentina/Buenos_Aires' });
    const [customer, agent] = await Promise.all([own.customer({ phone }), own.agent()]);
    const title = 'W'.repeat(60);
    const ticket = await customer.openTicket({ title });
    const { id } = await customer.requestCall({ ticketId: ticket.id, reason: title, note: title });
    for (const [person, paths] of [
      [customer, ['/', '/calls', `/calls/new?ticket=${ticket.id}`, `/calls/${id}`, `/tickets/${ticket.id}`]],
      [agent, ['/', '/calls', `/calls/${id}`, `/tickets/${ticket.id}`]],
    ] as const) {
      const page = await openPhone(own);
      await signIn(page, person);
      for (const language of ['en', 'bn']) {
        await page.evaluate((wish) => localStorage.setItem('shohayota.language', wish), language);
        for (const path of paths) {
          await page.goto(path);
          await page.getByText('WWWW').first().waitFor();
          expect([path, language, await sideways(page)]).toEqual([path, language, 0]);
        }
      }
    }
  });
});
