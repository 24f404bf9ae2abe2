import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { signIn, useVisitedServer } from '../support/pages.ts';
import { message, reply } from '../support/ticket-pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let customer: Person;

beforeAll(async () => {
  tenant = await server.world.tenant();
  customer = await tenant.customer();
});

const paste = (page: Page, text: string) =>
  page.evaluate((pasted) => document.execCommand('insertText', false, pasted), text);

describe('too long a text', () => {
  it('stays as it was pasted into a new ticket, which says by how much it is too long', async () => {
    const page = await server.openPage(tenant);
    await signIn(page, customer, '/tickets/new');
    await page.getByLabel('Title').fill('A long story');
    // few lines, as the browser's own command takes a second for every hundred
    const story = `${'It went dark. '.repeat(4_891)}\nIt went dark.\n`;
    await page.getByLabel('Description').focus();
    await paste(page, story);
    await page.getByText('48,489 characters too many; 20,000 is the limit.').waitFor();
    await page.getByRole('button', { name: 'Create ticket' }).click();
    await page.getByText('48,489 characters too many').waitFor();
    expect(await page.getByLabel('Description').inputValue()).toBe(story);
    await page.reload();
    await expect.poll(() => page.getByLabel('Description').inputValue()).toBe(story);
    await page.getByLabel('Description').fill('It went dark.');
    await page.getByRole('button', { name: 'Create ticket' }).click();
    await page.getByRole('heading', { level: 1, name: 'A long story' }).waitFor();
  });

  it.each([
    ['/tickets/new', 'Title', 200],
    ['/profile', 'Name', 200],
    ['/tickets', 'Search tickets', 200],
    ['/help', 'Search help articles', 200],
  ])('stays at %s in the field %s', async (path, label, limit) => {
    const page = await server.openPage(tenant);
    await signIn(page, customer, path);
    const field = page.getByLabel(label, { exact: true });
    const text = 'ক'.repeat(limit - 1) + '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';
    await field.fill(text);
    await expect.poll(() => page.getByText('too many').count()).toBe(0);
    await field.fill(`${text}!!`);
    await page.getByText(`2 characters too many; ${limit} is the limit.`).waitFor();
    expect(await field.inputValue()).toBe(`${text}!!`);
  });
});

describe('a search', () => {
  it.each(['/tickets', '/help'])('at %s that is too long stays as it is when Enter is pressed', async (path) => {
    const page = await server.openPage(tenant);
    await signIn(page, customer, path);
    const field = page.getByLabel(/^Search/);
    const text = `${'slow '.repeat(40)}router`;
    await field.fill(text);
    await field.press('Enter');
    await page.getByText('6 characters too many; 200 is the limit.').waitFor();
    await field.press('End');
    await field.press('!');
    await page.getByText('7 characters too many; 200 is the limit.').waitFor();
    expect(await field.inputValue()).toBe(`${text}!`);
    expect(new URL(page.url()).search).toBe('');
  });

  it.each([
    ['/tickets?search=', '🇧🇩'],
    ['/tickets?search=', 'কি'],
    ['/tickets?search=', '👍🏽'],
    ['/help?search=', 'e\u0301'],
    ['/help?search=', '❤️'],
    ['/help?search=', '한'.normalize('NFD')],
  ])('in the address %s keeps its 200 characters of %s', async (address, character) => {
    const page = await server.openPage(tenant);
    const text = character.repeat(200);
    await signIn(page, customer, `${address}${encodeURIComponent(text)}`);
    await page.getByLabel(/^Search/).waitFor();
    expect(await page.getByLabel(/^Search/).inputValue()).toBe(text);
    expect(await page.getByText('too many').count()).toBe(0);
  });
});

