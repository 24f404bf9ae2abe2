import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { weekdays } from '../../server/opening-hours/opening-hours.ts';
import { press, section } from '../support/account-pages.ts';
import { book, booked, callsOf, chooseTime, days } from '../support/call-pages.ts';
import { ticketsOf } from '../support/help-pages.ts';
import { heading, isFocused, phoneScreen, signIn, useVisitedServer, type PageOptions } from '../support/pages.ts';
import { message, reply } from '../support/ticket-pages.ts';
import type { TestTenant } from '../support/world.ts';

const phone = '+8801712345678';
const server = useVisitedServer();
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await server.world.alwaysOpen({ slotCapacity: 20 });
});

const openBrowser = (options?: PageOptions, of = tenant) => server.openPage(of, options);
const dialog = (page: Page) => page.getByRole('dialog');
const scrolled = (page: Page) => page.evaluate(() => Math.round(window.scrollY));
const requested = (page: Page) => heading(page, 'We’ll call you as soon as we can').waitFor();

describe('a customer whose number is not known', () => {
  it('is asked for it where they pressed, and Enter does what the press would have done', async () => {
    const customer = await tenant.customer({ phone: null });
    const page = await openBrowser(phoneScreen);
    await signIn(page, customer, '/calls/new');
    await page.getByRole('button', { name: 'Call me now' }).click();
    await page.getByText('Please give us a number to call.').waitFor();
    const number = page.getByLabel('Phone number');
    await expect.poll(() => number.count()).toBe(1);
    await expect.poll(() => isFocused(number)).toBe(true);
    expect(await scrolled(page)).toBe(0);
    await page.keyboard.type('01712');
    await page.keyboard.press('Enter');
    await page.getByText('This phone number looks incomplete.').waitFor();
    expect(await scrolled(page)).toBe(0);
    await number.fill(phone);
    await page.keyboard.press('Enter');
    await requested(page);
    expect(await callsOf(customer)).toMatchObject([{ status: 'REQUESTED', phone }]);
  });

  it('is asked beside the time when that is what they book', async () => {
    const customer = await tenant.customer({ phone: null });
    const page = await openBrowser(phoneScreen);
    await signIn(page, customer, '/calls/new');
    await chooseTime(page);
    await book(page).click();
    await page.getByText('Please give us a number to call.').waitFor();
    const number = page.getByRole('region', { name: 'About the call' }).getByLabel('Phone number');
    await expect.poll(() => isFocused(number)).toBe(true);
    await page.keyboard.type(phone);
    await page.keyboard.press('Enter');
    await booked(page);
    expect(await callsOf(customer)).toMatchObject([{ status: 'SCHEDULED', phone }]);
  });

  it('is asked where the first free time is offered while it is closed', async () => {
    const weekday = weekdays[(new Date(Date.now() + 2 * 86_400_000).getUTCDay() + 6) % 7]!;
    const closed = await server.world.tenant({
      openingHours: { week: [{ weekday, opensAt: '09:00', closesAt: '10:00' }] },
    });
    const customer = await closed.customer({ phone: null });
    const page = await openBrowser(phoneScreen, closed);
    await signIn(page, customer, '/calls/new');
    await page.getByRole('button', { name: /^Book .* 9:00/ }).click();
    await expect.poll(() => isFocused(page.getByLabel('Phone number'))).toBe(true);
    await page.keyboard.type(phone);
    await page.keyboard.press('Enter');
    await booked(page);
    expect(await callsOf(customer)).toMatchObject([{ status: 'SCHEDULED', phone }]);
  });
});

