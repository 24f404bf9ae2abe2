import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { heading, isFocused, phoneScreen, signIn, useVisitedServer, type PageOptions } from '../support/pages.ts';
import { reply } from '../support/ticket-pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let agent: Person;

beforeAll(async () => {
  tenant = await server.world.alwaysOpen();
  agent = await tenant.agent();
});

const openBrowser = (options?: PageOptions) => server.openPage(tenant, options);
const part = (page: Page, name: string) => page.getByRole('main').getByRole('region', { name });
const setStatus = (id: string, status: string) => agent.done('ticketUpdate', { id, input: { status } });
const setLanguage = (person: Person, language: string) => person.done('profileUpdate', { input: { locale: language } });

/** The targets of all buttons and links that are shown, with how often each is. */
async function offered(page: Page): Promise<[target: string, count: number][]> {
  const targets = await page
    .locator('a:visible, button:visible')
    .evaluateAll((all) =>
      all.map((each) => each.getAttribute('href') ?? each.getAttribute('aria-label') ?? each.textContent.trim()),
    );
  return [...new Set(targets)].map((target) => [target, targets.filter((each) => each === target).length]);
}

/** How many of the buttons and links that are shown are filled with the primary colour. */
const primaryActions = (page: Page) =>
  page.locator('header a:visible, header button:visible, main a:visible, main button:visible').evaluateAll(
    (all) =>
      all.filter((each) => {
        const probe = document.createElement('i');
        probe.style.color = 'var(--ui-primary)';
        each.append(probe);
        const primary = getComputedStyle(probe).color;
        probe.remove();
        return getComputedStyle(each).backgroundColor === primary;
      }).length,
  );

describe('the dashboard of a customer', () => {
  it('says what waits for them with its last words, the next call and new replies, and each ticket once', async () => {
    const customer = await tenant.customer({ phone: '+8801712345678' });
    const open = (title: string) => customer.openTicket({ title });
    const [waits, answered, worked, solved] = [
      await open('Which plug is it?'),
      await open('A new answer'),
      await open('Under way'),
      await open('All is well'),
    ];
    await agent.write(waits.id, 'The first question.');
    await agent.write(waits.id, 'Is the green cable plugged in?');
    await agent.write(waits.id, 'Seen by no customer.', { internal: true });
    await setStatus(waits.id, 'PENDING');
    await agent.write(answered.id, 'We have sent you a new box.');
    await setStatus(solved.id, 'RESOLVED');
    await customer.requestCall({ scheduledAt: (await customer.slots(2))[0]!.startsAt });

    const page = await openBrowser();
    await signIn(page, customer);
    const waiting = part(page, 'Waiting for you 1');
    expect(await waiting.getByRole('listitem').innerText()).toMatch(
      new RegExp(`Which plug is it\\?[^]*Is the green cable plugged in\\?[^]*${agent.name}`),
    );
    await part(page, 'Calls').getByRole('link', { name: 'View call' }).waitFor();
    expect(await part(page, 'New replies 1').getByRole('listitem').innerText()).toContain(
      'We have sent you a new box.',
    );
    const others = part(page, 'Your other tickets').getByRole('listitem');
    expect(await others.allInnerTexts()).toEqual([
      expect.stringMatching(/All is well[^]*Solved/),
      expect.stringMatching(/Under way[^]*We’re on it/),
    ]);
    for (const { title } of [waits, answered, worked, solved])
      expect(await page.getByRole('main').getByRole('link', { name: title, exact: true }).count(), title).toBe(1);

    await waiting.getByRole('link', { name: 'Reply: Which plug is it?' }).click();
    await heading(page, 'Which plug is it?').waitFor();
    await expect.poll(() => isFocused(reply(page))).toBe(true);
  });

  it('follows what happens while it is looked at', async () => {
    const customer = await tenant.customer();
    const ticket = await customer.openTicket({ title: 'Looked at' });
    const page = await openBrowser();
    await signIn(page, customer);
    await part(page, 'Your tickets').getByRole('link', { name: 'Looked at' }).waitFor();
    await agent.write(ticket.id, 'A question while you look.');
    await part(page, 'New replies 1').getByText('A question while you look.').waitFor();
    await setStatus(ticket.id, 'PENDING');
    await part(page, 'Waiting for you 1').getByText('A question while you look.').waitFor();
    await part(page, 'New replies').waitFor({ state: 'detached' });
    await setStatus(ticket.id, 'OPEN');
    await part(page, 'Waiting for you').waitFor({ state: 'detached' });
    await expect
      .poll(() => page.getByRole('main').getByRole('link', { name: 'Looked at', exact: true }).count())
      .toBe(1);
  });

  it('counts what it lists, and the list that a number leads to has as many', async () => {
    const customer = await tenant.customer();
    for (let count = 0; count < 7; count++) await setStatus((await customer.openTicket()).id, 'PENDING');
    const page = await openBrowser();
    await signIn(page, customer);
    const waiting = part(page, 'Waiting for you 7');
    await waiting.waitFor();
    await expect.poll(() => waiting.getByRole('listitem').count()).toBe(5);
    await waiting.getByRole('link', { name: 'See all' }).click();
    await page.getByText('7 tickets', { exact: true }).waitFor();
  });

  it('of one who is new says what to do, and of one with nothing to do says so', async () => {
    const [fresh, done] = await Promise.all([tenant.customer(), tenant.customer()]);
    await setStatus((await done.openTicket()).id, 'RESOLVED');
    await done.get('mutation { notificationsMarkRead(input: { all: true }) { unreadCount } }');
    const [page, other] = [await openBrowser(), await openBrowser()];
    await signIn(page, fresh);
    await page.getByRole('heading', { name: 'No tickets yet' }).waitFor();
    await signIn(other, done);
    await other.getByText('You’re all caught up.').waitFor();
    await expect.poll(() => page.getByText('You’re all caught up.').count()).toBe(0);
  });
});

