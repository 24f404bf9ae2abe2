import { beforeAll, describe, expect, it } from 'vitest';
import { openNetwork } from '../support/network.ts';
import { signIn, useVisitedServer, type PageOptions } from '../support/pages.ts';
import { message, messages, reply } from '../support/ticket-pages.ts';
import type { TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await server.world.tenant();
});

const openBrowser = (options?: PageOptions) => server.openPage(tenant, options);

describe('a customer at the portal', () => {
  it('opens a ticket, reads the answer without reloading, and loses nothing when the connection breaks', async () => {
    const [customer, agent, admin] = await Promise.all([tenant.customer(), tenant.agent(), tenant.admin()]);
    const network = await openNetwork(server.port);
    const page = await openBrowser({ port: network.port });
    await signIn(page, customer);

    await page.getByRole('link', { name: 'New ticket' }).first().click();
    await page.getByLabel('Title').fill('No light on the modem');
    await page.getByLabel('Description').fill('It went dark at noon.\nThe line is urgent for us.');
    await page.getByRole('button', { name: 'Create ticket' }).click();
    await page.getByRole('heading', { name: 'No light on the modem' }).waitFor();
    const ticketId = new URL(page.url()).pathname.split('/').at(-1)!;

    const [mail] = await server.mailbox.until(admin.email, 1);
    expect(mail!.subject).toContain('No light on the modem');
    await agent.write(ticketId, 'Is the green cable plugged in?');
    await message(page, 'Is the green cable plugged in?').waitFor();

    await reply(page).fill('It was not. Now there is light!');
    await page.getByRole('button', { name: 'Send reply' }).click();
    await message(page, 'Now there is light!').waitFor();
    expect(await agent.thread(ticketId)).toHaveLength(3);

    network.cut();
    await page.getByRole('status').filter({ hasText: 'Connecting' }).waitFor();
    await agent.write(ticketId, 'Written while you were away, first.');
    await agent.write(ticketId, 'Written while you were away, second.');
    network.restore();
    await message(page, 'while you were away, second.').waitFor();
    await expect.poll(() => message(page, 'while you were away, first.').count()).toBe(1);
    await expect.poll(() => message(page, 'while you were away, second.').count()).toBe(1);
    await expect.poll(() => messages(page).count()).toBe(5);
    await page.getByRole('status').filter({ hasText: 'Connecting' }).waitFor({ state: 'hidden' });
  });

  it('keeps what was typed when sending fails, and sends it once when it works again', async () => {
    const customer = await tenant.customer();
    const ticket = await customer.openTicket();
    const network = await openNetwork(server.port);
    const page = await openBrowser({ port: network.port });
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await reply(page).fill('Written on a train.');
    network.cut();
    await page.getByRole('button', { name: 'Send reply' }).click();
    await page.getByRole('alert').waitFor();
    await expect.poll(() => reply(page).inputValue()).toBe('Written on a train.');
    network.restore();
    await page.reload();
    await page.getByRole('heading', { name: ticket.title }).waitFor();
    await expect.poll(() => reply(page).inputValue()).toBe('Written on a train.');
    await page.getByRole('button', { name: 'Send reply' }).click();
    await message(page, 'Written on a train.').waitFor();
    await expect.poll(() => reply(page).inputValue()).toBe('');
    expect(await customer.thread(ticket.id)).toEqual(['It went dark at noon.', 'Written on a train.']);
  });

  it('closes a ticket, is asked before, and reopens it', async () => {
    const customer = await tenant.customer();
    const ticket = await customer.openTicket();
    const page = await openBrowser();
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await page.getByRole('button', { name: 'Close ticket' }).click();
    await page.getByRole('button', { name: 'Yes, close it' }).click();
    await page.getByRole('button', { name: 'Reopen ticket' }).click();
    await reply(page).waitFor();
    const { ticket: found } = await customer.get('query($id: ID!) { ticket(id: $id) { status } }', { id: ticket.id });
    expect(found.status).toBe('OPEN');
  });

  it('finds tickets by filters that are kept in the address', async () => {
    const customer = await tenant.customer();
    const agent = await tenant.agent();
    for (const title of ['Slow line', 'Wrong bill', 'Broken box']) await customer.openTicket({ title });
    const solved = await customer.openTicket({ title: 'Solved matter' });
    await agent.done('ticketUpdate', { id: solved.id, input: { status: 'RESOLVED' } });
    const page = await openBrowser();
    await signIn(page, customer, '/tickets');
    await page.getByRole('link', { name: 'Wrong bill' }).waitFor();
    await page.getByLabel('Search tickets').fill('bill');
    await page.getByRole('link', { name: 'Slow line' }).waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toContain('bill');
    await page.reload();
    await page.getByRole('link', { name: 'Wrong bill' }).waitFor();
    await expect.poll(() => page.getByLabel('Search tickets').inputValue()).toBe('bill');
    await expect.poll(() => page.getByRole('link', { name: 'Slow line' }).count()).toBe(0);
  });

  it('is told that a wrong password is wrong, and keeps the address typed', async () => {
    const customer = await tenant.customer();
    const page = await openBrowser();
    await page.goto('/');
    await page.getByLabel('Email').fill(customer.email);
    await page.getByLabel('Password', { exact: true }).fill('a guess');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').filter({ hasText: 'don’t match' }).waitFor();
    await expect.poll(() => page.getByLabel('Email').inputValue()).toBe(customer.email);
  });

  it('finds a foreign ticket as little as one that never was', async () => {
    const [customer, neighbour] = await Promise.all([tenant.customer(), tenant.customer()]);
    const theirs = await neighbour.openTicket({ title: 'Private matter' });
    const page = await openBrowser();
    await signIn(page, customer, `/tickets/${theirs.id}`);
    await page.getByRole('heading', { name: 'Ticket not found' }).waitFor();
    await expect.poll(() => page.getByText('Private matter').count()).toBe(0);
  });

  it('stays signed in over a reload and in a second tab, and is signed out of both at once', async () => {
    const customer = await tenant.customer();
    const page = await openBrowser();
    await signIn(page, customer);
    const second = await page.context().newPage();
    await Promise.all([page.reload(), second.goto('/tickets')]);
    await second.getByRole('heading', { name: 'Tickets', exact: true }).waitFor();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await second.getByRole('button', { name: 'Sign in' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await expect.poll(() => page.getByRole('link', { name: 'Tickets' }).count()).toBe(0);
  });
});
