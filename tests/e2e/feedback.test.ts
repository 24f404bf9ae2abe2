import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openNetwork } from '../support/network.ts';
import { signIn, useVisitedServer, type PageOptions } from '../support/pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let customer: Person;
let agent: Person;

beforeAll(async () => {
  tenant = await server.world.tenant();
  [customer, agent] = await Promise.all([tenant.customer(), tenant.agent()]);
});

const openBrowser = (options?: PageOptions) => server.openPage(tenant, options);

const resolve = (id: string) => agent.done('ticketUpdate', { id, input: { status: 'RESOLVED', assigneeId: agent.id } });

const panel = (page: Page) => page.getByRole('region', { name: 'Feedback', exact: true });
const stars = (page: Page, name: string) => page.getByRole('radio', { name });
const comment = (page: Page) => page.getByRole('textbox', { name: 'What went well' });
const send = (page: Page) => panel(page).getByRole('button', { name: 'Send feedback' });

describe('a customer whose ticket is resolved', () => {
  it('is asked at that moment, rates it, sees it, and changes it; staff see it and the average', async () => {
    const ticket = await customer.openTicket({ title: 'Rated while looking on' });
    const [page, staff] = [await openBrowser(), await openBrowser()];
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await page.getByRole('heading', { name: ticket.title }).waitFor();
    await expect.poll(() => panel(page).count()).toBe(0);
    await resolve(ticket.id);
    await stars(page, '4 of 5: good').check({ force: true });
    await comment(page).fill('Quick.\nThank you!');
    await send(page).click();
    await panel(page).getByText('Quick.').waitFor();
    await panel(page).getByRole('img', { name: '4 of 5: good' }).waitFor();

    await signIn(staff, agent, `/tickets/${ticket.id}`);
    await panel(staff).getByRole('img', { name: '4 of 5: good' }).waitFor();
    await expect.poll(() => panel(staff).getByRole('button').count()).toBe(0);

    await panel(page).getByRole('button', { name: 'Change' }).click();
    await expect.poll(() => stars(page, '4 of 5: good').isChecked()).toBe(true);
    await expect.poll(() => comment(page).inputValue()).toBe('Quick.\nThank you!');
    await stars(page, '5 of 5: very good').check({ force: true });
    await send(page).click();
    await panel(page).getByRole('img', { name: '5 of 5: very good' }).waitFor();
    await panel(staff).getByRole('img', { name: '5 of 5: very good' }).waitFor();

    await staff.getByRole('link', { name: 'Feedback' }).first().click();
    await staff.getByRole('row', { name: new RegExp(`${agent.name}.*5\\.0.*1`) }).waitFor();
    await staff.getByRole('link', { name: 'Rated while looking on' }).waitFor();
  });

  it('rates with the keyboard alone, and is told what is missing', async () => {
    const ticket = await customer.openTicket();
    await resolve(ticket.id);
    const page = await openBrowser();
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await send(page).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'choose a star rating' }).waitFor();
    // the first star has the focus now
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => stars(page, '3 of 5: fair').isChecked()).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.type('Typed.');
    await send(page).focus();
    await page.keyboard.press('Enter');
    await panel(page).getByText('Typed.').waitFor();
  });

  it('who says "Not now" is not asked again, on no device, and can still give feedback', async () => {
    const ticket = await customer.openTicket();
    await resolve(ticket.id);
    const page = await openBrowser();
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await page.getByRole('button', { name: 'Not now' }).click();
    await page.getByRole('button', { name: 'Give feedback' }).waitFor();
    await expect.poll(() => stars(page, '4 of 5').count()).toBe(0);

    const other = await openBrowser();
    await signIn(other, customer, `/tickets/${ticket.id}`);
    await other.getByRole('button', { name: 'Give feedback' }).click();
    await stars(other, '2 of 5: bad').check({ force: true });
    await send(other).click();
    await panel(other).getByRole('img', { name: '2 of 5: bad' }).waitFor();
  });

  it('loses nothing when sending fails, and not over a reload', async () => {
    const ticket = await customer.openTicket();
    await resolve(ticket.id);
    const network = await openNetwork(server.port);
    const page = await openBrowser({ port: network.port });
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await stars(page, '1 of 5: very bad').check({ force: true });
    await comment(page).fill('Written in a tunnel.');
    network.cut();
    await send(page).click();
    await page.getByRole('alert').filter({ hasText: 'Couldn’t send' }).waitFor();
    network.restore();
    await page.reload();
    await expect.poll(() => comment(page).inputValue()).toBe('Written in a tunnel.');
    await expect.poll(() => stars(page, '1 of 5: very bad').isChecked()).toBe(true);
    await send(page).click();
    await panel(page).getByText('Written in a tunnel.').waitFor();
  });
});

describe('the summary', () => {
  it('is nothing a customer finds', async () => {
    const page = await openBrowser();
    await signIn(page, customer, '/feedback');
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
    await expect.poll(() => page.getByRole('link', { name: 'Feedback' }).count()).toBe(0);
  });
});
