import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Keyboard, type Job } from '../support/keyboard.ts';
import { signIn, useVisitedServer } from '../support/pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let admin: Person;
let agent: Person;

beforeAll(async () => {
  tenant = await server.world.alwaysOpen();
  [admin, agent] = await Promise.all([tenant.admin(), tenant.agent()]);
});

const main = (page: Page) => page.getByRole('main');
const dialog = (page: Page) => page.getByRole('dialog');
const button = (page: Page, name: string | RegExp) => main(page).getByRole('button', { name }).first();
const row = (page: Page, text: string) => main(page).getByRole('listitem').filter({ hasText: text });

/** Opens the dialog of a button of the page, which takes the focus. */
async function open(keyboard: Keyboard, page: Page, name: string | RegExp): Promise<void> {
  await keyboard.activate(button(page, name));
  await dialog(page).waitFor();
}

/** Takes a choice of the menu of a colleague. */
async function act(keyboard: Keyboard, page: Page, downs: number): Promise<void> {
  await keyboard.activate(button(page, `Actions for ${agent.name}`));
  await page.getByRole('menu').waitFor();
  for (let step = 0; step < downs; step++) await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await dialog(page).waitFor();
}

const jobs: Record<string, Job> = {
  'invites a colleague': {
    most: 9,
    async does(keyboard, page) {
      await keyboard.visit('/settings/team');
      await open(keyboard, page, 'Invite colleague');
      await keyboard.walkTo(dialog(page).getByLabel('Name'));
      await keyboard.type('Night shift');
      await keyboard.walkTo(dialog(page).getByLabel('Email'));
      await keyboard.type(`night-${tenant.id}@padma.example`);
      await keyboard.press('Enter');
      await row(page, 'Night shift').waitFor();
    },
  },
  'makes a team': {
    most: 7,
    async does(keyboard, page) {
      await keyboard.visit('/settings/teams');
      await open(keyboard, page, 'New team');
      await keyboard.walkTo(dialog(page).getByLabel('Name'));
      await keyboard.type('Bills');
      await keyboard.press('Enter');
      await row(page, 'Bills').waitFor();
    },
  },
  'adds a category': {
    most: 7,
    async does(keyboard, page) {
      await keyboard.visit('/settings/categories');
      await open(keyboard, page, 'Add category');
      await keyboard.walkTo(dialog(page).getByLabel('Name in English'));
      await keyboard.type('Moving house');
      await keyboard.press('Enter');
      await row(page, 'Moving house').waitFor();
    },
  },
  'adds a field to tickets': {
    most: 7,
    async does(keyboard, page) {
      await keyboard.visit('/settings/ticket-fields');
      await open(keyboard, page, 'Add a field');
      await keyboard.walkTo(dialog(page).getByLabel('Label (English)'));
      await keyboard.type('Order number');
      await keyboard.press('Enter');
      await row(page, 'Order number').waitFor();
    },
  },
  'opens the sign-up': {
    most: 6,
    async does(keyboard, page) {
      await keyboard.visit('/settings/sign-up');
      await keyboard.walkTo(main(page).getByRole('radio', { name: /^By invitation/ }));
      await keyboard.press('ArrowDown');
      await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
      await main(page).getByText('Saved').waitFor();
    },
  },
  'moves a category up': {
    most: 20,
    async does(keyboard, page) {
      await admin.addCategory({ en: 'Bills' });
      await admin.addCategory({ en: 'Faults' });
      await keyboard.visit('/settings/categories');
      await keyboard.activate(button(page, 'Move up: Faults'));
      await page.getByText(/^Faults is now/).waitFor({ state: 'attached' });
    },
  },
  'gives the organisation another name': {
    most: 6,
    async does(keyboard, page) {
      await keyboard.visit('/settings/organisation');
      await keyboard.walkTo(main(page).getByLabel('Name of the organisation'));
      await keyboard.press('Control+a');
      await keyboard.type('Padma Fibre');
      await keyboard.press('Enter');
      await page.getByRole('banner').getByText('Padma Fibre').waitFor();
    },
  },
  'looks up who changed the settings': {
    most: 6,
    async does(keyboard, page) {
      await keyboard.visit('/audit-log');
      await keyboard.walkTo(main(page).getByRole('combobox', { name: 'Person' }));
      await keyboard.press('Enter');
      await page.getByRole('option', { name: admin.name }).waitFor();
      await keyboard.type(admin.name);
      await keyboard.press('Enter');
      await expect.poll(() => new URL(page.url()).search).toContain(admin.id);
      await row(page, 'changed the organisation').waitFor();
    },
  },
  'makes an agent an administrator': {
    most: 13,
    async does(keyboard, page) {
      await keyboard.visit('/settings/team');
      await act(keyboard, page, 0);
      await keyboard.activate(dialog(page).getByRole('button', { name: 'Change to Administrator' }));
      await row(page, agent.email).getByText('Administrator').waitFor();
    },
  },
  'lets somebody go': {
    most: 14,
    async does(keyboard, page) {
      await keyboard.visit('/settings/team');
      await act(keyboard, page, 1);
      await keyboard.activate(dialog(page).getByRole('button', { name: 'Deactivate' }));
      await row(page, agent.email).getByText('Deactivated').waitFor();
    },
  },
};

describe('an administrator without a mouse', () => {
  it.each(Object.entries(jobs))('%s', async (_job, { most, does }) => {
    const page = await server.openPage(tenant);
    await signIn(page, admin);
    const keyboard = new Keyboard(page);
    await does(keyboard, page);
    expect(keyboard.steps).toBeLessThanOrEqual(most);
  });
});
