import { beforeEach, expect, it } from 'vitest';
import { times } from '../support/call-pages.ts';
import { heading, isFocused, phoneScreen, sideways, signIn, tabTo, useVisitedServer } from '../support/pages.ts';
import { ticketRows } from '../support/ticket-pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let agent: Person;
let customer: Person;

beforeEach(async () => {
  tenant = await server.world.alwaysOpen();
  [agent, customer] = await Promise.all([
    tenant.agent(),
    tenant.customer({ name: 'Corner Bookshop', phone: '+8801712345678' }),
  ]);
});

const openCustomer = async (options = {}) => {
  const page = await server.openPage(tenant, options);
  await signIn(page, agent, `/customers/${customer.customerId}`);
  await heading(page, 'Corner Bookshop').waitFor();
  return page;
};

const region = (page: Awaited<ReturnType<typeof openCustomer>>, name: string) => page.getByRole('region', { name });

it('is found from the list and from a ticket, and has all that is the customer’s', async () => {
  const { id } = await customer.openTicket({ title: 'The lamp is dark' });
  await customer.requestCall({ reason: 'The lamp' });
  await agent.done('ticketUpdate', { id, input: { status: 'RESOLVED' } });
  await customer.done('feedbackSubmit', { ticketId: id, input: { rating: 4, comment: 'Quick, and friendly.' } });
  await (await tenant.customer()).openTicket({ title: 'Of somebody else' });
  const page = await server.openPage(tenant);
  await signIn(page, agent, `/tickets/${id}`);
  await page.getByRole('link', { name: 'Corner Bookshop' }).click();
  await heading(page, 'Corner Bookshop').waitFor();
  await region(page, 'Tickets').getByText('The lamp is dark').waitFor();
  expect(await region(page, 'Tickets').getByText('Of somebody else').count()).toBe(0);
  await region(page, 'Calls').getByText('The lamp').waitFor();
  await region(page, 'Feedback').getByText('Quick, and friendly.').waitFor();
  await page.goto('/customers');
  await page.getByRole('link', { name: 'Corner Bookshop' }).click();
  await heading(page, 'Corner Bookshop').waitFor();
});

it('says what the customer sees now: what waits for them, and their next call', async () => {
  const page = await openCustomer();
  const view = region(page, 'What they see now');
  await view.getByText('Nothing waits for them.').waitFor();
  expect(await view.innerText()).toContain('Last here');
  const { id } = await customer.openTicket({ title: 'Which lamp?' });
  await agent.done('ticketUpdate', { id, input: { status: 'PENDING' } });
  await view.getByRole('heading', { name: 'Waiting for them (1)' }).waitFor();
  await view.getByRole('link', { name: 'Which lamp?' }).waitFor();
  await customer.requestCall({ reason: 'The lamp' });
  await view.getByRole('heading', { name: 'Next call' }).waitFor();
});

