import { beforeEach, expect, it } from 'vitest';
import { saved, section } from '../support/account-pages.ts';
import { phoneScreen, sideways, signIn, tabTo, useVisitedServer } from '../support/pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let admin: Person;
let agent: Person;

beforeEach(async () => {
  tenant = await server.world.tenant();
  [admin, agent] = await Promise.all([tenant.admin(), tenant.agent()]);
});

it('which emails are sent by default is chosen by keyboard, and a colleague sees it at once', async () => {
  const [page, profile] = [await server.openPage(tenant), await server.openPage(tenant, phoneScreen)];
  await signIn(profile, agent, '/profile');
  const assigned = profile.getByRole('switch', { name: 'Tickets assigned to you', exact: true });
  await expect.poll(() => assigned.isChecked()).toBe(true);
  await signIn(page, admin, '/settings/notifications');
  await tabTo(page, page.getByRole('checkbox', { name: 'Tickets assigned to you, Agents', exact: true }));
  await page.keyboard.press('Space');
  await tabTo(page, section(page, 'Emails by default').getByRole('button', { name: 'Save' }));
  await page.keyboard.press('Enter');
  await saved(page, 'Emails by default').waitFor();
  await expect.poll(() => assigned.isChecked()).toBe(false);
});

it('who has chosen goes back to the default in one press', async () => {
  const page = await server.openPage(tenant, phoneScreen);
  await signIn(page, agent, '/profile');
  const replies = page.getByRole('switch', { name: 'Replies to tickets' });
  await replies.click();
  const back = page.getByRole('button', { name: 'Use the default: on: Replies to tickets' });
  await back.waitFor();
  expect(await replies.isChecked()).toBe(false);
  await back.click();
  await expect.poll(() => replies.isChecked()).toBe(true);
  expect(await back.count()).toBe(0);
  expect(await sideways(page)).toBe(0);
});
