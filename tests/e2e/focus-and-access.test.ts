import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { press } from '../support/account-pages.ts';
import { days, times } from '../support/call-pages.ts';
import { heading, isFocused, phoneScreen, signIn, useVisitedServer, type PageOptions } from '../support/pages.ts';
import { message, reply } from '../support/ticket-pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let agent: Person;

beforeAll(async () => {
  tenant = await server.world.alwaysOpen({ slotCapacity: 20 });
  agent = await tenant.agent();
});

const openBrowser = (options?: PageOptions) => server.openPage(tenant, options);
const newCustomer = () => tenant.customer({ phone: '+8801712345678' });
const hasFocus = (target: Locator) => expect.poll(() => isFocused(target)).toBe(true);
const title = (page: Page) => page.getByRole('heading', { level: 1 });

describe('the focus is where a person expects it', () => {
  it('after a ticket was closed, and reopened where the reply is written', async () => {
    const customer = await newCustomer();
    const ticket = await customer.openTicket();
    const page = await openBrowser();
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await page.getByRole('button', { name: 'Close ticket' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Keep it open' }).focus();
    await page.keyboard.press('Enter');
    await hasFocus(page.getByRole('button', { name: 'Close ticket' }));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Yes, close it' }).focus();
    await page.keyboard.press('Enter');
    await hasFocus(title(page));
    await page.getByRole('button', { name: 'Reopen ticket' }).focus();
    await page.keyboard.press('Enter');
    await hasFocus(reply(page));
    await expect.poll(() => page.getByRole('button', { name: 'Reopen ticket' }).count()).toBe(0);
  });

  it('after a solved ticket was reopened at its top', async () => {
    const customer = await newCustomer();
    const ticket = await customer.openTicket();
    await agent.done('ticketUpdate', { id: ticket.id, input: { status: 'RESOLVED' } });
    const page = await openBrowser();
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await page.getByRole('button', { name: 'Reopen ticket' }).focus();
    await page.keyboard.press('Enter');
    await hasFocus(title(page));
    await expect.poll(() => page.getByRole('button', { name: 'Reopen ticket' }).count()).toBe(0);
  });

  it('after something was removed: a draft, the filters, a file', async () => {
    const customer = await newCustomer();
    const page = await openBrowser();
    await signIn(page, customer, '/tickets/new');
    await page.getByLabel('Title').fill('To be discarded');
    await page.goto('/tickets');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('button', { name: 'Yes, discard it' }).click();
    await hasFocus(title(page));
    await page.goto('/tickets?search=nothing');
    await page.getByRole('search').getByRole('button', { name: 'Clear filters' }).click();
    await hasFocus(title(page));
    await page.goto('/tickets/new');
    const files = ['one.txt', 'two.txt'].map((name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(name) }));
    await page.locator('input[type=file][multiple]').setInputFiles(files);
    await press(page, 'Remove one.txt');
    const focused = () => page.evaluate(() => document.activeElement?.closest('li')?.textContent ?? '');
    await expect.poll(focused).toContain('two.txt');
  });

  it('after more of a list was loaded: at the first entry that is new', async () => {
    const customer = await newCustomer();
    for (let count = 1; count <= 27; count++) await customer.openTicket({ title: `Ticket ${count}` });
    const page = await openBrowser();
    await signIn(page, customer, '/tickets');
    await page.getByRole('button', { name: 'Load more' }).focus();
    await page.keyboard.press('Enter');
    await hasFocus(page.getByRole('link', { name: 'Ticket 2', exact: true }));
    await expect.poll(() => page.getByRole('button', { name: 'Load more' }).count()).toBe(0);
  });

  it('on every page: at its heading', async () => {
    const customer = await newCustomer();
    const page = await openBrowser();
    await signIn(page, customer);
    await heading(page, /^Welcome/).waitFor();
    for (const name of ['Tickets', 'Calls', 'Help', 'Dashboard']) {
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click();
      await hasFocus(heading(page, name === 'Dashboard' ? /^Welcome/ : name));
    }
    await page.goBack();
    await hasFocus(heading(page, 'Help'));
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: 'Profile' }).click();
    await hasFocus(heading(page, 'Profile'));
    await expect.poll(() => page.title()).toMatch(/^Profile/);
  });
});

