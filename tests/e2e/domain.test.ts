import { beforeEach, expect, it } from 'vitest';
import { section } from '../support/account-pages.ts';
import { heading, isFocused, phoneScreen, sideways, signIn, useVisitedServer } from '../support/pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer({ publicHost: 'portal.localhost' });
let tenant: TestTenant;
let admin: Person;
let count = 0;
let name: string;

beforeEach(async () => {
  tenant = await server.world.tenant({ name: 'Padma Broadband' });
  admin = await tenant.admin();
  name = `help-${++count}.padma.localhost`;
});

const at = (host: string) => ({ baseURL: `http://${host}:${server.port}` });
const openSettings = async (options = {}) => {
  const page = await server.openPage(tenant, { ...at(`${tenant.tenant.slug}.portal.localhost`), ...options });
  await signIn(page, admin, '/settings/domain');
  return page;
};

it('is entered, checked and used: people sign in there', async () => {
  const page = await openSettings();
  const form = section(page, 'A domain of your own');
  await form.getByLabel('Domain').fill(name.toUpperCase());
  await form.getByRole('button', { name: 'Save' }).click();
  const setUp = section(page, `Set up ${name}`);
  await setUp.getByText(`${tenant.tenant.slug}.portal.localhost`, { exact: true }).waitFor();
  await setUp.getByText('Not checked yet.').waitFor();
  expect(await form.getByLabel('Domain').inputValue()).toBe(name);
  await setUp.getByRole('button', { name: 'Check now' }).click();
  const address = section(page, 'Address in use');
  await address.getByText(`${name} leads to your portal`).waitFor();
  await address.getByRole('link', { name: `http://${name}:${server.port}` }).waitFor();
  await expect.poll(() => isFocused(address.getByRole('heading'))).toBe(true);
  expect(await setUp.count()).toBe(0);
  const customer = await server.openPage(null, at(name));
  await signIn(customer, await tenant.customer());
  await customer.getByRole('banner').getByText('Padma Broadband').waitFor();
});

it('shows why a check failed, on a phone, and can be discarded', async () => {
  const rival = await (await server.world.tenant()).admin();
  await admin.done('ownDomainSet', { input: { name } });
  await rival.done('ownDomainSet', { input: { name } });
  await rival.done('ownDomainCheck', {});
  const page = await openSettings(phoneScreen);
  const setUp = section(page, `Set up ${name}`);
  await setUp.getByRole('button', { name: 'Check now' }).click();
  await setUp.getByText('Another organisation uses this domain.').waitFor();
  await setUp.getByText('Last checked').waitFor();
  expect(await sideways(page)).toBe(0);
  await setUp.getByRole('button', { name: 'Discard domain' }).click();
  await section(page, 'Address in use').getByText(`${name} was discarded.`).waitFor();
  expect(await section(page, 'A domain of your own').getByLabel('Domain').inputValue()).toBe('');
});

it('keeps what was typed where it is refused, and says so beside the field', async () => {
  const page = await openSettings();
  const form = section(page, 'A domain of your own');
  await form.getByLabel('Domain').fill('https://help.padma.example');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('Please enter a domain such as help.example.com').waitFor();
  expect(await form.getByLabel('Domain').inputValue()).toBe('https://help.padma.example');
});

it('is given up after a question that says where the portal is then', async () => {
  await admin.done('ownDomainSet', { input: { name } });
  await admin.done('ownDomainCheck', {});
  const page = await openSettings();
  const address = section(page, 'Address in use');
  await address.getByRole('button', { name: 'Stop using this domain' }).click();
  const dialog = page.getByRole('dialog', { name: `Stop using ${name}?` });
  await dialog.getByText(`http://${tenant.tenant.slug}.portal.localhost:${server.port}`).waitFor();
  await dialog.getByRole('button', { name: 'Stop using this domain' }).click();
  await address.getByText(`${name} is no longer used.`).waitFor();
  const visitor = await server.openPage(null, at(name));
  await visitor.goto('/sign-in');
  await heading(visitor, 'Sign in').waitFor();
  expect(await visitor.getByText('Padma Broadband').count()).toBe(0);
});
