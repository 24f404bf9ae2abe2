import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { signIn, useVisitedServer } from '../support/pages.ts';
import { reply } from '../support/ticket-pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let customer: Person;
let agent: Person;
let colleague: Person;

beforeEach(async () => {
  tenant = await server.world.tenant();
  [customer, agent, colleague] = await Promise.all([tenant.customer(), tenant.agent(), tenant.agent()]);
});

const queues = (page: Page) => page.getByRole('navigation', { name: 'Queues' });
const queue = (page: Page, name: string) => queues(page).getByRole('link', { name, exact: true });
const listed = (page: Page) => page.getByRole('main').locator('ul.divide-y > li');
const titles = async (page: Page) => (await listed(page).locator('a[href^="/tickets/"]').allInnerTexts()).toSorted();
const assign = (id: string, assignee: Person | null) =>
  agent.done('ticketUpdate', { id, input: { assigneeId: assignee?.id ?? null } });

async function open(page: Page, path = '/tickets'): Promise<void> {
  await signIn(page, agent, path);
  await queues(page).waitFor();
}

/** Presses Tab until what has the focus has this name. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const focused = () =>
    page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
    );
  for (let presses = 0; presses < 60; presses++) {
    if (name.test((await focused()).trim())) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${String(name)}.`);
}

describe('the queues of an agent', () => {
  it('list what they count, and their address brings them back', async () => {
    const [mine, answered, other] = [
      await customer.openTicket({ title: 'Mine' }),
      await customer.openTicket({ title: 'Answered' }),
      await customer.openTicket({ title: 'A colleague’s' }),
    ];
    await customer.openTicket({ title: 'Nobody’s' });
    await assign(mine.id, agent);
    await assign(answered.id, agent);
    await assign(other.id, colleague);
    await agent.write(answered.id, 'Have you tried another bulb?');
    await agent.write(mine.id, 'Let us look.', { internal: true });
    const { id: closed } = await customer.openTicket({ title: 'Closed' });
    await customer.done('ticketClose', { id: closed });
    const page = await server.openPage(tenant);
    await open(page);
    for (const [name, expected] of Object.entries({
      'Mine 2': ['Answered', 'Mine'],
      'Unassigned 1': ['Nobody’s'],
      'Waiting for us 3': ['A colleague’s', 'Mine', 'Nobody’s'],
      'Waiting for customers 1': ['Answered'],
      'All open 4': ['A colleague’s', 'Answered', 'Mine', 'Nobody’s'],
      'All 5': ['A colleague’s', 'Answered', 'Closed', 'Mine', 'Nobody’s'],
    })) {
      await queue(page, name).click();
      await expect.poll(() => titles(page)).toEqual(expected);
      expect(await queue(page, name).getAttribute('aria-current')).toBe('page');
    }
    await page.goBack();
    await page.goBack();
    await expect.poll(() => titles(page)).toEqual(['Answered']);
    await page.reload();
    await expect.poll(() => titles(page)).toEqual(['Answered']);
    expect(await queue(page, 'Waiting for customers 1').getAttribute('aria-current')).toBe('page');
  });

  it('follow what each side does, without reloading', async () => {
    const { id } = await customer.openTicket({ title: 'Live' });
    const page = await server.openPage(tenant);
    await open(page, '/tickets?queue=staff');
    await queue(page, 'Waiting for us 1').waitFor();
    await expect.poll(() => titles(page)).toEqual(['Live']);
    await colleague.write(id, 'Which lamp is it?');
    await page.getByText('Every customer has an answer.').waitFor();
    await queue(page, 'Waiting for customers 1').waitFor();
    await customer.write(id, 'The blue one.');
    await expect.poll(() => titles(page)).toEqual(['Live']);
    await queue(page, 'Waiting for us 1').waitFor();
    await queue(page, 'Waiting for customers 0').waitFor();
    await assign(id, agent);
    await queue(page, 'Mine 1').waitFor();
    await queue(page, 'Unassigned 0').waitFor();
    await customer.done('ticketClose', { id });
    await queue(page, 'Mine 0').waitFor();
    await expect.poll(() => titles(page)).toEqual([]);
  });

  it('are narrowed by filters of the address, which are cleared within the queue', async () => {
    const { id } = await customer.openTicket({ title: 'A question', type: 'QUESTION' });
    await assign(id, colleague);
    await customer.openTicket({ title: 'An issue', type: 'ISSUE' });
    const page = await server.openPage(tenant);
    await open(page, '/tickets?queue=staff');
    await expect.poll(() => titles(page)).toEqual(['A question', 'An issue']);
    const filters = page.getByRole('search');
    await filters.getByRole('button', { name: 'More filters' }).click();
    for (const [label, option] of [
      ['Type', 'Question'],
      ['Assigned to', colleague.name],
      ['Opened', 'Opened today'],
    ] as const) {
      await filters.getByRole('combobox', { name: label }).click();
      await page.getByRole('option', { name: option, exact: true }).click();
      await page.keyboard.press('Escape');
    }
    await expect
      .poll(() => new URL(page.url()).search)
      .toBe(`?queue=staff&type=QUESTION&assignee=${colleague.id}&days=1`);
    await expect.poll(() => titles(page)).toEqual(['A question']);
    await page.reload();
    await expect.poll(() => titles(page)).toEqual(['A question']);
    await filters.getByRole('button', { name: 'Clear filters' }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('?queue=staff');
    await expect.poll(() => titles(page)).toEqual(['A question', 'An issue']);
  });

  it('are worked through by keyboard', async () => {
    await customer.openTicket({ title: 'No light' });
    const page = await server.openPage(tenant);
    await open(page);
    await queue(page, 'Unassigned 1').waitFor();
    await tabTo(page, /^Unassigned/);
    await page.keyboard.press('Enter');
    await expect.poll(() => queue(page, 'Unassigned 1').getAttribute('aria-current')).toBe('page');
    await tabTo(page, /^No light/);
    await page.keyboard.press('Enter');
    await reply(page).waitFor();
    await tabTo(page, /^Assign to me: No light/);
    await page.keyboard.press('Enter');
    await page.getByText('The ticket is yours now').first().waitFor();
    await reply(page).focus();
    await page.keyboard.type('We are on our way.');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('article').getByText('We are on our way.').waitFor();
    await page.goto('/tickets?queue=mine');
    await queue(page, 'Waiting for customers 1').waitFor();
    await expect.poll(() => titles(page)).toEqual(['No light']);
  });

  it('say who wrote last and what, and a ticket is taken from them in one press, which can be undone', async () => {
    const { id } = await customer.openTicket({ title: 'No light', description: 'It went dark.' });
    await colleague.write(id, 'Look at the cable.', { internal: true });
    const page = await server.openPage(tenant);
    await open(page, '/tickets?queue=unassigned');
    await listed(page).getByText(`${colleague.name}: Look at the cable.`).waitFor();
    await customer.write(id, 'Now it is back.');
    await listed(page).getByText(`${customer.name}: Now it is back.`).waitFor();
    await page.getByRole('button', { name: 'Assign to me: No light' }).press('Enter');
    await page.getByText('is yours now').first().waitFor();
    await expect.poll(() => titles(page)).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await queue(page, 'Mine 1').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => titles(page)).toEqual(['No light']);
    await queue(page, 'Mine 0').waitFor();
  });

  it('leave a ticket to the colleague who was quicker, and say so', async () => {
    const { id } = await customer.openTicket({ title: 'No light' });
    const page = await server.openPage(tenant);
    // no event arrives here
    await page.routeWebSocket(/graphql/, () => {});
    await open(page, '/tickets?queue=unassigned');
    await page.getByRole('button', { name: 'Assign to me: No light' }).waitFor();
    await assign(id, colleague);
    await page.getByRole('button', { name: 'Assign to me: No light' }).click();
    await page.getByText('has not been assigned to you').first().waitFor();
    await page.getByText('Somebody has changed it in the meantime').first().waitFor();
    await listed(page).getByText(colleague.name).first().waitFor({ state: 'attached' });
    expect(await page.getByRole('button', { name: 'Assign to me: No light' }).count()).toBe(0);
    const { ticket } = await agent.get('query($id: ID!) { ticket(id: $id) { assignee { id } } }', { id });
    expect(ticket.assignee.id).toBe(colleague.id);
  });

  it('are none of customers', async () => {
    await customer.openTicket({ title: 'Mine' });
    const page = await server.openPage(tenant);
    await signIn(page, customer, '/tickets?queue=customer&type=QUESTION&days=1');
    await expect.poll(() => titles(page)).toEqual(['Mine']);
    expect(await queues(page).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'More filters' }).count()).toBe(0);
  });
});