it('the dashboard of staff says what is unassigned, what is theirs and what else waits longest, each ticket once', async () => {
  const own = await server.world.alwaysOpen();
  const [customer, me, colleague] = await Promise.all([own.customer(), own.agent(), own.agent()]);
  const open = async (title: string, assignee: Person | null, status = 'OPEN') => {
    const { id } = await customer.openTicket({ title });
    await me.done('ticketUpdate', { id, input: { assigneeId: assignee?.id ?? null, status } });
    return id;
  };
  await open('Waits longest', colleague);
  await open('Mine, first', me);
  await open('Nobody’s, first', null);
  await open('Mine, second', me);
  await open('Nobody’s, second', null);
  await open('Answered', me, 'PENDING');
  await customer.requestCall();
  const page = await server.openPage(own);
  await signIn(page, me);
  const titles = (name: string) => part(page, name).locator('li a[href^="/tickets/"]').allInnerTexts();
  await part(page, 'Unassigned 2').waitFor();
  await expect.poll(() => titles('Unassigned 2')).toEqual(['Nobody’s, first', 'Nobody’s, second']);
  await expect.poll(() => titles('Assigned to you 2')).toEqual(['Mine, first', 'Mine, second']);
  await expect.poll(() => titles('Also waiting')).toEqual(['Waits longest']);
  await part(page, 'Calls').getByText('1 call to make').waitFor();

  const { id } = await customer.openTicket({ title: 'Just opened' });
  await part(page, 'Unassigned 3').getByRole('link', { name: 'Just opened' }).waitFor();
  await page.goto(`/tickets/${id}`);
  await page.getByRole('combobox', { name: 'Assigned to' }).click();
  await page.getByRole('option', { name: me.name, exact: true }).click();
  await page.getByText(`Assigned to: ${me.name}`).first().waitFor();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Dashboard' }).click();
  await part(page, 'Assigned to you 3').getByRole('link', { name: 'Just opened' }).waitFor();
  await page.goto('/tickets?queue=mine&status=OPEN&sort=waiting');
  await page.getByText('3 tickets', { exact: true }).waitFor();
  await page.getByRole('navigation', { name: 'Queues' }).getByRole('link', { name: 'All open 7' }).click();
  await page.getByText('7 tickets', { exact: true }).waitFor();
});

describe('statuses are said to customers in their words', () => {
  const words = {
    en: { OPEN: 'We’re on it', PENDING: 'Waiting for you', RESOLVED: 'Solved', CLOSED: 'Closed' },
    bn: { OPEN: 'আমরা দেখছি', PENDING: 'আপনার উত্তরের অপেক্ষায়', RESOLVED: 'সমাধান হয়েছে', CLOSED: 'বন্ধ' },
  };
  it.each(Object.entries(words))('everywhere, in %s', async (language, names) => {
    const customer = await tenant.customer({ locale: language });
    await setLanguage(customer, language);
    const page = await openBrowser();
    for (const [status, name] of Object.entries(names)) {
      const { id, title } = await customer.openTicket({ title: `Ticket ${status}` });
      if (status !== 'OPEN') await setStatus(id, status);
      if (status === 'OPEN') {
        await page.goto('/');
        await page.locator('[name=email]').fill(customer.email);
        await page.locator('[name=password]').fill('correct horse battery staple');
        await page.keyboard.press('Enter');
        await page.getByRole('main').getByText(title).first().waitFor();
      }
      await page.goto('/tickets');
      await page.getByRole('listitem').filter({ hasText: title }).getByText(name).last().waitFor();
      await page.goto(`/tickets/${id}`);
      await heading(page, title).waitFor();
      await page.getByRole('article').getByText(name).first().waitFor();
    }
    const seen = await page.getByRole('main').innerText();
    expect(seen).not.toMatch(language === 'en' ? /\b(?:Open|Pending|Resolved)\b/ : /খোলা\b/);
  });

  it('in the email about a change, too', async () => {
    const customer = await tenant.customer();
    await setStatus((await customer.openTicket()).id, 'RESOLVED');
    const [mail] = await server.mailbox.until(customer.email, 1);
    expect(mail!.text).toContain('“Solved”');
  });
});

describe('nothing is offered twice on one screen, and there is one main action at most', () => {
  it.each([
    ['on a desk', {}],
    ['on a phone', phoneScreen],
  ])('%s', async (_where, screen) => {
    const [fresh, customer] = await Promise.all([tenant.customer(), tenant.customer({ phone: '+8801712345678' })]);
    const ticket = await customer.openTicket();
    await agent.write(ticket.id, 'A question?');
    await setStatus(ticket.id, 'PENDING');
    await customer.requestCall();
    for (const [person, paths] of [
      [fresh, ['/', '/tickets', '/calls', '/tickets/new']],
      [customer, ['/', '/tickets', '/calls', `/tickets/${ticket.id}`]],
    ] as const) {
      const page = await openBrowser(screen);
      await signIn(page, person);
      for (const path of paths) {
        await page.goto(path, { waitUntil: 'networkidle' });
        await page.getByRole('heading', { level: 1 }).waitFor();
        const twice = (await offered(page)).filter(([target, count]) => count > 1 && target !== '/');
        expect(
          twice.filter(([target]) => !isWayBack(path, target)),
          path,
        ).toEqual([]);
        expect(await primaryActions(page), path).toBeLessThan(2);
      }
    }
  });
});

/** From a ticket back to the tickets, beside the menu. */
const isWayBack = (path: string, target: string) => path.startsWith('/tickets/') && target === '/tickets';
