import { beforeEach, expect, it } from 'vitest';
import { linkTo } from '../support/account-pages.ts';
import { heading, isFocused, phoneScreen, sideways, signIn, tabTo, useVisitedServer } from '../support/pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let admin: Person;
let agent: Person;

beforeEach(async () => {
  tenant = await server.world.tenant({ name: 'Padma Broadband' });
  [admin, agent] = await Promise.all([tenant.admin(), tenant.agent()]);
});

const openTeam = async (options = {}) => {
  const page = await server.openPage(tenant, options);
  await signIn(page, admin, '/settings/team');
  await heading(page, 'People').waitFor();
  const row = (text: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: text });
  await row(admin.email).waitFor();
  return { page, row, actionsOf: (person: Person) => page.getByRole('button', { name: `Actions for ${person.name}` }) };
};

it('grows by an invitation, sent without a mouse, and what was typed stays when it is refused', async () => {
  const { page, row } = await openTeam();
  await tabTo(page, page.getByRole('button', { name: 'Invite colleague' }));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Invite colleague' });
  await dialog.getByLabel('Name').fill('Night shift');
  await dialog.getByLabel('Email').fill(agent.email);
  await page.keyboard.press('Enter');
  await dialog.getByText('Someone already signs in with this address.').waitFor();
  expect(await dialog.getByLabel('Name').inputValue()).toBe('Night shift');
  await expect.poll(() => isFocused(dialog.getByLabel('Email'))).toBe(true);
  const email = `night-${tenant.id}@padma.example`;
  await dialog.getByLabel('Email').fill(email);
  await dialog.getByRole('radio', { name: /^Administrator/ }).check();
  await page.keyboard.press('Enter');
  await row(email).getByText('Invited').waitFor();
  await expect.poll(() => row(email).innerText()).toContain('Administrator');
  const colleague = await server.openPage(tenant);
  await colleague.goto(await linkTo(server, email));
  await colleague.getByText('You can then answer the customers of Padma Broadband here.').waitFor();
});

it('says when somebody’s role changes what it does, and they have to sign in again', async () => {
  const { page, row, actionsOf } = await openTeam();
  const other = await server.openPage(tenant);
  await signIn(other, agent);
  await actionsOf(agent).click();
  await page.getByRole('menuitem', { name: 'Make Administrator' }).click();
  const dialog = page.getByRole('dialog', { name: `Change the role of ${agent.name}?` });
  await dialog.getByText('will be signed out everywhere').waitFor();
  await dialog.getByRole('button', { name: 'Change to Administrator' }).click();
  await expect.poll(() => row(agent.email).innerText()).toContain('Administrator');
  await other.getByRole('button', { name: 'Sign in' }).waitFor();
});

it('lets somebody go, with their tickets to a colleague, and takes them back', async () => {
  const heir = await tenant.agent();
  const customer = await tenant.customer();
  const { id } = await customer.openTicket({ title: 'The line is dead' });
  await agent.done('ticketUpdate', { id, input: { assigneeId: agent.id } });
  const { page, row, actionsOf } = await openTeam();
  await expect.poll(() => row(agent.email).innerText()).toContain('1 open ticket');
  await actionsOf(agent).press('Enter');
  await page.getByRole('menuitem', { name: 'Deactivate' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: `Deactivate ${agent.name}?` });
  await dialog.getByRole('combobox').click();
  await page.getByRole('option', { name: heir.name }).click();
  await dialog.getByRole('button', { name: 'Deactivate' }).click();
  await row(agent.email).getByText('Deactivated').waitFor();
  await expect.poll(() => row(heir.email).innerText()).toContain('1 open ticket');
  await actionsOf(agent).click();
  await page.getByRole('menuitem', { name: 'Reactivate' }).click();
  await row(agent.email).getByText('Active').waitFor();
});

it('is never without an administrator, and says so', async () => {
  const { page, actionsOf } = await openTeam(phoneScreen);
  expect(await sideways(page)).toBe(0);
  await actionsOf(admin).click();
  await page.getByRole('menuitem', { name: 'Deactivate' }).click();
  const dialog = page.getByRole('dialog', { name: `Deactivate ${admin.name}?` });
  await dialog.getByRole('button', { name: 'Deactivate' }).click();
  await dialog.getByText('is the only administrator who can sign in').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => isFocused(actionsOf(admin))).toBe(true);
});

it('is searched, in the address too', async () => {
  const { page, row } = await openTeam();
  await page.getByRole('textbox', { name: 'Search people' }).fill(agent.name);
  await expect.poll(() => row(admin.email).count()).toBe(0);
  await page.reload();
  await row(agent.email).waitFor();
  expect(await row(admin.email).count()).toBe(0);
});

it('shows at once what another administrator changes', async () => {
  const second = await tenant.admin();
  const { row } = await openTeam();
  await second.done('staffDeactivate', { id: agent.id });
  await expect.poll(() => row(agent.email).innerText()).toContain('Deactivated');
});
