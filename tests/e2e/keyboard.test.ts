import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { callsOf, days, times } from '../support/call-pages.ts';
import { publishArticles, ticketsOf } from '../support/help-pages.ts';
import { Keyboard, type Job } from '../support/keyboard.ts';
import { heading, signIn, useVisitedServer } from '../support/pages.ts';
import { message, reply } from '../support/ticket-pages.ts';
import { password, type Person, type TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let agent: Person;
let customer: Person;

beforeAll(async () => {
  tenant = await server.world.alwaysOpen({ slotCapacity: 50 });
  [agent, customer] = await Promise.all([tenant.agent(), tenant.customer({ phone: '+8801712345678' })]);
  await publishArticles(agent);
});

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const link = (page: Page, name: string | RegExp) => page.getByRole('main').getByRole('link', { name });
const title = (page: Page) => page.getByRole('heading', { level: 1 });
const setStatus = (id: string, status: string) => agent.done('ticketUpdate', { id, input: { status } });

const jobs: Record<string, Job> = {
  'finds an answer, and reads it': {
    most: 8,
    async does(keyboard, page) {
      await keyboard.visit('/help');
      await keyboard.walkTo(page.getByLabel('Search help articles'));
      await keyboard.type('phone');
      const found = link(page, 'Pay a bill by phone');
      await page.getByText('1 article found').waitFor();
      await keyboard.activate(found);
      await keyboard.isAt(heading(page, 'Pay a bill by phone'));
    },
  },
  'says whether an article has helped': {
    most: 8,
    async does(keyboard, page) {
      await keyboard.visit('/help/slow-evening');
      await keyboard.activate(button(page, 'Yes'));
      await page.getByText('Glad it helped.').waitFor();
      await expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true);
    },
  },
  'opens a ticket': {
    most: 14,
    async does(keyboard, page) {
      await keyboard.visit('/tickets/new');
      await keyboard.walkTo(page.getByLabel('Title'));
      await keyboard.type('Opened by keys');
      await keyboard.walkTo(page.getByLabel('Description'));
      await keyboard.type('Without a mouse.');
      await keyboard.walkTo(page.getByRole('radio', { name: 'Issue' }));
      await keyboard.press('ArrowDown');
      await keyboard.activate(button(page, 'Create ticket'));
      await keyboard.isAt(heading(page, 'Opened by keys'));
      expect(await ticketsOf(customer)).toContainEqual({ title: 'Opened by keys', description: 'Without a mouse.' });
    },
  },
  'continues a ticket that was begun': {
    most: 12,
    async does(keyboard, page) {
      await keyboard.visit('/tickets/new');
      await keyboard.walkTo(page.getByLabel('Title'));
      await keyboard.type('Half a ticket');
      await keyboard.visit('/');
      await keyboard.activate(link(page, 'Continue writing'));
      await keyboard.isAt(heading(page, 'New ticket'));
      await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('Half a ticket');
      await page.getByLabel('Title').fill('');
    },
  },
  'finds a ticket': {
    most: 11,
    async does(keyboard, page) {
      await customer.openTicket({ title: 'The one with the bill' });
      await keyboard.visit('/tickets');
      await keyboard.walkTo(page.getByLabel('Search tickets'));
      await keyboard.type('the bill');
      await page.getByText('1 ticket', { exact: true }).waitFor();
      await keyboard.activate(link(page, 'The one with the bill'));
      await keyboard.isAt(heading(page, 'The one with the bill'));
    },
  },
  'replies to a ticket': {
    most: 8,
    async does(keyboard, page) {
      const { id } = await customer.openTicket();
      await keyboard.visit(`/tickets/${id}`);
      await keyboard.walkTo(reply(page));
      await keyboard.type('Typed, and sent.');
      await keyboard.press('Control+Enter');
      await message(page, 'Typed, and sent.').waitFor();
      await keyboard.isAt(reply(page));
    },
  },
  'answers what waits, from the dashboard': {
    most: 9,
    async does(keyboard, page) {
      const { id } = await customer.openTicket({ title: 'Which plug?' });
      await agent.write(id, 'Left or right?');
      await setStatus(id, 'PENDING');
      await keyboard.visit('/');
      await keyboard.activate(link(page, 'Reply: Which plug?'));
      await keyboard.isAt(reply(page));
      await keyboard.type('The left one.');
      await keyboard.press('Control+Enter');
      await message(page, 'The left one.').waitFor();
      await keyboard.isAt(reply(page));
    },
  },
  'closes a ticket': {
    most: 8,
    async does(keyboard, page) {
      const { id } = await customer.openTicket();
      await keyboard.visit(`/tickets/${id}`);
      await keyboard.activate(button(page, 'Close ticket'));
      await keyboard.activate(button(page, 'Yes, close it'));
      await button(page, 'Reopen ticket').waitFor();
      await keyboard.isAt(title(page));
    },
  },
  'reopens a ticket, and writes why': {
    most: 9,
    async does(keyboard, page) {
      const { id } = await customer.openTicket();
      await customer.done('ticketClose', { id });
      await keyboard.visit(`/tickets/${id}`);
      await keyboard.activate(button(page, 'Reopen ticket'));
      await keyboard.isAt(reply(page));
      await keyboard.type('It went dark again.');
      await keyboard.press('Control+Enter');
      await message(page, 'It went dark again.').waitFor();
      await keyboard.isAt(reply(page));
    },
  },
  'rates the help': {
    most: 12,
    async does(keyboard, page) {
      const { id } = await customer.openTicket();
      await setStatus(id, 'RESOLVED');
      await keyboard.visit(`/tickets/${id}`);
      await keyboard.walkTo(page.getByRole('radio', { name: '1 of 5' }));
      await keyboard.press('ArrowLeft');
      await keyboard.walkTo(button(page, 'Send feedback'));
      await keyboard.press('Enter');
      await page.getByRole('img', { name: '5 of 5' }).waitFor();
      await keyboard.isAt(page.getByRole('region', { name: 'Feedback', exact: true }));
    },
  },
  'is called now': {
    most: 5,
    async does(keyboard, page) {
      await keyboard.visit('/calls/new');
      await keyboard.activate(button(page, 'Call me now'));
      await keyboard.isAt(heading(page, 'We’ll call you as soon as we can'));
    },
  },
  'books a call at a time, while another one stands': {
    most: 16,
    async does(keyboard, page) {
      await keyboard.visit('/calls/new');
      await keyboard.walkTo(days(page).first());
      await keyboard.press('ArrowRight');
      await keyboard.walkTo(times(page).first());
      await keyboard.press('Space');
      await keyboard.press('Enter');
      await keyboard.activate(button(page, 'Yes, request another'));
      await keyboard.isAt(heading(page, 'Your call is booked'));
    },
  },
  'moves a call': {
    most: 16,
    async does(keyboard, page) {
      const call = (await callsOf(customer)).find(({ status }) => status === 'SCHEDULED')!;
      await keyboard.visit(`/calls/${call.id}`);
      await keyboard.activate(button(page, 'Choose another time'));
      await keyboard.walkTo(days(page).first());
      await keyboard.press('ArrowDown');
      await keyboard.press('ArrowDown');
      await keyboard.walkTo(times(page).first());
      await keyboard.press('Space');
      await keyboard.press('Enter');
      await page
        .getByText(/^New time: /)
        .first()
        .waitFor();
      await keyboard.isAt(button(page, 'Choose another time'));
    },
  },
  'cancels a call': {
    most: 8,
    async does(keyboard, page) {
      const call = (await callsOf(customer)).find(({ status }) => status === 'SCHEDULED')!;
      await keyboard.visit(`/calls/${call.id}`);
      await keyboard.activate(button(page, 'Cancel call'));
      await keyboard.activate(button(page, 'Yes, cancel it'));
      await keyboard.isAt(heading(page, 'This call was cancelled'));
    },
  },
  'changes the name': {
    most: 7,
    async does(keyboard, page) {
      await keyboard.visit('/profile');
      await keyboard.walkTo(page.getByLabel('Name'));
      await keyboard.press('Control+a');
      await keyboard.type('Shop of the keys');
      await keyboard.press('Enter');
      await page.getByRole('region', { name: 'Your details' }).getByText('Saved').waitFor();
      await keyboard.isAt(page.getByLabel('Name'));
      await button(page, 'Account: Shop of the keys').waitFor();
    },
  },
};

