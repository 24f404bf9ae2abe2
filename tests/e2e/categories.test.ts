import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { heading, isFocused, phoneScreen, sideways, signIn, tabTo, useVisitedServer } from '../support/pages.ts';
import { messages, ticketRows } from '../support/ticket-pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let admin: Person;
let customer: Person;

beforeEach(async () => {
  tenant = await server.world.tenant();
  [admin, customer] = await Promise.all([tenant.admin(), tenant.customer()]);
});

const addAll = async (...names: string[]) => {
  for (const en of names) await admin.addCategory({ en });
};
const rows = (page: Page) => page.getByRole('list', { name: 'Categories to choose from' }).getByRole('listitem');
const namesOf = async (page: Page) =>
  (await rows(page).getByRole('paragraph').allTextContents()).map((text) => text.trim());
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const field = (page: Page) => page.getByRole('combobox', { name: 'Category' });

async function choose(page: Page, name: string): Promise<void> {
  await field(page).click();
  await page.getByRole('option', { name }).click();
}

async function act(page: Page, category: string, action: string): Promise<void> {
  await button(page, `Actions for ${category}`).click();
  await page.getByRole('menuitem', { name: action }).click();
}

it('are added, named and put in order on a phone, and customers choose from them in their language', async () => {
  const page = await server.openPage(tenant, phoneScreen);
  await signIn(page, admin, '/settings/categories');
  await page.getByRole('heading', { name: 'No categories' }).waitFor();
  const dialog = page.getByRole('dialog');
  for (const [english, bengali] of [
    ['Bills', 'বিল'],
    ['Moving', ''],
  ] as const) {
    await button(page, 'Add category').click();
    await dialog.getByLabel('Name in English').fill(english);
    await dialog.getByLabel('Name in বাংলা').fill(bengali);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
  }
  await expect.poll(() => namesOf(page)).toEqual(['Bills', 'বিল', 'Moving']);
  expect(await sideways(page)).toBe(0);
  await act(page, 'Moving', 'Edit category');
  await dialog.getByLabel('Name in English').fill(' ');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => dialog.getByLabel('Name in English').getAttribute('aria-invalid')).toBe('true');
  await dialog.getByLabel('Name in English').fill('bills');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Another category has this name.').waitFor();
  await dialog.getByLabel('Name in English').fill('Moving house');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await button(page, 'Move up: Moving house').click();
  await expect.poll(() => namesOf(page)).toEqual(['Moving house', 'Bills', 'বিল']);

  const bengali = await tenant.customer({ locale: 'bn' });
  const theirs = await server.openPage(tenant, phoneScreen);
  await signIn(theirs, bengali, '/tickets/new');
  await theirs.getByRole('combobox', { name: 'বিভাগ' }).click();
  expect(await theirs.getByRole('option').allTextContents()).toEqual(['Moving house', 'বিল']);
});

it('are moved by keyboard, and the focus stays with what is moved', async () => {
  await addAll('First', 'Second', 'Third');
  const page = await server.openPage(tenant);
  await signIn(page, admin, '/settings/categories');
  await rows(page).first().waitFor();
  await tabTo(page, button(page, 'Move down: First'));
  await page.keyboard.press('Enter');
  await page.getByText('First is now 2 of 3').waitFor({ state: 'attached' });
  await expect.poll(() => isFocused(button(page, 'Move down: First'))).toBe(true);
  await page.keyboard.press('Enter');
  await page.getByText('First is now 3 of 3').waitFor({ state: 'attached' });
  await expect.poll(() => isFocused(button(page, 'Move up: First'))).toBe(true);
  expect(await namesOf(page)).toEqual(['Second', 'Third', 'First']);
});

it('are archived and brought back, which a colleague sees at once', async () => {
  await addAll('Bills', 'Moving');
  const colleague = await server.openPage(tenant);
  await signIn(colleague, await tenant.admin(), '/settings/categories');
  await rows(colleague).first().waitFor();
  const page = await server.openPage(tenant);
  await signIn(page, admin, '/settings/categories');
  await act(page, 'Bills', 'Archive');
  await button(page, 'Bring back: Bills').waitFor();
  await button(colleague, 'Bring back: Bills').waitFor();
  await button(page, 'Bring back: Bills').click();
  await expect.poll(() => namesOf(page)).toEqual(['Moving', 'Bills']);
  await expect.poll(() => namesOf(colleague)).toEqual(['Moving', 'Bills']);
});

