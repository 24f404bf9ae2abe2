import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { phoneScreen, signIn, useVisitedServer, type PageOptions } from '../support/pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let agent: Person;

beforeAll(async () => {
  tenant = await server.world.tenant();
  agent = await tenant.agent();
});

const openBrowser = (options?: PageOptions) => server.openPage(tenant, options);

const bell = (page: Page, said: string) =>
  page.getByRole('banner').getByRole('button', { name: `Notifications, ${said} unread` });
const bellOfPhone = (page: Page, said: string) =>
  page.getByRole('banner').getByRole('link', { name: `Notifications, ${said} unread` });

const unreadCount = async (person: Person): Promise<number> =>
  (await person.get('{ notifications { unreadCount } }')).notifications.unreadCount;

describe('a customer with the portal open', () => {
  it('is notified live, opens the ticket from the bell, and has read it, also on the phone', async () => {
    const customer = await tenant.customer();
    const ticket = await customer.openTicket({ title: 'Slow line' });
    const [page, phone] = [await openBrowser(), await openBrowser(phoneScreen)];
    await signIn(page, customer);
    await signIn(phone, customer);
    await bell(page, 'none').waitFor();
    await bellOfPhone(phone, 'none').waitFor();

    await agent.write(ticket.id, 'We have reset the port.');
    await bell(page, '1').click();
    await bellOfPhone(phone, '1').waitFor();
    await page.getByRole('link', { name: `Unread: ${agent.name} sent a message` }).click();
    await page.getByRole('heading', { name: 'Slow line' }).waitFor();
    await page.getByRole('article').getByText('We have reset the port.').waitFor();
    await bell(page, 'none').waitFor();
    await bellOfPhone(phone, 'none').waitFor();
    await expect.poll(() => unreadCount(customer)).toBe(0);
  });

  it('reads what is about a ticket by looking at it, and is not told of what is before their eyes', async () => {
    const customer = await tenant.customer();
    const [one, other] = [await customer.openTicket({ title: 'One' }), await customer.openTicket({ title: 'Other' })];
    await agent.write(one.id, 'About one.');
    await agent.write(other.id, 'About the other.');
    const page = await openBrowser();
    await signIn(page, customer, '/tickets');
    await bell(page, '2').waitFor();
    await page.getByRole('link', { name: 'One' }).click();
    await bell(page, '1').waitFor();
    await agent.write(one.id, 'Seen as it comes.');
    await page.getByRole('listitem').getByText('Seen as it comes.').waitFor();
    await agent.write(other.id, 'A second one about the other.');
    await bell(page, '2').waitFor();
    await expect.poll(() => unreadCount(customer)).toBe(2);
  });

  it('marks all as read on a list of all, where what was read stays', async () => {
    const customer = await tenant.customer();
    for (let number = 1; number <= 22; number++)
      await agent.write((await customer.openTicket()).id, `Answer ${number}`);
    const page = await openBrowser();
    await signIn(page, customer, '/notifications');
    await page.getByRole('link', { name: 'Unread' }).first().waitFor();
    await expect.poll(() => page.getByRole('main').getByRole('link').count()).toBe(20);
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByText('Answer 1', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await bell(page, 'none').waitFor();
    await page.getByRole('link', { name: 'Unread' }).first().waitFor({ state: 'detached' });
    await expect.poll(() => page.getByRole('main').getByRole('link').count()).toBe(22);
  });

  it('has one entry for each ticket, that says how much is new, in the tab as well', async () => {
    const customer = await tenant.customer();
    const [one, other] = [await customer.openTicket({ title: 'One' }), await customer.openTicket({ title: 'Other' })];
    await agent.write(one.id, 'First about one.');
    await agent.write(other.id, 'About the other.');
    await agent.write(one.id, 'Second about one.');
    const slots = await customer.slots(5);
    await customer.requestCall({ scheduledAt: slots[0]!.startsAt, phone: '+8801712345678' });
    const page = await openBrowser();
    await signIn(page, customer, '/notifications');
    const entries = page.getByRole('main').getByRole('link');
    await expect.poll(() => entries.count()).toBe(2);
    const newest = page.getByRole('main').getByRole('listitem').first();
    await expect.poll(() => newest.innerText()).toMatch(/Second about one\.[^]*2 new/);
    await expect.poll(() => page.title()).toMatch(/^\(3\) Notifications · /);
    await entries.first().click();
    await page.getByRole('heading', { level: 1, name: 'One' }).waitFor();
    await expect.poll(() => page.title()).toMatch(/^\(1\) /);
    await page.goBack();
    await expect.poll(() => newest.innerText()).not.toContain('2 new');
  });

  it('opens the very message an older notification is about', async () => {
    const customer = await tenant.customer();
    const ticket = await customer.openTicket();
    await agent.write(ticket.id, 'The first answer.');
    for (let number = 1; number <= 12; number++) await customer.write(ticket.id, `Line ${number}\n\n\n\n\nof many`);
    const page = await openBrowser();
    await signIn(page, customer, '/notifications');
    await page.getByRole('link', { name: 'sent a message' }).click();
    const message = page.getByRole('article').getByText('The first answer.');
    await message.waitFor();
    await expect.poll(() => message.evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThan(0);
    expect(await message.evaluate((element) => element.getBoundingClientRect().top < innerHeight)).toBe(true);
  });

  it('gets the dashboard, with the bell, in one request', async () => {
    const customer = await tenant.customer();
    const ticket = await customer.openTicket();
    await agent.write(ticket.id, 'An answer.');
    const page = await openBrowser();
    await signIn(page, customer, '/tickets');
    await page.getByRole('link', { name: ticket.title }).first().waitFor();
    // by the time it listens, the portal has asked for all that no page has brought
    const listening = page
      .waitForEvent('websocket')
      .then((socket) =>
        socket.waitForEvent('framesent', { predicate: ({ payload }) => String(payload).includes('subscribe') }),
      );
    const asked: string[] = [];
    page.on('request', (request) => {
      const query = /(?:query|mutation) (\w+)/.exec(request.postData() ?? '')?.[1];
      if (query) asked.push(query);
    });
    await page.goto('/');
    await bell(page, '1').waitFor();
    await page.getByRole('heading', { name: 'New replies' }).waitFor();
    await listening;
    expect(asked).toEqual(['SessionRefresh', 'CustomerHome']);
  });

  it('chooses which mails to get, and it lasts', async () => {
    const customer = await tenant.customer();
    const ticket = await customer.openTicket();
    const page = await openBrowser();
    await signIn(page, customer, '/notifications');
    const choice = page.getByRole('switch', { name: 'Replies to tickets' });
    await expect.poll(() => choice.isChecked()).toBe(true);
    await choice.click();
    await expect.poll(() => choice.isChecked()).toBe(false);
    await page.reload();
    await choice.waitFor();
    await expect.poll(() => choice.isChecked()).toBe(false);
    await agent.write(ticket.id, 'Not by mail.');
    await agent.done('ticketUpdate', { id: ticket.id, input: { status: 'RESOLVED' } });
    const [mail, ...others] = await server.mailbox.until(customer.email, 1);
    expect(mail!.text).toContain('“Solved”');
    expect(others).toEqual([]);
  });
});