describe('a customer without a mouse', () => {
  it('signs in, and is told where', async () => {
    const page = await server.openPage(tenant);
    const keyboard = new Keyboard(page);
    await page.goto('/', { waitUntil: 'networkidle' });
    await keyboard.walkTo(page.getByLabel('Email'));
    await keyboard.type(customer.email);
    await keyboard.walkTo(page.getByLabel('Password', { exact: true }));
    await keyboard.type(password);
    await keyboard.press('Enter');
    await keyboard.isAt(heading(page, /^Welcome/));
    expect(keyboard.steps).toBeLessThanOrEqual(8);
  });

  it.each(Object.entries(jobs))('%s', async (_job, { most, does }) => {
    const page = await server.openPage(tenant);
    await signIn(page, customer);
    const keyboard = new Keyboard(page);
    await does(keyboard, page);
    expect(keyboard.steps).toBeLessThanOrEqual(most);
  });

  it('hears of a reply, goes there, and signs out', async () => {
    const { id, title: name } = await customer.openTicket({ title: 'Heard of' });
    const page = await server.openPage(tenant);
    await signIn(page, customer);
    const keyboard = new Keyboard(page);
    await agent.write(id, 'An answer.');
    await page
      .getByRole('banner')
      .getByRole('button', { name: /^Notifications, \d+ unread/ })
      .waitFor();
    await page.goto('/', { waitUntil: 'networkidle' });
    await keyboard.activate(page.getByRole('button', { name: /^Notifications/ }));
    await keyboard.activate(page.getByRole('link', { name: /^Unread: / }).first());
    await keyboard.isAt(heading(page, name));
    await keyboard.walkTo(page.getByRole('button', { name: /^Account/ }), 'Shift+Tab');
    await keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    await keyboard.press('End');
    await keyboard.press('Enter');
    await keyboard.isAt(heading(page, 'Sign in'));
    expect(keyboard.steps).toBeLessThanOrEqual(20);
  });
});