describe('both pairs of arrow keys move', () => {
  const keys = ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp'];

  /** Walks forwards by one pair and back by the other, and answers with the places. */
  async function walk(page: Page, radios: Locator): Promise<number[]> {
    await radios.first().waitFor();
    await radios.first().focus();
    await page.keyboard.press('Space');
    const places = [];
    for (const key of keys) {
      await page.keyboard.press(key);
      const checked = await radios.evaluateAll((all) => all.map((each) => (each as HTMLInputElement).checked));
      places.push(checked.indexOf(true));
    }
    return places;
  }
  const group = (page: Page, name: string) => page.getByRole('group', { name, exact: true }).getByRole('radio');

  it('between cards, days, times, stars, and the kinds of a message', async () => {
    const customer = await newCustomer();
    const ticket = await customer.openTicket();
    await agent.done('ticketUpdate', { id: ticket.id, input: { status: 'RESOLVED' } });
    const page = await openBrowser();
    await signIn(page, customer, '/tickets/new');
    expect(await walk(page, group(page, 'Type'))).toEqual([1, 2, 1, 0]);
    expect(await walk(page, group(page, 'Priority'))).toEqual([1, 2, 1, 0]);
    await page.goto('/profile');
    expect(await walk(page, group(page, 'Appearance'))).toEqual([1, 2, 1, 0]);
    await page.goto('/calls/new');
    expect(await walk(page, days(page))).toEqual([1, 2, 1, 0]);
    // today may have few times left
    await days(page).nth(1).click();
    expect(await walk(page, times(page))).toEqual([1, 2, 1, 0]);
    await page.goto(`/tickets/${ticket.id}`);
    expect(await walk(page, page.getByRole('radio', { name: /of 5/ }))).toEqual([1, 2, 1, 0]);

    const staff = await openBrowser();
    await signIn(staff, agent, `/tickets/${ticket.id}`);
    expect(await walk(staff, group(staff, 'What you write'))).toEqual([1, 0, 1, 0]);
  });
});

describe('with forced colours', () => {
  const screen = { forcedColors: 'active' as const };

  /** The names of the controls that nothing sets off from the page. */
  const withoutLine = (page: Page) =>
    page
      .locator(
        'button:visible, input:visible:not([type=radio]), textarea:visible, label:visible:has(input[type=radio])',
      )
      .evaluateAll((all) =>
        all
          .filter((each) => {
            const { borderTopWidth, outlineStyle, outlineWidth } = getComputedStyle(each);
            return borderTopWidth === '0px' && (outlineStyle === 'none' || outlineWidth === '0px');
          })
          .map((each) => each.getAttribute('aria-label') ?? each.textContent.trim()),
      );

  it('every control has a line around it', async () => {
    const customer = await newCustomer();
    const ticket = await customer.openTicket();
    const page = await openBrowser(screen);
    await page.goto('/sign-in', { waitUntil: 'networkidle' });
    expect(await withoutLine(page)).toEqual([]);
    await signIn(page, customer);
    for (const path of ['/', '/tickets', '/tickets/new', `/tickets/${ticket.id}`, '/calls/new', '/profile', '/help']) {
      await page.goto(path, { waitUntil: 'networkidle' });
      expect([path, ...(await withoutLine(page))]).toEqual([path]);
    }
    await agent.done('ticketUpdate', { id: ticket.id, input: { status: 'RESOLVED' } });
    await page.goto(`/tickets/${ticket.id}`, { waitUntil: 'networkidle' });
    expect(await withoutLine(page)).toEqual([]);
    const staff = await openBrowser(screen);
    await signIn(staff, agent, `/tickets/${ticket.id}`);
    await heading(staff, ticket.title).waitFor();
    expect(await withoutLine(staff)).toEqual([]);
  });

  it('what is chosen looks different from what is not', async () => {
    const customer = await newCustomer();
    const ticket = await customer.openTicket();
    const page = await openBrowser(screen);
    await signIn(page, customer, '/calls/new');
    const look = (target: Locator) =>
      target.evaluate((element) => {
        const { outlineStyle, outlineWidth, outlineColor, backgroundColor, textDecorationLine } =
          getComputedStyle(element);
        return [outlineStyle, outlineWidth, outlineColor, backgroundColor, textDecorationLine].join();
      });
    const label = (radio: Locator) => radio.locator('xpath=ancestor::label');
    await days(page).nth(1).click();
    await times(page).nth(2).click();
    expect(await look(label(days(page).nth(1)))).not.toBe(await look(label(days(page).nth(2))));
    expect(await look(label(times(page).nth(2)))).not.toBe(await look(label(times(page).nth(3))));
    const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
    expect(await look(links.filter({ hasText: 'Calls' }))).not.toBe(await look(links.filter({ hasText: 'Help' })));
    await page.goto('/tickets/new');
    const type = page.getByRole('group', { name: 'Type' }).getByRole('radio');
    expect(await look(label(type.nth(0)))).not.toBe(await look(label(type.nth(1))));
    await page.goto('/notifications');
    const choices = page.getByRole('switch');
    await choices.first().click();
    await expect.poll(() => choices.first().getAttribute('data-state')).toBe('unchecked');
    expect(await look(choices.first())).not.toBe(await look(choices.nth(1)));
    const staff = await openBrowser(screen);
    await signIn(staff, agent, `/tickets/${ticket.id}`);
    const kinds = staff.getByRole('group', { name: 'What you write' }).getByRole('radio');
    expect(await look(label(kinds.nth(0)))).not.toBe(await look(label(kinds.nth(1))));
  });
});