it('is one press away wherever the customer is named', async () => {
  const { id } = await customer.openTicket({ title: 'The lamp is dark' });
  await agent.done('ticketUpdate', { id, input: { assigneeId: agent.id } });
  await customer.done('messageAdd', { ticketId: id, input: { body: 'Since Monday.' } });
  await agent.done('ticketUpdate', { id, input: { status: 'RESOLVED' } });
  await customer.done('feedbackSubmit', { ticketId: id, input: { rating: 4 } });
  const page = await server.openPage(tenant);
  await signIn(page, agent, '/tickets?status=RESOLVED');
  for (const path of ['/tickets?status=RESOLVED', '/feedback', '/notifications', `/tickets/${id}`]) {
    await page.goto(path);
    const link = page.getByRole('main').getByRole('link', { name: 'Corner Bookshop', exact: true });
    await link.filter({ visible: true }).click();
    await heading(page, 'Corner Bookshop').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/customers/${customer.customerId}`);
  }
});

it('leads to the list of their tickets, whose address says whose it is, and back to everybody’s', async () => {
  await customer.openTicket({ title: 'The lamp is dark' });
  await (await tenant.customer()).openTicket({ title: 'Of somebody else' });
  const page = await openCustomer();
  await page.getByRole('link', { name: 'Show in the ticket list' }).click();
  await heading(page, 'Tickets').waitFor();
  await page.reload();
  await ticketRows(page).filter({ hasText: 'The lamp is dark' }).waitFor();
  expect(await ticketRows(page).count()).toBe(1);
  await page.getByRole('button', { name: 'Of all customers, not only Corner Bookshop' }).press('Enter');
  await ticketRows(page).filter({ hasText: 'Of somebody else' }).waitFor();
  expect(new URL(page.url()).search).toBe('');
});

it('is changed without a mouse, and what was typed stays while it is refused', async () => {
  const page = await openCustomer();
  await tabTo(page, page.getByRole('button', { name: 'Edit', exact: true }));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Edit customer' });
  await dialog.getByLabel('Phone').fill('12');
  await page.keyboard.press('Enter');
  await dialog.getByText('This phone number looks incomplete.').waitFor();
  await expect.poll(() => isFocused(dialog.getByLabel('Phone'))).toBe(true);
  await dialog.getByLabel('Phone').fill('+880 1712-345679');
  await dialog.getByLabel('Name').fill('Corner Books');
  await page.keyboard.press('Enter');
  await heading(page, 'Corner Books').waitFor();
  expect((await customer.get('{ viewer { name } }')).viewer.name).toBe('Corner Books');
});

it('leads to a ticket opened for the customer, who sees it at once', async () => {
  const theirs = await server.openPage(tenant, phoneScreen);
  await signIn(theirs, customer, '/tickets');
  const page = await openCustomer();
  await page.getByRole('link', { name: 'Open a ticket' }).click();
  await heading(page, 'New ticket for Corner Bookshop').waitFor();
  await page.getByLabel('Title').fill('The line is dead');
  await page.getByLabel('Description').fill('As told on the telephone.');
  await page.reload();
  await heading(page, 'New ticket for Corner Bookshop').waitFor();
  expect(await page.getByLabel('Title').inputValue()).toBe('The line is dead');
  await page.getByRole('button', { name: 'Create ticket' }).click();
  await heading(page, /The line is dead/).waitFor();
  await theirs
    .getByRole('main')
    .getByRole('link', { name: /The line is dead/ })
    .click();
  await theirs.getByText('As told on the telephone.').waitFor();
  await expect.poll(() => theirs.getByRole('main').innerText()).toContain(agent.name);
  await theirs.goto('/notifications');
  await theirs.getByRole('main').getByText(`${agent.name} opened a ticket for you`).waitFor();
});

it('leads to a call booked for the customer, at the customer’s number', async () => {
  const page = await openCustomer();
  await page.getByRole('link', { name: 'Book a call' }).click();
  await heading(page, 'Book a call for Corner Bookshop').waitFor();
  await times(page).first().check({ force: true });
  await expect.poll(() => page.getByLabel('Phone').inputValue()).toBe('+8801712345678');
  await page.getByRole('button', { name: 'Book this call' }).click();
  await heading(page, 'Call to Corner Bookshop').waitFor();
  const { callRequests } = await customer.get('{ callRequests { nodes { status phone } } }');
  expect(callRequests.nodes).toEqual([{ status: 'SCHEDULED', phone: '+8801712345678' }]);
});

it('ends the customer’s access, having said what that does, and gives it back', async () => {
  const theirs = await server.openPage(tenant);
  await signIn(theirs, customer);
  const page = await openCustomer(phoneScreen);
  expect(await sideways(page)).toBe(0);
  await page.getByRole('button', { name: 'Deactivate' }).click();
  const dialog = page.getByRole('dialog', { name: 'Deactivate Corner Bookshop?' });
  await dialog.getByText('Tickets, calls and feedback stay.').waitFor();
  await dialog.getByRole('button', { name: 'Deactivate' }).click();
  await page.getByText('Inactive').waitFor();
  await theirs.getByRole('button', { name: 'Sign in' }).waitFor();
  await page.getByRole('button', { name: 'Reactivate' }).click();
  await expect.poll(() => page.getByText('Inactive').count()).toBe(0);
});

it('keeps notes of the team, which colleagues see at once', async () => {
  const colleague = await server.openPage(tenant);
  await signIn(colleague, await tenant.agent(), `/customers/${customer.customerId}`);
  const page = await openCustomer();
  await page.getByLabel('New note').fill('Prefers the morning.');
  await page.reload();
  await page.getByRole('button', { name: 'Add note' }).click();
  const notes = region(page, 'Notes').getByRole('listitem');
  await notes.getByText('Prefers the morning.').waitFor();
  await region(colleague, 'Notes').getByText('Prefers the morning.').waitFor();
  await page.getByRole('button', { name: /^Edit note/ }).click();
  await page.getByLabel(/^Edit note/).fill('Prefers the evening.');
  await page.getByRole('button', { name: 'Save' }).click();
  await region(colleague, 'Notes').getByText('Prefers the evening.').waitFor();
  await page.getByRole('button', { name: /^Remove note/ }).click();
  await page.getByRole('button', { name: 'Yes, remove it' }).click();
  await expect.poll(() => notes.count()).toBe(0);
});
