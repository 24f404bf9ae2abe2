import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { heading, isFocused, phoneScreen, sideways, signIn, tabTo, useVisitedServer } from '../support/pages.ts';
import { ticketRows } from '../support/ticket-pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let admin: Person;
let agent: Person;
let colleague: Person;
let customer: Person;

beforeEach(async () => {
  tenant = await server.world.tenant({ name: 'Padma Broadband' });
  [admin, agent, colleague, customer] = await Promise.all([
    tenant.admin(),
    tenant.agent(),
    tenant.agent(),
    tenant.customer(),
  ]);
});

const ofTeam = async (title: string, teamId: string) => {
  const { id } = await customer.openTicket({ title });
  await admin.done('ticketUpdate', { id, input: { teamId } });
  return id;
};

describe('the teams in the settings', () => {
  const openTeams = async (options = {}) => {
    const page = await server.openPage(tenant, options);
    await signIn(page, admin, '/settings/teams');
    await heading(page, 'Teams').waitFor();
    const row = (text: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: text }).first();
    return { page, row, actionsOf: (name: string) => page.getByRole('button', { name: `Actions for ${name}` }) };
  };

  it('begin with one that is made without a mouse, and what was typed stays when its name is taken', async () => {
    await admin.createTeam('Bills');
    const { page, row } = await openTeams();
    await tabTo(page, page.getByRole('button', { name: 'New team' }));
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New team' });
    await dialog.getByLabel('Name').fill('bills');
    await dialog.getByRole('checkbox', { name: agent.name }).press('Space');
    await dialog.getByLabel('Name').press('Enter');
    await dialog.getByText('Another team has this name.').waitFor();
    await expect.poll(() => isFocused(dialog.getByLabel('Name'))).toBe(true);
    expect(await dialog.getByRole('checkbox', { name: agent.name }).isChecked()).toBe(true);
    await dialog.getByLabel('Name').fill('Night shift');
    await page.keyboard.press('Enter');
    await expect.poll(() => row('Night shift').innerText()).toContain(agent.name);
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('2 teams').waitFor();
  });

  it('are changed, which shows at once in what somebody else has open', async () => {
    const { id } = await admin.createTeam('Bills', agent, colleague);
    await ofTeam('Twice on the bill', id);
    await admin.done('staffDeactivate', { id: colleague.id });
    const { page, row, actionsOf } = await openTeams();
    const other = await server.openPage(tenant);
    await signIn(other, agent, '/tickets');
    await ticketRows(other).getByText('Bills').waitFor();
    expect(await row('Bills').innerText()).toContain('(Deactivated)');
    await actionsOf('Bills').click();
    await page.getByRole('menuitem', { name: 'Change' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change team' });
    await dialog.getByLabel('Name').fill('Fees');
    await dialog.getByRole('checkbox', { name: colleague.name }).uncheck();
    await dialog.getByRole('checkbox', { name: admin.name }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => row('Fees').innerText()).toContain(admin.name);
    expect(await row('Fees').innerText()).not.toContain(colleague.name);
    await expect.poll(() => isFocused(actionsOf('Fees'))).toBe(true);
    await ticketRows(other).getByText('Fees').waitFor();
  });

  it('are archived with the word where their tickets go', async () => {
    const [bills, lines] = [await admin.createTeam('Bills', agent), await admin.createTeam('Lines', colleague)];
    await ofTeam('Twice on the bill', bills.id);
    const { page, row, actionsOf } = await openTeams(phoneScreen);
    expect(await sideways(page)).toBe(0);
    await row('Bills').getByRole('link', { name: '1 open ticket' }).waitFor();
    await actionsOf('Bills').click();
    await page.getByRole('menuitem', { name: 'Archive' }).click();
    const dialog = page.getByRole('dialog', { name: 'Archive the team “Bills”?' });
    await dialog.getByRole('combobox', { name: 'Where does the open ticket go?' }).click();
    await page.getByRole('option', { name: 'Lines' }).click();
    await dialog.getByRole('button', { name: 'Archive' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('1 team', { exact: true }).waitFor();
    await row('Lines').getByRole('link', { name: '1 open ticket' }).click();
    await heading(page, 'Tickets').waitFor();
    await expect.poll(() => ticketRows(page).getByText('Twice on the bill').count()).toBe(1);
    expect(new URL(page.url()).search).toBe(`?queue=open&team=${lines.id}`);
  });

  it('are not there for agents', async () => {
    const page = await server.openPage(tenant);
    await signIn(page, agent, '/settings/teams');
    await heading(page, /not found|nothing here/i).waitFor();
    expect(await page.getByRole('button', { name: 'New team' }).count()).toBe(0);
  });
});

describe('the queue of the own teams', () => {
  const queue = (page: Page, name: string | RegExp) =>
    page.getByRole('navigation', { name: 'Queues' }).getByRole('link', { name });

  it('has what waits in them, live, for one press to take it', async () => {
    const { id } = await admin.createTeam('Bills', agent, colleague);
    await ofTeam('Twice on the bill', id);
    await customer.openTicket({ title: 'Of no team' });
    const page = await server.openPage(tenant);
    await signIn(page, agent, '/tickets?queue=mine');
    await queue(page, 'My teams 1').click();
    await expect.poll(() => ticketRows(page).count()).toBe(1);
    expect(new URL(page.url()).search).toBe('?queue=teams');
    const second = await ofTeam('A late fee', id);
    await queue(page, 'My teams 2').waitFor();
    await expect.poll(() => ticketRows(page).count()).toBe(2);
    await page.getByRole('button', { name: 'Assign to me: Twice on the bill' }).click();
    await queue(page, 'Mine 1').waitFor();
    // it stays in the queue of the team, with who has it
    await expect
      .poll(() => ticketRows(page).filter({ hasText: 'Twice on the bill' }).innerText())
      .toContain(agent.name);
    await admin.done('ticketUpdate', { id: second, input: { teamId: null } });
    await expect.poll(() => ticketRows(page).count()).toBe(1);
    await queue(page, 'My teams 1').waitFor();
    await page.reload();
    await expect.poll(() => ticketRows(page).count()).toBe(1);
  });

  it('is there only for who is in one', async () => {
    const { id } = await admin.createTeam('Bills', colleague);
    const page = await server.openPage(tenant);
    await signIn(page, agent, '/tickets?queue=mine');
    await queue(page, 'Mine 0').waitFor();
    expect(await queue(page, /^My teams/).count()).toBe(0);
    await admin.done('teamUpdate', { id, input: { addMemberIds: [agent.id] } });
    await queue(page, 'My teams 0').waitFor();
  });
});

describe('the team of a ticket', () => {
  it('is chosen beside the assignee, and said in the conversation and the audit log', async () => {
    await admin.createTeam('Bills', colleague);
    const { id } = await customer.openTicket({ title: 'Twice on the bill' });
    const page = await server.openPage(tenant);
    await signIn(page, admin, `/tickets/${id}`);
    const team = page.getByRole('combobox', { name: 'Team' });
    expect(await team.innerText()).toBe('No team');
    await team.click();
    await page.getByRole('option', { name: 'Bills' }).click();
    await page.getByText('You assigned the ticket to the team “Bills”').waitFor();
    await expect.poll(() => team.innerText()).toBe('Bills');
    await team.click();
    await page.getByRole('option', { name: 'No team' }).click();
    await page.getByText('You took the ticket out of its team').waitFor();
    await page.goto('/audit-log');
    await page.getByText('Team: Bills').waitFor();
  });

  it('tells its members in the bell', async () => {
    const { id } = await admin.createTeam('Bills', agent);
    const page = await server.openPage(tenant);
    await signIn(page, agent);
    await ofTeam('Twice on the bill', id);
    await page.getByRole('button', { name: 'Notifications, 1 unread' }).click();
    const said = page.getByText(`${admin.name} assigned a ticket to your team`);
    await expect.poll(() => said.count()).toBe(1);
  });

  it('is not shown where a tenant has none, and never to customers', async () => {
    const { id } = await customer.openTicket({ title: 'Twice on the bill' });
    const page = await server.openPage(tenant);
    await signIn(page, agent, `/tickets/${id}`);
    await page.getByRole('combobox', { name: 'Assigned to' }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Team' }).count()).toBe(0);
    const team = await admin.createTeam('Bills', agent);
    await page.getByRole('combobox', { name: 'Team' }).waitFor();
    await admin.done('ticketUpdate', { id, input: { teamId: team.id } });
    const theirs = await server.openPage(tenant);
    await signIn(theirs, customer, `/tickets/${id}`);
    await heading(theirs, /Twice on the bill/).waitFor();
    expect(await theirs.getByRole('main').innerText()).not.toContain('Bills');
  });
});
