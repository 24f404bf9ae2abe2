import { beforeAll, describe, expect, it } from 'vitest';
import {
  book,
  booked,
  callAt,
  callsOf,
  chooseTime,
  conversation,
  dayName,
  days,
  focused,
  timeIn,
  times,
} from '../support/call-pages.ts';
import { heading, phoneScreen, sideways, signIn, useVisitedServer } from '../support/pages.ts';
import type { TestTenant } from '../support/world.ts';

const phone = '+8801712345678';

const server = useVisitedServer();
/** Open day and night, for one call at a time. */
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await server.world.alwaysOpen();
});

const openBrowser = (of = tenant) => server.openPage(of);
const openPhone = (of = tenant) => server.openPage(of, phoneScreen);

describe('a customer with a call', () => {
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
    await dialog.getByRole('button', { name: 'Move call' }).click();
    await dialog.waitFor({ state: 'detached' });
    const [moved] = await callsOf(customer);
    expect(moved).toMatchObject({ id, status: 'SCHEDULED' });
    expect(name).toContain(dayName(moved!.scheduledAt!));
    await upcoming.getByText(timeIn(name)).waitFor();

    await page.getByRole('button', { name: 'Cancel call' }).click();
    await dialog.getByRole('button', { name: 'Keep call' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await callsOf(customer)).toMatchObject([{ status: 'SCHEDULED' }]);
    await page.getByRole('button', { name: 'Cancel call' }).click();
    await page.getByRole('button', { name: 'Yes, cancel it' }).click();
    await heading(page, 'This call was cancelled').waitFor();
    await expect.poll(() => focused(page)).toBe('This call was cancelled');
    expect(await callsOf(customer)).toMatchObject([{ id, status: 'CANCELLED' }]);
    await list.getByRole('region', { name: 'Past' }).getByText('Cancelled').waitFor();
    await expect.poll(() => upcoming.count()).toBe(0);
  });

  it('finds a foreign call as little as one that never was', async () => {
    const [customer, neighbour] = await Promise.all([tenant.customer(), tenant.customer()]);
    const { id } = await neighbour.requestCall({ reason: 'Private matter' });
    const page = await openPhone();
    await signIn(page, customer, `/calls/${id}`);
    await heading(page, 'Call not found').waitFor();
    await expect.poll(() => page.getByText('Private matter').count()).toBe(0);
  });
});

describe('staff who make the calls', () => {
  it('see what is to be called, soonest first, late ones marked, and note what came of it; the customer sees it live', async () => {
    const own = await server.world.alwaysOpen();
    const [customer, agent] = await Promise.all([own.customer({ phone }), own.agent()]);
    const ticket = await customer.openTicket({ title: 'Red light' });
    // the first one may begin meanwhile
    const [, slot] = await customer.slots(1);
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
    await heading(page, 'We’re running late with your call').waitFor();
    await signIn(staff, agent, '/calls');
    const calls = staff.getByRole('main').getByRole('listitem');
    await calls.first().waitFor();
    expect(await calls.allInnerTexts()).toMatchObject([
      expect.stringMatching(/It burns[^]*Ask for the night desk\.[^]*Red light/),
      expect.stringContaining('Not so urgent'),
    ]);
    await calls.first().getByText('Late').waitFor();
    await expect.poll(() => calls.last().getByText('Late').count()).toBe(0);
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
    await staff.getByRole('dialog').getByRole('button', { name: 'Yes, no answer' }).click();
    await heading(page, 'We called, but no one answered').waitFor();
    await expect.poll(() => focused(staff)).toContain('Not so urgent');
    await staff.getByRole('link', { name: 'Missed' }).click();
    await calls.filter({ hasText: 'It burns' }).waitFor();
    await calls
      .first()
      .getByRole('button', { name: /^New time/ })
      .click();
    await chooseTime(staff);
    await staff.getByRole('button', { name: 'Move call' }).click();
    await booked(page);
    await staff.getByRole('link', { name: 'To call' }).click();
    await calls
      .filter({ hasText: 'It burns' })
      .getByRole('button', { name: /^Reached/ })
      .click();
    await staff.getByRole('dialog').getByRole('button', { name: 'Yes, completed' }).click();
    await heading(page, 'Call completed').waitFor();
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
    await page.getByRole('main').getByRole('link', { name: 'Request a call' }).click();
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
      .filter({ hasText: /^You requested a call: / })
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
      .filter({ hasText: `${agent.name} called and got through` })
      .waitFor();
    await next.waitFor({ state: 'detached' });
    expect(await conversation(page).allInnerTexts()).toMatchObject([
      'Today',
      expect.stringContaining('It went dark at noon.'),
      expect.stringContaining('You requested a call'),
      expect.stringContaining('We look into it'),
      expect.stringContaining('called and got through'),
    ]);
  });

  it('that is closed cannot be called about, and says so', async () => {
    const customer = await tenant.customer({ phone });
    const ticket = await customer.openTicket();
    await customer.done('ticketClose', { id: ticket.id });
    const page = await openPhone();
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await page.getByRole('button', { name: 'Reopen ticket' }).waitFor();
    await expect.poll(() => page.getByRole('main').getByRole('link', { name: 'Request a call' }).count()).toBe(0);
    await page.goto(`/calls/new?ticket=${ticket.id}`);
    await page.getByText('This ticket is closed. Reopen it first').waitFor();
  });
});

describe('the pages of calls', () => {
  it('are reached from dashboard and navigation, and the dashboard shows the next call', async () => {
    const customer = await tenant.customer({ phone });
    const page = await openPhone();
    await signIn(page, customer);
    await page.getByRole('main').getByRole('link', { name: 'Request a call' }).click();
    await heading(page, 'Request a call').waitFor();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Calls' }).click();
    await page.getByRole('heading', { name: 'No calls yet' }).waitFor();
    const { id } = await customer.requestCall();
    await page.getByRole('listitem').filter({ hasText: 'As soon as possible' }).waitFor();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Dashboard' }).click();
    await page.getByRole('region', { name: 'Calls' }).getByRole('link', { name: 'View call' }).click();
    await heading(page, 'We’ll call you as soon as we can').waitFor();
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
    await staff.getByRole('link', { name: `Unread: ${customer.name} requested a call` }).click();
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
        await person.get(`mutation { profileUpdate(input: { locale: "${language}" }) { userErrors { code } } }`);
        for (const path of paths) {
          await page.goto(path);
          await page.getByText('WWWW').first().waitFor();
          await expect.poll(() => page.locator('html').getAttribute('lang')).toBe(language);
          expect([path, language, await sideways(page)]).toEqual([path, language, 0]);
        }
      }
    }
  });
});
