import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signIn, useVisitedServer } from '../support/pages.ts';
import { messages, reply } from '../support/ticket-pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let customer: Person;
let agent: Person;
let colleague: Person;
let categoryId: string;
let ticketId: string;

beforeAll(async () => {
  tenant = await server.world.tenant();
  [customer, agent, colleague] = await Promise.all([tenant.customer(), tenant.agent(), tenant.agent()]);
  const admin = await tenant.admin();
  await admin.addCategory({ en: 'Ovens' });
  ({ id: categoryId } = await admin.addCategory({ en: 'Other' }));
});

beforeEach(async () => {
  ({ id: ticketId } = await customer.openTicket({ categoryId }));
});

const control = (page: Page, label: string) => page.getByRole('complementary').getByRole('combobox', { name: label });

async function choose(page: Page, label: string, option: string): Promise<void> {
  await control(page, label).click();
  await page.getByRole('option', { name: option }).click();
}

async function openTicket(person: Person): Promise<Page> {
  const page = await server.openPage(tenant, { viewport: { width: 1280, height: 900 } });
  await signIn(page, person, `/tickets/${ticketId}`);
  await reply(page).waitFor();
  return page;
}

const line = (page: Page, text: string) => messages(page).filter({ hasText: text });

describe('two agents with the same ticket', () => {
  it('see every change of each other, and who made it, without reloading', async () => {
    const [page, other] = [await openTicket(agent), await openTicket(colleague)];
    await choose(page, 'Priority', 'Urgent');
    await line(page, 'You set the priority to “Urgent”').waitFor();
    await line(other, `${agent.name} set the priority to “Urgent”`).waitFor();
    expect(await control(other, 'Priority').textContent()).toContain('Urgent');

    await other.getByRole('button', { name: /^Assign to me/ }).click();
    await line(page, `${colleague.name} took the ticket`).waitFor();
    expect(await control(page, 'Assigned to').textContent()).toContain(colleague.name);
    expect(await other.getByRole('button', { name: /^(?:Assign to me|Take over)/ }).count()).toBe(0);

    await choose(page, 'Status', 'Resolved');
    await line(other, `${agent.name} marked the ticket as solved`).waitFor();
    await other.reload();
    await line(other, `${agent.name} marked the ticket as solved`).waitFor();
    expect(await line(other, 'set the priority').count()).toBe(1);
  });

  it('say better what it is about, and lose nothing that was typed when the other was quicker', async () => {
    const [page, other] = [await openTicket(agent), await openTicket(colleague)];
    const dialog = (of: Page) => of.getByRole('dialog');
    const title = (of: Page) => dialog(of).getByLabel('Title');
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await title(page).fill(' ');
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => title(page).getAttribute('aria-invalid')).toBe('true');
    await title(page).fill('The oven does not heat');
    await dialog(page).getByRole('combobox', { name: 'Category' }).click();
    await page.getByRole('option', { name: 'Ovens' }).click();
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    await other.getByRole('heading', { level: 1, name: /The oven does not heat/ }).waitFor();
    await line(other, `${agent.name} changed the title`).waitFor();
    await other.getByRole('complementary').getByText('Ovens').waitFor();

    // no event arrives here any more
    const late = await server.openPage(tenant, { viewport: { width: 1280, height: 900 } });
    await late.routeWebSocket(/graphql/, () => {});
    await signIn(late, colleague, `/tickets/${ticketId}`);
    await late.getByRole('button', { name: 'Edit', exact: true }).click();
    await title(late).fill('No heat at all');
    await agent.done('ticketUpdate', { id: ticketId, input: { priority: 'HIGH' } });
    await dialog(late).getByRole('button', { name: 'Save' }).click();
    await dialog(late).getByRole('alert').filter({ hasText: 'changed in the meantime' }).waitFor();
    expect(await title(late).inputValue()).toBe('No heat at all');
    await dialog(late).getByRole('button', { name: 'Save' }).click();
    await dialog(late).waitFor({ state: 'detached' });
    await late.getByRole('heading', { level: 1, name: /No heat at all/ }).waitFor();
  });

  it('are told before they overwrite each other, and lose nothing that was typed', async () => {
    const page = await server.openPage(tenant, { viewport: { width: 1280, height: 900 } });
    // no event arrives here
    await page.routeWebSocket(/graphql/, () => {});
    await signIn(page, agent, `/tickets/${ticketId}`);
    await reply(page).fill('I am on it.');
    await colleague.done('ticketUpdate', { id: ticketId, input: { assigneeId: colleague.id } });

    await page.getByRole('button', { name: /^Assign to me/ }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'The ticket has changed in the meantime' });
    await alert.waitFor();
    expect(await alert.textContent()).toContain(`${colleague.name} took the ticket`);
    expect(await control(page, 'Assigned to').textContent()).toContain(colleague.name);
    expect(await reply(page).inputValue()).toBe('I am on it.');

    await page.getByRole('complementary').getByRole('button', { name: 'Take over' }).click();
    await line(page, 'You took the ticket').waitFor();
    await alert.waitFor({ state: 'hidden' });
    expect(await reply(page).inputValue()).toBe('I am on it.');
  });

  it('are told in the bell when the other gives them a ticket', async () => {
    const page = await server.openPage(tenant);
    await signIn(page, agent);
    await page.getByRole('button', { name: /Notifications/ }).waitFor();
    await colleague.done('ticketUpdate', { id: ticketId, input: { assigneeId: agent.id } });
    await page.getByRole('button', { name: /1 unread|Notifications.*1/ }).click();
    const notified = page.getByRole('link', { name: `${colleague.name} assigned a ticket to you` });
    await notified.waitFor();
    expect(await notified.count()).toBe(1);
  });
});

describe('a customer', () => {
  it('sees in the conversation what is theirs to know', async () => {
    await agent.done('ticketUpdate', { id: ticketId, input: { assigneeId: agent.id, priority: 'LOW' } });
    await agent.write(ticketId, 'Done.');
    await agent.done('ticketUpdate', { id: ticketId, input: { status: 'RESOLVED' } });
    const page = await server.openPage(tenant);
    await signIn(page, customer, `/tickets/${ticketId}`);
    await line(page, `${agent.name} marked the ticket as solved`).waitFor();
    expect(await line(page, 'took the ticket').count()).toBe(0);
    expect(await messages(page).allTextContents()).toHaveLength(4);
  });
});
