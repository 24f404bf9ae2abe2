import { beforeAll, expect, it } from 'vitest';
import { heading, isFocused, phoneScreen, sideways, signIn, tabTo, useVisitedServer } from '../support/pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let admin: Person;

beforeAll(async () => {
  tenant = await server.world.tenant();
  admin = await tenant.admin();
});

it('are in the account menu of an admin, and the sections are beside each other on a desktop', async () => {
  const page = await server.openPage(tenant);
  await signIn(page, admin);
  await page.getByRole('button', { name: /^Account/ }).press('Enter');
  await page.getByRole('menuitem', { name: 'Settings' }).press('Enter');
  await heading(page, 'Settings').waitFor();
  const toHours = page.getByRole('main').getByRole('link', { name: /^Opening hours/ });
  await tabTo(page, toHours);
  await page.keyboard.press('Enter');
  await heading(page, 'Opening hours').waitFor();
  await expect.poll(() => isFocused(heading(page, 'Opening hours'))).toBe(true);
  const sections = page.getByRole('navigation', { name: 'Settings' });
  await expect
    .poll(() => sections.getByRole('link', { name: 'Opening hours' }).getAttribute('aria-current'))
    .toBe('page');
});

it('are a list on a phone, to which each section leads back', async () => {
  const page = await server.openPage(tenant, phoneScreen);
  await signIn(page, admin, '/settings');
  await page.getByRole('link', { name: /^Opening hours/ }).click();
  await heading(page, 'Opening hours').waitFor();
  expect(await sideways(page)).toBe(0);
  await page.getByRole('main').getByRole('link', { name: 'Settings' }).click();
  await heading(page, 'Settings').waitFor();
  expect(await sideways(page)).toBe(0);
});

it.each(['agent', 'customer'] as const)('are not there for %ss', async (role) => {
  const page = await server.openPage(tenant);
  await signIn(page, await tenant[role](), '/settings/opening-hours');
  await heading(page, /not found|nothing here/i).waitFor();
  await page.goto('/settings');
  await heading(page, /not found|nothing here/i).waitFor();
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Profile' }).waitFor();
  expect(await page.getByRole('menuitem', { name: 'Settings' }).count()).toBe(0);
});
