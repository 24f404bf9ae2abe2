import { beforeAll, expect, it } from 'vitest';
import { heading, phoneScreen, sideways, signIn, useVisitedServer } from '../support/pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();

let tenant: TestTenant;
let admin: Person;
let agent: Person;
let customer: Person;
let ticketId: string;

beforeAll(async () => {
  tenant = await server.world.tenant();
  [admin, agent, customer] = await Promise.all([
    tenant.admin(),
    tenant.agent(),
    tenant.customer({ name: 'Harbour Bakery' }),
  ]);
  ticketId = (await customer.openTicket({ title: 'The oven does not heat' })).id;
  await agent.write(ticketId, 'Ask the baker for the model.', { internal: true });
  await agent.done('ticketUpdate', { id: ticketId, input: { priority: 'URGENT', assigneeId: agent.id } });
  await admin.publishArticle({ title: 'Clean the oven' });
});

it.each([
  ['a desktop', {}],
  ['a phone', phoneScreen],
])('on %s, an admin reads who did what to what, and goes there', async (_, options) => {
  const page = await server.openPage(tenant, options);
  await signIn(page, admin);
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Audit log' }).click();
  await heading(page, 'Audit log').waitFor();
  const main = page.getByRole('main');
  const entry = (text: string) => main.getByRole('listitem').filter({ hasText: text }).first();
  await entry('opened a ticket').waitFor();
  await expect.poll(() => entry('wrote an internal note').innerText()).toContain(agent.name);
  await expect.poll(() => entry('changed a ticket').innerText()).toContain('Priority: Urgent (before: Medium)');
  await expect.poll(() => entry('changed who works on a ticket').innerText()).toContain(`Assigned to: ${agent.name}`);
  await expect.poll(() => entry('published a help article').innerText()).toContain('Status: Published (before: Draft)');
  expect(await sideways(page)).toBe(0);
  await entry('opened a ticket')
    .getByRole('link', { name: /The oven does not heat/ })
    .click();
  await heading(page, /The oven does not heat/).waitFor();
});

it('is narrowed to a person, a kind of thing and a time, which the address keeps', async () => {
  const page = await server.openPage(tenant);
  await signIn(page, admin, '/audit-log');
  const main = page.getByRole('main');
  await main.getByText('opened a ticket').waitFor();
  await main.getByRole('combobox', { name: 'Person' }).click();
  await page.getByRole('option', { name: agent.name }).click();
  await expect.poll(() => main.getByText('opened a ticket').count()).toBe(0);
  await main.getByText('wrote an internal note').waitFor();
  await main.getByRole('combobox', { name: 'About' }).click();
  await page.getByRole('option', { name: 'Tickets' }).click();
  await page.keyboard.press('Escape');
  await expect.poll(() => main.getByText('wrote an internal note').count()).toBe(0);
  await main.getByRole('combobox', { name: 'Period' }).click();
  await page.getByRole('option', { name: 'Last 7 days' }).click();
  await expect.poll(() => new URL(page.url()).search).toBe(`?by=${agent.id}&about=TICKET&days=7`);
  await page.reload();
  await main.getByText('changed who works on a ticket').first().waitFor();
  expect(await main.getByText('wrote an internal note').count()).toBe(0);
  await main.getByRole('button', { name: 'Clear filters' }).click();
  await main.getByText('opened a ticket').waitFor();
});

it('follows what happens, and is there for admins only', async () => {
  const page = await server.openPage(tenant);
  await signIn(page, admin, '/audit-log');
  await page.getByText('opened a ticket').waitFor();
  await agent.write(ticketId, 'We bring a new one.');
  await page.getByText(`${agent.name} sent a message`).waitFor();
  const other = await server.openPage(tenant);
  await signIn(other, agent, '/audit-log');
  await heading(other, /not found|nothing here/i).waitFor();
  await expect.poll(() => other.getByText('opened a ticket').count()).toBe(0);
});
