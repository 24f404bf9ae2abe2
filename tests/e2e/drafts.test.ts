import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { heading, signIn, useVisitedServer } from '../support/pages.ts';
import { message, reply } from '../support/ticket-pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let customer: Person;
let ticket: { id: string; title: string };

beforeAll(async () => {
  tenant = await server.world.alwaysOpen();
  customer = await tenant.customer({ phone: '+8801712345678' });
});

const send = (page: Page) => page.getByRole('button', { name: 'Send reply' }).click();
const written = (page: Page) => reply(page).inputValue();
const openTicket = async (page: Page) => {
  await page.goto(`/tickets/${ticket.id}`);
  await reply(page).waitFor();
};

/** One browser with a ticket in two tabs. */
async function twoTabs(): Promise<[Page, Page]> {
  ticket = await customer.openTicket();
  const one = await server.openPage(tenant);
  await one.context().addInitScript(() => {
    window.addEventListener('storage', (event) => {
      if (document.documentElement.dataset['asleep']) event.stopImmediatePropagation();
    });
  });
  await signIn(one, customer, `/tickets/${ticket.id}`);
  await reply(one).waitFor();
  const other = await one.context().newPage();
  await openTicket(other);
  return [one, other];
}

describe('two tabs on one ticket', () => {
  it('show the same text, which is gone from both when one has sent it', async () => {
    const [one, other] = await twoTabs();
    await reply(one).fill('Typed here');
    await expect.poll(() => written(other)).toBe('Typed here');
    await reply(other).fill('Typed here, and finished there.');
    await expect.poll(() => written(one)).toBe('Typed here, and finished there.');
    await send(one);
    await message(one, 'finished there').waitFor();
    await expect.poll(() => written(other)).toBe('');
    await other.reload();
    await reply(other).waitFor();
    await expect.poll(() => written(other)).toBe('');
    expect(await customer.thread(ticket.id)).toHaveLength(2);
  });

  it('each keep what was typed in both without knowing of each other, also when the other has sent', async () => {
    const [one, other] = await twoTabs();
    // a tab in the background may hear of nothing until it is looked at
    await sleep(one);
    await sleep(other);
    await reply(one).fill('The one text');
    await reply(other).fill('The other text');
    expect([await written(one), await written(other)]).toEqual(['The one text', 'The other text']);
    await one.reload();
    await other.reload();
    await Promise.all([reply(one).waitFor(), reply(other).waitFor()]);
    expect([await written(one), await written(other)]).toEqual(['The one text', 'The other text']);
    await send(one);
    await message(one, 'The one text').waitFor();
    await message(other, 'The one text').waitFor();
    expect([await written(one), await written(other)]).toEqual(['', 'The other text']);
    await other.close();
    await openTicket(one);
    const later = await one.context().newPage();
    await openTicket(later);
    await expect.poll(() => written(later)).toBe('The other text');
  });

  it('agree on what was sent while one of them was reloading', async () => {
    const [one, other] = await twoTabs();
    await reply(one).fill('Sent meanwhile.');
    await expect.poll(() => written(other)).toBe('Sent meanwhile.');
    await other.goto('about:blank');
    await send(one);
    await message(one, 'Sent meanwhile.').waitFor();
    await openTicket(other);
    await expect.poll(() => written(other)).toBe('');
  });

  it('agree on files, too', async () => {
    const [one, other] = await twoTabs();
    const file = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(`The text of ${name}.`) });
    await one.locator('input[type=file][multiple]').setInputFiles(file('one.txt'));
    await other.getByText('one.txt').first().waitFor();
    await other.getByRole('button', { name: 'Remove one.txt' }).click();
    await one.getByRole('button', { name: 'Remove one.txt' }).waitFor({ state: 'detached' });
    await one.locator('input[type=file][multiple]').setInputFiles(file('two.txt'));
    await other.getByRole('button', { name: 'Remove two.txt' }).waitFor();
    await reply(one).fill('With a file.');
    await send(one);
    await other.getByRole('button', { name: 'Remove two.txt' }).waitFor({ state: 'detached' });
    await expect.poll(() => written(other)).toBe('');
    expect(await customer.files(ticket.id)).toMatchObject([[], [{ name: 'two.txt' }]]);
  });

  it('send a text once when both send it', async () => {
    const [one, other] = await twoTabs();
    await reply(one).fill('Sent twice?');
    await expect.poll(() => written(other)).toBe('Sent twice?');
    // neither hears that the other has begun
    await Promise.all([sleep(one), sleep(other)]);
    await Promise.all([send(one), send(other)]);
    await expect.poll(() => written(one)).toBe('');
    await expect.poll(() => written(other)).toBe('');
    await message(one, 'Sent twice?').waitFor();
    expect(await customer.thread(ticket.id)).toHaveLength(2);
  });
});

describe('two tabs', () => {
  it('on a new ticket agree', async () => {
    const [one, other] = await twoTabs();
    await Promise.all([one.goto('/tickets/new'), other.goto('/tickets/new')]);
    await one.getByLabel('Title').fill('Begun in one tab');
    await expect.poll(() => other.getByLabel('Title').inputValue()).toBe('Begun in one tab');
    await other.getByLabel('Description').fill('Ended in the other.');
    await expect.poll(() => one.getByLabel('Description').inputValue()).toBe('Ended in the other.');
    await other.getByRole('button', { name: 'Create ticket' }).click();
    await heading(other, 'Begun in one tab').waitFor();
    await expect.poll(() => one.getByLabel('Title').inputValue()).toBe('');
  });

  it('on a new call agree', async () => {
    const [one, other] = await twoTabs();
    await Promise.all([one.goto('/calls/new'), other.goto('/calls/new')]);
    await one.getByLabel('What’s it about?').fill('A red light');
    await expect.poll(() => other.getByLabel('What’s it about?').inputValue()).toBe('A red light');
  });
});

/** Keeps the messages of other tabs from a page, as a browser does that has put it to sleep. */
const sleep = (page: Page) => page.evaluate(() => (document.documentElement.dataset['asleep'] = 'yes'));