describe('no second call is requested by one press while one stands', () => {
  it.each([
    ['now', null],
    ['at a time', 1],
  ] as const)('with a call %s', async (_when, daysAhead) => {
    const customer = await tenant.customer({ phone });
    const scheduledAt = daysAhead && (await customer.slots(daysAhead))[0]!.startsAt;
    await customer.requestCall({ scheduledAt });
    const page = await openBrowser();
    await signIn(page, customer, '/calls/new');
    await page.getByRole('button', { name: 'Call me now' }).click();
    await dialog(page).getByText('Request a second call?').waitFor();
    await dialog(page).getByRole('button', { name: 'Keep just that call' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    expect(await callsOf(customer)).toHaveLength(1);
    await chooseTime(page);
    await book(page).click();
    await dialog(page).getByRole('button', { name: 'Yes, request another' }).click();
    await booked(page);
    expect(await callsOf(customer)).toHaveLength(2);
  });
});

it('hours around the clock are said so, and other hours until when', async () => {
  const customer = await tenant.customer({ phone });
  const page = await openBrowser();
  await signIn(page, customer, '/calls/new');
  await page.getByRole('heading', { name: 'We’re open 24 hours' }).waitFor();
  const week = weekdays.map((weekday) => ({ weekday, opensAt: '00:00', closesAt: '23:59' }));
  const nearly = await server.world.tenant({ openingHours: { week } });
  const other = await openBrowser({}, nearly);
  await signIn(other, await nearly.customer({ phone }), '/calls/new');
  await days(other).first().waitFor();
  await expect
    .poll(() => other.getByRole('heading', { level: 2 }).first().innerText())
    .toMatch(/We’re open until 23:59|closed/);
});

describe('what cannot be taken back is asked about, or can be undone for some seconds', () => {
  it('the outcome of a call', async () => {
    const own = await server.world.alwaysOpen();
    const [customer, agent] = await Promise.all([own.customer({ phone }), own.agent()]);
    await customer.requestCall();
    const page = await openBrowser({}, own);
    await signIn(page, agent, '/calls');
    for (const outcome of ['Reached', 'No answer']) {
      const button = page.getByRole('button', { name: `${outcome}: ${customer.name}` });
      await button.click();
      await dialog(page).getByRole('button', { name: 'Cancel' }).click();
      await dialog(page).waitFor({ state: 'detached' });
      await expect.poll(() => isFocused(button)).toBe(true);
    }
    expect(await callsOf(customer)).toMatchObject([{ status: 'REQUESTED' }]);
  });

  it('a status, a priority and an assignee', async () => {
    const [customer, agent] = await Promise.all([tenant.customer(), tenant.agent()]);
    const ticket = await customer.openTicket();
    const page = await openBrowser();
    await signIn(page, agent, `/tickets/${ticket.id}`);
    const state = async () =>
      (await agent.get('query($id: ID!) { ticket(id: $id) { status priority assignee { id } } }', { id: ticket.id }))
        .ticket;
    const before = await state();
    for (const [label, option] of [
      ['Status', 'Closed'],
      ['Priority', 'Urgent'],
      ['Assigned to', agent.name],
    ] as const) {
      await page.getByRole('combobox', { name: label }).click();
      await page.getByRole('option', { name: option, exact: true }).click();
      await page.getByText(`${label}: ${option}`).first().waitFor();
      expect(await state()).not.toEqual(before);
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect.poll(state).toEqual(before);
      await page.getByRole('button', { name: 'Undo' }).waitFor({ state: 'detached' });
    }
  });

  it('the text of an article that is discarded', async () => {
    const agent = await tenant.agent();
    const page = await openBrowser();
    await signIn(page, agent, '/help/-/new');
    await page.getByLabel('Title').fill('Written for an hour');
    await page.reload();
    await page.getByRole('button', { name: 'Discard' }).click();
    await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('Written for an hour');
  });

  it('signing out everywhere else', async () => {
    const customer = await tenant.customer();
    const [page, other] = await Promise.all([openBrowser(), openBrowser()]);
    await signIn(other, customer);
    await signIn(page, customer, '/profile');
    await press(page, 'Sign out all other devices');
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    await expect.poll(() => section(page, 'Where you’re signed in').getByRole('listitem').count()).toBe(3);
  });
});

it('a closed ticket says so beside the button that reopens it, once on the screen', async () => {
  const customer = await tenant.customer();
  const ticket = await customer.openTicket();
  for (let count = 0; count < 12; count++) await customer.write(ticket.id, `Line ${count}\n\n\n\n\n\n.`);
  await customer.done('ticketClose', { id: ticket.id });
  const page = await openBrowser(phoneScreen);
  await signIn(page, customer, `/tickets/${ticket.id}`);
  const [text, button] = [
    page.getByText('This ticket is closed.'),
    page.getByRole('button', { name: 'Reopen ticket' }),
  ];
  await text.waitFor();
  const [textBox, buttonBox] = [(await text.boundingBox())!, (await button.boundingBox())!];
  expect(Math.abs(textBox.y - buttonBox.y)).toBeLessThan(100);
  const menu = (await page.getByRole('navigation', { name: 'Main' }).last().boundingBox())!;
  expect(buttonBox.y + buttonBox.height).toBeLessThan(menu.y);
});

describe('what was begun waits where it is looked for', () => {
  it('a new ticket: "Save for later" says where it is, and it can be continued or discarded there', async () => {
    const customer = await tenant.customer();
    const page = await openBrowser();
    await signIn(page, customer, '/tickets/new');
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    await page.getByLabel('Title').fill('Half a ticket');
    await page.getByRole('button', { name: 'Save for later' }).click();
    await page.getByText('Your draft is saved on this device.').first().waitFor();
    const draft = page.getByRole('region', { name: 'Draft' });
    await draft.getByText('Half a ticket').waitFor();
    await draft.getByRole('link', { name: 'Continue writing' }).click();
    await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('Half a ticket');
    await page.goBack();
    await draft.getByRole('button', { name: 'Discard' }).click();
    await dialog(page).getByRole('button', { name: 'Keep it' }).click();
    await draft.getByRole('button', { name: 'Discard' }).click();
    await dialog(page).getByRole('button', { name: 'Yes, discard it' }).click();
    await draft.waitFor({ state: 'detached' });
    await page.reload();
    await heading(page, 'Tickets').waitFor();
    await expect.poll(() => draft.count()).toBe(0);
    expect(await ticketsOf(customer)).toEqual([]);
  });

  it('a reply: its ticket says so in the list, until it is sent', async () => {
    const customer = await tenant.customer();
    const ticket = await customer.openTicket();
    const page = await openBrowser();
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await reply(page).fill('Half a reply');
    await page.goto('/tickets');
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Unsent reply' })
      .getByRole('link', { name: ticket.title })
      .click();
    await expect.poll(() => reply(page).inputValue()).toBe('Half a reply');
    await press(page, 'Send reply');
    await message(page, 'Half a reply').waitFor();
    await page.goto('/tickets');
    await page.getByRole('link', { name: ticket.title }).waitFor();
    await expect.poll(() => page.getByText('Unsent reply').count()).toBe(0);
  });
});