describe('the content has two thirds of the screen', () => {
  /** The share of the height that is covered by what does not move along. */
  const covered = (page: Page) =>
    page.evaluate(() => {
      const fixed = [...document.querySelectorAll('body *')].filter((each) => {
        const { position, visibility, pointerEvents } = getComputedStyle(each);
        return (position === 'fixed' || position === 'sticky') && visibility === 'visible' && pointerEvents !== 'none';
      });
      const rows = new Set<number>();
      for (const each of fixed) {
        const { top, bottom, width } = each.getBoundingClientRect();
        // what stands beside the content takes no height from it
        if (width < innerWidth / 2) continue;
        for (let row = Math.max(0, Math.floor(top)); row < Math.min(innerHeight, bottom); row++) rows.add(row);
      }
      return rows.size / innerHeight;
    });

  it.each([
    ['at 200 % on a laptop', { viewport: { width: 640, height: 360 } }],
    ['at 200 % on a larger screen', { viewport: { width: 960, height: 540 } }],
    ['at 400 %', { viewport: { width: 320, height: 256 } }],
    ['on a phone', phoneScreen],
    ['on a phone on its side', { viewport: { width: 844, height: 390 } }],
  ])('%s', async (_where, screen) => {
    const customer = await newCustomer();
    const ticket = await customer.openTicket();
    for (let count = 0; count < 6; count++) await agent.write(ticket.id, `Message ${count}\n\n\n\n.`);
    const page = await openBrowser(screen);
    await signIn(page, customer);
    for (const path of ['/', '/tickets', `/tickets/${ticket.id}`, '/calls/new', '/profile', '/tickets/new']) {
      await page.goto(path, { waitUntil: 'networkidle' });
      if (path === '/calls/new') {
        await days(page).nth(1).click();
        await times(page).first().click();
      }
      for (const position of ['top', 'bottom']) {
        await page.evaluate((where) => scrollTo(0, where === 'top' ? 0 : document.body.scrollHeight), position);
        expect(await covered(page), `${path} ${position}`).toBeLessThan(1 / 3);
      }
    }
  });
});

it('the name of the account button contains what is shown on it', async () => {
  for (const name of ['corner bookshop', 'রহিম স্টোর', 'Émile', '  x  ', 'Z']) {
    const customer = await tenant.customer({ name });
    const page = await openBrowser();
    await signIn(page, customer);
    const button = page.getByRole('button', { name: /^Account/ });
    const shown = (await button.innerText()).trim();
    expect(shown).not.toBe('');
    await expect.poll(() => button.getAttribute('aria-label')).toContain(shown);
  }
});

it('staff choose between reply and note before writing, away from the button, which says what it sends', async () => {
  const customer = await newCustomer();
  const ticket = await customer.openTicket();
  const page = await openBrowser();
  await signIn(page, agent, `/tickets/${ticket.id}`);
  const note = page.getByRole('radio', { name: 'Internal note' });
  await note.check();
  await page.getByRole('textbox', { name: 'Internal note' }).fill('The customer has called twice.');
  const send = page.getByRole('button', { name: 'Add internal note' });
  const [chosen, text, sent] = await Promise.all(
    [note, page.getByRole('textbox', { name: 'Internal note' }), send].map((each) => each.boundingBox()),
  );
  expect(chosen!.y).toBeLessThan(text!.y);
  expect(sent!.y).toBeGreaterThan(text!.y);
  await send.click();
  await message(page, 'The customer has called twice.').getByText('Internal note').waitFor();
  expect(await customer.thread(ticket.id)).toHaveLength(1);
  await page.getByRole('button', { name: 'Send reply' }).waitFor();
  await expect.poll(() => page.getByRole('radio', { name: 'Reply to customer' }).isChecked()).toBe(true);
});
