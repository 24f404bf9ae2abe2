import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Authenticator } from '../second-factor/authenticator.ts';
import { startProvider, type TestProvider } from '../single-sign-on/test-provider.ts';
import { section } from '../support/account-pages.ts';
import { phoneScreen, sideways, signIn, useVisitedServer } from '../support/pages.ts';

const server = useVisitedServer({ publicHost: 'portal.localhost' });
const originOf = (slug: string) => `http://${slug}.portal.localhost:${server.port}`;
let provider: TestProvider;

beforeAll(async () => {
  provider = await startProvider(['padma', 'meghna'].map((slug) => `${originOf(slug)}/single-sign-on/callback`));
});
afterAll(() => provider.stop());

it('is set up and tried by an admin, on a phone', async () => {
  const baseURL = originOf('padma');
  const tenant = await server.world.tenant({ slug: 'padma', name: 'Padma Broadband' });
  const admin = await server.openPage(tenant, { baseURL, ...phoneScreen });
  await signIn(admin, await tenant.admin(), '/settings/single-sign-on');
  const form = section(admin, 'Provider');
  await form.getByText(`${baseURL}/single-sign-on/callback`).waitFor();
  await form.getByRole('switch', { name: 'Offer single sign-on' }).click();
  await form.getByLabel('Issuer').fill(provider.issuer);
  await form.getByLabel('Client ID').fill(provider.clientId);
  await form.getByLabel('Client secret').fill(provider.clientSecret);
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('Please name at least one domain.').waitFor();
  expect(await form.getByLabel('Client secret').inputValue()).toBe(provider.clientSecret);
  await form.getByLabel('Email domains').fill('padma.example');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('Saved', { exact: true }).waitFor();
  expect(await form.getByLabel('Client secret').inputValue()).toBe('');
  expect(await sideways(admin)).toBe(0);
  const check = section(admin, 'Try it');
  await check.getByRole('button', { name: 'Try it' }).click();
  await check.getByText('The provider answers as it should.').waitFor();
});

it('lets people in who sign in at the provider, asks for a second factor, and says why it does not', async () => {
  const baseURL = originOf('meghna');
  const tenant = await server.world.tenant({ slug: 'meghna', name: 'Meghna Broadband' });
  const { issuer, clientId, clientSecret } = provider;
  const input = { enabled: true, issuer, clientId, clientSecret, domains: ['meghna.example'], newAccounts: 'CUSTOMER' };
  await (await tenant.admin()).done('singleSignOnUpdate', { input });
  const careful = await tenant.customer({ email: 'careful@meghna.example', name: 'Nasrin Akter' });
  const authenticator = new Authenticator((await careful.done('totpSetUp', {})).secret);
  await careful.done('totpConfirm', { input: { code: authenticator.code() } });

  const page = await server.openPage(null, { baseURL });
  await signInAtProvider(page, provider.person({ email: 'stranger@other.example', email_verified: true }));
  await page.getByText('Your email address can’t be used for single sign-on here.').waitFor();
  await page.context().clearCookies();
  await signInAtProvider(page, provider.person({ email: careful.email, email_verified: true }));
  // the code of this half minute was used to turn it on
  await page.getByLabel('Code').fill(authenticator.code(1));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Nasrin Akter' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/calls');
  await page.context().clearCookies();
  await signInAtProvider(
    page,
    provider.person({ email: 'rahima@meghna.example', email_verified: true, name: 'Rahima Khatun' }),
  );
  await page.waitForURL(`${baseURL}/calls`);
  await page.getByRole('button', { name: 'Rahima Khatun' }).waitFor();
});

async function signInAtProvider(page: Page, subject: string): Promise<void> {
  await page.goto('/calls');
  await page.getByRole('link', { name: 'Sign in with single sign-on' }).click();
  await page.getByPlaceholder('Enter any login').fill(subject);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
}
