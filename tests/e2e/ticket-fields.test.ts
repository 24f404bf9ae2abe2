import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { inEnglish, type TicketFieldAnswer } from '../support/api.ts';
import { heading, phoneScreen, signIn, useVisitedServer } from '../support/pages.ts';
import { ticketRows } from '../support/ticket-pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let customer: Person;
let agent: Person;
let admin: Person;

beforeEach(async () => {
  tenant = await server.world.tenant();
  [customer, agent, admin] = await Promise.all([tenant.customer(), tenant.agent(), tenant.admin()]);
});

const choose = async (page: Page, field: string, option: string) => {
  await page.getByRole('combobox', { name: field }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
};
const device = () =>
  admin.addField('Device', {
    kind: 'CHOICE',
    choices: [{ names: inEnglish('Modem') }, { names: inEnglish('Router') }],
  });
const fact = (page: Page, label: string) =>
  page.getByRole('complementary', { name: 'Details' }).locator(`dt:text-is("${label}") + dd`);

describe('an admin', () => {
  it('adds a field with choices, moves it, archives it and asks it again; a colleague sees it without reloading', async () => {
    await admin.addField('Order number');
    const page = await server.openPage(tenant);
    const watching = await server.openPage(tenant);
    await signIn(page, admin, '/settings/ticket-fields');
    const another = await tenant.admin();
    await signIn(watching, another, '/settings/ticket-fields');
    await watching.getByText('Order number').waitFor();

    await page.getByRole('button', { name: 'Add a field' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add field' }).click();
    await dialog.getByText('Please fill this in').or(dialog.locator('[aria-invalid=true]')).first().waitFor();
    await dialog.getByLabel('Label (English)').fill('Device');
    await dialog.getByLabel('Label (বাংলা)').fill('যন্ত্র');
    await dialog.getByRole('radio', { name: 'Choice' }).check();
    await dialog.getByLabel('Choice 1 (English)').fill('Modem');
    await dialog.getByLabel('Choice 2 (English)').fill('Router');
    await dialog.getByRole('button', { name: 'Add field' }).click();
    await dialog.waitFor({ state: 'detached' });
    await watching.getByText('Device').waitFor();

    const rows = page.getByRole('list', { name: 'Asked now' }).getByRole('listitem');
    await page.getByRole('button', { name: 'Move Device up' }).click();
    await rows.first().filter({ hasText: 'Device' }).waitFor();
    await page.getByRole('button', { name: 'Archive Device' }).click();
    await page.getByRole('button', { name: 'Archive', exact: true }).click();
    await page.getByRole('button', { name: 'Restore Device' }).click();
    await page.getByRole('button', { name: 'Archive Device' }).waitFor();
    expect(await rows.allInnerTexts()).toEqual([
      expect.stringContaining('Device'),
      expect.stringContaining('Order number'),
    ]);
  });

  it('renames a choice and takes another one out, which tickets keep', async () => {
    const { id, choices } = await device();
    const ticket = await customer.openTicket({ fields: [{ fieldId: id, choiceId: choices[1]!.id }] });
    const page = await server.openPage(tenant);
    await signIn(page, admin, '/settings/ticket-fields');
    await page.getByRole('button', { name: 'Edit Device' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Choice 1 (English)').fill('Fibre modem');
    await dialog.getByRole('button', { name: 'Remove choice 2' }).click();
    await dialog.getByRole('button', { name: 'Offer “Router” again' }).waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.goto(`/tickets/${ticket.id}`);
    expect(await fact(page, 'Device').innerText()).toBe('Router');
  });
});

describe('a customer', () => {
  it('answers what is asked, on a telephone; what is missing is said beside the field, and a draft keeps the rest', async () => {
    await admin.addField('Order number', { required: true, hints: inEnglish('On the receipt.') });
    await admin.addField('Amount', { kind: 'NUMBER' });
    await admin.addField('Bought on', { kind: 'DATE' });
    await admin.addField('Insured', { kind: 'YES_NO' });
    await admin.addField('Risk', { internal: true });
    await device();
    const page = await server.openPage(tenant, phoneScreen);
    await signIn(page, customer, '/tickets/new');
    await page.getByText('On the receipt.').waitFor();
    expect(await page.getByText('Risk').count()).toBe(0);
    await page.getByLabel('Title').fill('Dark');
    await page.getByLabel('Description').fill('All of it.');
    await page.getByLabel('Amount').fill('12.5');
    await page.getByLabel('Bought on').fill('2026-02-28');
    await choose(page, 'Insured', 'No');
    await choose(page, 'Device', 'Router');
    await page.getByRole('button', { name: 'Create ticket' }).click();
    const order = page.getByLabel('Order number');
    await order.and(page.locator('[aria-invalid=true]')).waitFor();
    expect(await order.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.reload();
    expect(await page.getByLabel('Amount').inputValue()).toBe('12.5');
    await page.getByLabel('Order number').fill('A 17');
    await page.getByRole('button', { name: 'Create ticket' }).click();
    await heading(page, /Dark/).waitFor();
    await page.getByText('Details').click();
    const facts = page.locator('details dl');
    for (const text of ['A 17', '12.5', '28 Feb 2026', 'Router'])
      await facts.getByText(text, { exact: true }).waitFor();
  });
});

describe('an agent', () => {
  let field: TicketFieldAnswer;

  beforeEach(async () => {
    field = await device();
  });

  it('changes what a ticket has, with what was and what is in its history, also for a customer who watches', async () => {
    const { id } = await customer.openTicket({ fields: [{ fieldId: field.id, choiceId: field.choices[0]!.id }] });
    await admin.addField('Risk', { internal: true });
    const [page, watching] = [await server.openPage(tenant), await server.openPage(tenant)];
    await signIn(watching, customer, `/tickets/${id}`);
    await fact(watching, 'Device').filter({ hasText: 'Modem' }).waitFor();
    await signIn(page, agent, `/tickets/${id}`);
    await page.getByRole('button', { name: 'Edit' }).click();
    await choose(page, 'Device', 'Router');
    await page.getByRole('dialog').getByLabel('Risk').fill('high');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await fact(page, 'Device').filter({ hasText: 'Router' }).waitFor();
    await fact(page, 'Risk').filter({ hasText: 'high' }).waitFor();
    await page.getByText('You changed “Device” from Modem to Router').waitFor();
    await page.getByText('You changed “Risk”').waitFor();
    await watching.getByText(`${agent.name} changed “Device” from Modem to Router`).waitFor();
    await fact(watching, 'Device').filter({ hasText: 'Router' }).waitFor();
    expect(await watching.getByText('Risk').count()).toBe(0);
  });

  it('filters the list by fields, which the address keeps', async () => {
    const amount = await admin.addField('Amount', { kind: 'NUMBER' });
    const give = (number: number, choice: number) => [
      { fieldId: amount.id, number },
      { fieldId: field.id, choiceId: field.choices[choice]!.id },
    ];
    await customer.openTicket({ title: 'Cheap router', fields: give(5, 1) });
    await customer.openTicket({ title: 'Dear router', fields: give(500, 1) });
    await customer.openTicket({ title: 'Modem', fields: give(5, 0) });
    const page = await server.openPage(tenant);
    await signIn(page, agent, '/tickets');
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByRole('combobox', { name: 'Filter by field' }).click();
    await page.getByRole('option', { name: 'Device' }).click();
    await page.getByRole('option', { name: 'Amount' }).click();
    await page.keyboard.press('Escape');
    await choose(page, 'Device', 'Router');
    await page.keyboard.press('Escape');
    await page.getByLabel('Amount, until').fill('5');
    await page.keyboard.press('Enter');
    await ticketRows(page).filter({ hasText: 'Dear router' }).waitFor({ state: 'detached' });
    await page.reload();
    await ticketRows(page).filter({ hasText: 'Cheap router' }).waitFor();
    expect(await ticketRows(page).count()).toBe(1);
    // what is opened meanwhile is no router
    await customer.openTicket({ title: 'Another modem', fields: give(5, 0) });
    await page.getByRole('navigation', { name: 'Queues' }).getByText('4').first().waitFor();
    expect(await ticketRows(page).count()).toBe(1);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await ticketRows(page).filter({ hasText: 'Another modem' }).waitFor();
    expect(await ticketRows(page).count()).toBe(4);
  });
});