it('are chosen for a new ticket, and the draft keeps the choice', async () => {
  await addAll('Bills', 'Moving');
  const page = await server.openPage(tenant, phoneScreen);
  await signIn(page, customer, '/tickets/new');
  await page.getByLabel('Title').fill('Too much');
  await page.getByLabel('Description').fill('The bill of May.');
  await button(page, 'Create ticket').click();
  await expect.poll(() => field(page).getAttribute('aria-invalid')).toBe('true');
  await expect.poll(() => isFocused(field(page))).toBe(true);
  await choose(page, 'Bills');
  await page.reload();
  await expect.poll(() => field(page).textContent()).toBe('Bills');
  await button(page, 'Create ticket').click();
  await heading(page, 'Too much').waitFor();
  await page.getByText('Bills', { exact: true }).first().waitFor({ state: 'attached' });
});

it('that is archived while somebody writes is asked for anew, and nothing that was typed is lost', async () => {
  await addAll('Bills', 'Moving');
  const [bills] = (await admin.get('{ categories { nodes { id } } }')).categories.nodes;
  const page = await server.openPage(tenant);
  await signIn(page, customer, `/tickets/new?category=${bills.id}`);
  await expect.poll(() => field(page).textContent()).toBe('Bills');
  await page.getByLabel('Title').fill('Too much');
  await page.getByLabel('Description').fill('The bill of May.');
  await admin.done('categoryUpdate', { id: bills.id, input: { archived: true } });
  await button(page, 'Create ticket').click();
  await page.getByText('This category can no longer be chosen. Please choose another.').waitFor();
  expect(await page.getByLabel('Title').inputValue()).toBe('Too much');
  await choose(page, 'Moving');
  await button(page, 'Create ticket').click();
  await heading(page, 'Too much').waitFor();
});

it('need not be chosen by staff, who change them later, which the customer sees at once', async () => {
  await addAll('Bills', 'Moving');
  const agent = await tenant.agent();
  const page = await server.openPage(tenant, { viewport: { width: 1280, height: 900 } });
  await signIn(page, agent, `/tickets/new?customer=${customer.customerId}`);
  await page.getByLabel('Title').fill('Called at noon');
  await page.getByLabel('Description').fill('Will call again.');
  await button(page, 'Create ticket').click();
  await heading(page, /Called at noon/).waitFor();
  const theirs = await server.openPage(tenant, { viewport: { width: 1280, height: 900 } });
  await signIn(theirs, customer, new URL(page.url()).pathname);
  await heading(theirs, /Called at noon/).waitFor();
  for (const [chosen, said] of [
    ['Moving', 'set the category to “Moving”'],
    ['No category', 'removed the category'],
  ] as const) {
    await button(page, 'Edit').click();
    await choose(page, chosen);
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await messages(page).filter({ hasText: said }).waitFor();
    await messages(theirs)
      .filter({ hasText: `${agent.name} ${said}` })
      .waitFor();
  }
  expect(await theirs.getByRole('complementary').getByText('Moving').count()).toBe(0);
});

it('filter the list of tickets, archived ones as well, in the address', async () => {
  const [bills, moving] = [await admin.addCategory({ en: 'Bills' }), await admin.addCategory({ en: 'Moving' })];
  await customer.openTicket({ title: 'Too much', categoryId: bills.id });
  await customer.openTicket({ title: 'Lamp', categoryId: moving.id });
  await admin.done('categoryUpdate', { id: bills.id, input: { archived: true } });
  const titles = async (page: Page) =>
    (await ticketRows(page).locator('a[href^="/tickets/"]').allTextContents()).map((text) => text.trim());
  const page = await server.openPage(tenant, phoneScreen);
  await signIn(page, customer, '/tickets');
  await choose(page, 'Bills (archived)');
  await page.keyboard.press('Escape');
  await expect.poll(() => titles(page)).toEqual(['Too much']);
  await page.reload();
  await expect.poll(() => titles(page)).toEqual(['Too much']);
  expect(new URL(page.url()).search).toBe(`?category=${bills.id}`);

  const staff = await server.openPage(tenant, { viewport: { width: 1280, height: 900 } });
  await signIn(staff, admin, `/tickets?category=${moving.id}`);
  await expect.poll(() => titles(staff)).toEqual(['Lamp']);
  await ticketRows(staff).getByText('· Moving').waitFor();
  await admin.done('ticketUpdate', {
    id: (await customer.get('{ tickets(filter: { search: "Too much" }) { nodes { id } } }')).tickets.nodes[0].id,
    input: { categoryId: moving.id },
  });
  await expect.poll(async () => (await titles(staff)).toSorted()).toEqual(['Lamp', 'Too much']);
});
