import { beforeAll, expect, it } from 'vitest';
import { heading, isFocused, phoneScreen, sideways, signIn, useVisitedServer } from '../support/pages.ts';
import { ticketRows } from '../support/ticket-pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();

let tenant: TestTenant;
let agent: Person;
let customer: Person;
let messageId: string;

beforeAll(async () => {
  tenant = await server.world.tenant();
  [agent, customer] = await Promise.all([tenant.agent(), tenant.customer({ name: 'Harbour Bakery' })]);
  const { id } = await customer.openTicket({ title: 'The connection drops', description: 'Every evening at nine.' });
  messageId = (await customer.write(id, 'I have restarted the router twice, and the grey cable is new.')).id;
  for (let count = 1; count <= 12; count++) await agent.write(id, `Line ${count} of what we have looked at so far.`);
  await customer.openTicket({ title: 'Printer', description: 'No connection to it since the router is new.' });
});

it.each([
  ['a desktop', {}],
  ['a phone', phoneScreen],
])('on %s, a search shows the words it has found, the best first, and leads to the message', async (_, options) => {
  const page = await server.openPage(tenant, options);
  await signIn(page, agent, '/tickets');
  await page.getByLabel('Search tickets').fill('router conection');
  const items = ticketRows(page);
  await expect.poll(() => items.first().innerText()).toContain('The connection drops');
  await expect.poll(() => items.count()).toBe(2);
  await expect.poll(() => items.first().locator('mark').allInnerTexts()).toEqual(['connection', 'router']);
  await expect.poll(() => items.last().locator('mark').allInnerTexts()).toEqual(['connection', 'router']);
  expect(new URL(page.url()).searchParams.get('search')).toBe('router conection');
  await expect.poll(() => page.getByRole('combobox', { name: 'Sort' }).innerText()).toContain('Best match');
  expect(await sideways(page)).toBe(0);
  await items.first().getByRole('link', { name: 'The connection drops' }).click();
  await heading(page, /The connection drops/).waitFor();
  expect(new URL(page.url()).hash).toBe(`#message-${messageId}`);
  await expect
    .poll(() => page.locator(`#message-${messageId}`).evaluate((each) => each.getBoundingClientRect().top))
    .toSatisfy((top: number) => top >= 0 && top < page.viewportSize()!.height);
});

it('another order can be chosen for what is found, and the usual one comes back with the whole list', async () => {
  const page = await server.openPage(tenant);
  await signIn(page, agent, '/tickets?search=router');
  const order = page.getByRole('combobox', { name: 'Sort' });
  await order.click();
  await page.getByRole('option', { name: 'Oldest first' }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get('sort')).toBe('oldest');
  await order.click();
  await page.getByRole('option', { name: 'Best match' }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get('sort')).toBe(null);
  // closing it gives the focus back, which would take what is typed until then
  await page.getByRole('listbox').waitFor({ state: 'detached' });
  await expect.poll(() => isFocused(order)).toBe(true);
  await page.getByLabel('Search tickets').fill('');
  await expect.poll(() => order.innerText()).toContain('Last updated');
  await expect.poll(() => ticketRows(page).count()).toBe(2);
});
