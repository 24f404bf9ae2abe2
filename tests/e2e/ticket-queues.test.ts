import { beforeEach, expect, it } from 'vitest';
import { heading, phoneScreen, sideways, signIn, tabTo, useVisitedServer } from '../support/pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let agent: Person;
let customer: Person;

beforeEach(async () => {
  tenant = await server.world.tenant();
  [agent, customer] = await Promise.all([tenant.agent(), tenant.customer({ name: 'Corner Bookshop' })]);
});

const openTickets = async (path = '/tickets', options = {}) => {
  const page = await server.openPage(tenant, options);
  await signIn(page, agent, path);
  await heading(page, 'Tickets').waitFor();
  const queues = page.getByRole('navigation', { name: 'Queues' });
  const queue = (name: string) => queues.getByRole('link', { name: new RegExp(`^${name}\\b`) });
  const row = (title: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: title });
  return { page, queue, row };
};

it('are worked through without a mouse: what waits, taken in one press, answered, and gone from the queue', async () => {
  const { id } = await customer.openTicket({ title: 'The lamp is dark', description: 'Since the morning.' });
  const { page, queue, row } = await openTickets();
  await row('The lamp is dark').getByText('Since the morning.').waitFor();
  await expect.poll(() => queue('Waiting for us').innerText()).toContain('1');
  await tabTo(page, queue('Waiting for us'));
  await page.keyboard.press('Enter');
  await expect.poll(() => queue('Waiting for us').getAttribute('aria-current')).toBe('page');
  expect(new URL(page.url()).search).toBe('?waiting=staff');
  await tabTo(
    page,
    row('The lamp is dark')
      .getByRole('button', { name: /^Assign #\d+ to me/ })
      .first(),
  );
  await page.keyboard.press('Enter');
  await page.getByText('The ticket is yours now').first().waitFor();
  await expect.poll(() => queue('Mine').innerText()).toContain('1');
  await agent.write(id, 'Which lamp is it?');
  await expect.poll(() => row('The lamp is dark').count()).toBe(0);
  await queue('Waiting for customer').click();
  await row('The lamp is dark').getByText('Which lamp is it?').waitFor();
  await customer.write(id, 'The left one.');
  await expect.poll(() => row('The lamp is dark').count()).toBe(0);
  await page.goBack();
  await row('The lamp is dark').getByText('The left one.').waitFor();
});

it('are kept by the address: reload and a shared link show the same', async () => {
  await customer.openTicket({ title: 'Nobody’s yet' });
  const mine = await customer.openTicket({ title: 'Somebody’s' });
  await agent.done('ticketUpdate', { id: mine.id, input: { assigneeId: agent.id } });
  const { page, queue, row } = await openTickets('/tickets?status=OPEN,PENDING&assigned=unassigned');
  await expect.poll(() => queue('Unassigned').getAttribute('aria-current')).toBe('page');
  await row('Nobody’s yet').waitFor();
  expect(await row('Somebody’s').count()).toBe(0);
  await queue('Mine').click();
  await row('Somebody’s').waitFor();
  await page.reload();
  await row('Somebody’s').waitFor();
  expect(await row('Nobody’s yet').count()).toBe(0);
});

it('say who was faster, and overwrite nothing', async () => {
  const { id } = await customer.openTicket({ title: 'The lamp is dark' });
  const other = await tenant.agent();
  const { page, row } = await openTickets();
  const button = row('The lamp is dark')
    .getByRole('button', { name: /^Assign/ })
    .first();
  await button.waitFor();
  // what the other does arrives only after the press
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('assigneeId'))
      await other.done('ticketUpdate', { id, input: { assigneeId: other.id } });
    await route.continue();
  });
  await button.click();
  await page.getByText('so it wasn’t assigned to you').first().waitFor();
  const { ticket } = await agent.get('query($id: ID!) { ticket(id: $id) { assignee { id } } }', { id });
  expect(ticket.assignee.id).toBe(other.id);
});

it('fit on a phone', async () => {
  await customer.openTicket({ title: 'The lamp is dark' });
  const { page, row } = await openTickets('/tickets', phoneScreen);
  expect(await sideways(page)).toBe(0);
  await row('The lamp is dark')
    .getByRole('button', { name: /^Assign/ })
    .last()
    .click();
  await page.getByText('The ticket is yours now').first().waitFor();
});

it('are not there for customers', async () => {
  await customer.openTicket({ title: 'The lamp is dark' });
  const page = await server.openPage(tenant);
  await signIn(page, customer, '/tickets');
  await page.getByText('The lamp is dark').waitFor();
  expect(await page.getByRole('navigation', { name: 'Queues' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: /^Assign/ }).count()).toBe(0);
});