it('a text goes in the direction of its first letter, wherever it is shown or typed', async () => {
  const title = 'لا يعمل الإنترنت!';
  const ticket = await customer.openTicket({ title });
  const page = await server.openPage(tenant);
  await signIn(page, customer, `/tickets/${ticket.id}`);
  await reply(page).fill('مرحبا!');
  /** Of the first and last letter of a text, that which is further to the left. */
  const leftmost = (text: string) =>
    page.evaluate((wanted) => {
      const walker = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT);
      const found = () => walker.currentNode.textContent!.indexOf(wanted);
      while (walker.nextNode()) if (found() >= 0 && walker.currentNode.parentElement!.getClientRects().length) break;
      const at = (offset: number) => {
        const range = document.createRange();
        range.setStart(walker.currentNode, offset);
        range.setEnd(walker.currentNode, offset + 1);
        return range.getBoundingClientRect().left;
      };
      return at(found()) < at(found() + wanted.length - 1) ? 'the first' : 'the last';
    }, text);
  expect(await leftmost(title)).toBe('the last');
  await page.goto('/tickets');
  await page.getByRole('link', { name: title }).waitFor();
  expect(await leftmost(title)).toBe('the last');
  await page.goto(`/tickets/${ticket.id}`);
  await expect.poll(() => reply(page).evaluate((element) => getComputedStyle(element).unicodeBidi)).toBe('plaintext');
});

it('code and logs keep their columns, and are moved sideways by themselves', async () => {
  const ticket = await customer.openTicket();
  const log = ['10:01   eth0      up        100 Mbit/s', '10:02   ppp0      down      no carrier   '.repeat(4).trim()];
  const trace = ['    at open (line.js:1)', '        at start (main.js:20)'];
  await customer.write(ticket.id, ['This is what it says:', ...log, 'And then:', ...trace].join('\n'));
  const page = await server.openPage(tenant, { viewport: { width: 390, height: 844 } });
  await signIn(page, customer, `/tickets/${ticket.id}`);
  const shown = message(page, 'This is what it says:');
  await expect.poll(() => shown.locator('pre').allInnerTexts()).toEqual([log.join('\n'), trace.join('\n')]);
  expect(
    await shown
      .locator('pre')
      .first()
      .evaluate((pre) => pre.scrollWidth > pre.clientWidth),
  ).toBe(true);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

it('a thread names its days, and the year of those that are long ago', async () => {
  const ticket = await customer.openTicket();
  await customer.write(ticket.id, 'Yesterday’s.');
  await customer.write(ticket.id, 'Today’s.');
  const date = (body: string, at: Date) =>
    server.database.superuser.query('update message set created_at = $1 where ticket_id = $2 and body like $3', [
      at,
      ticket.id,
      body,
    ]);
  await date('It went dark%', new Date('2023-02-03T10:15:00Z'));
  await date('Yesterday%', new Date(Date.now() - 24 * 60 * 60_000));
  const page = await server.openPage(tenant);
  await signIn(page, customer, `/tickets/${ticket.id}`);
  const days = page.getByRole('region', { name: 'Conversation' }).getByRole('listitem');
  await expect
    .poll(async () => (await days.allInnerTexts()).filter((text) => !text.includes('\n')))
    .toEqual([expect.stringMatching(/3 February 2023$/), 'Yesterday', 'Today']);
  await message(page, 'It went dark')
    .getByText(/3 Feb 2023, \d\d:15/)
    .waitFor();
});

it('what is printed from a dark screen is dark on white, without menus and forms', async () => {
  const ticket = await customer.openTicket();
  const page = await server.openPage(tenant, { colorScheme: 'dark' });
  await signIn(page, customer, `/tickets/${ticket.id}`);
  await message(page, 'It went dark').waitFor();
  const lightness = () =>
    page.evaluate(() => {
      const canvas = document.createElement('canvas').getContext('2d')!;
      canvas.fillStyle = getComputedStyle(document.querySelector('h1')!).color;
      canvas.fillRect(0, 0, 1, 1);
      return canvas.getImageData(0, 0, 1, 1).data[0]!;
    });
  await expect.poll(lightness).toBeGreaterThan(200);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect.poll(lightness).toBeLessThan(80);
  expect(await page.getByRole('form').or(page.getByRole('navigation')).filter({ visible: true }).count()).toBe(0);
  await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
  await expect.poll(lightness).toBeGreaterThan(200);
});

it('ages go by the clock of the server, however wrong that of the device is', async () => {
  const ticket = await customer.openTicket({ title: 'Just opened' });
  const page = await server.openPage(tenant);
  await page.clock.install({ time: Date.now() + 3 * 24 * 60 * 60_000 });
  await signIn(page, customer, '/tickets');
  await page.getByRole('link', { name: 'Just opened' }).waitFor();
  await expect.poll(() => page.getByRole('main').locator('time').allInnerTexts()).toContain('now');
  await page.goto(`/tickets/${ticket.id}`);
  await page.getByText('Today', { exact: true }).waitFor();
});
