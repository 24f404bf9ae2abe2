import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { Authenticator } from '../second-factor/authenticator.ts';
import { press, section } from '../support/account-pages.ts';
import { heading, isFocused, phoneScreen, signIn, useVisitedServer } from '../support/pages.ts';
import { password, type Person } from '../support/world.ts';

const server = useVisitedServer();

const inBengali = (digits: string) => digits.replace(/\d/g, (digit) => String.fromCodePoint(0x9e6 + Number(digit)));
const signInButton = (page: Page) => page.getByRole('button', { name: 'Sign in', exact: true });
const code = (page: Page) => page.getByLabel('Code', { exact: true });

/** From whatever page, by the menu, and then the password again. */
async function signInAnew(page: Page, { email }: Person): Promise<void> {
  await press(page, /^Account/);
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await heading(page, 'Sign in').waitFor();
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await signInButton(page).click();
  await page.getByRole('heading', { name: 'Two-step sign-in' }).waitFor();
}

it('an authenticator is set up in the profile, and asked for when signing in; so is a recovery code', async () => {
  const tenant = await server.world.tenant();
  const customer = await tenant.customer();
  const page = await server.openPage(tenant, phoneScreen);
  await signIn(page, customer, '/profile');
  const factor = section(page, 'Two-step sign-in');
  await factor.getByRole('button', { name: 'Set up an authenticator app' }).click();
  await factor.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
  const secret = (await factor.locator('code').textContent())!.replaceAll(' ', '');
  const authenticator = new Authenticator(secret);
  expect(await code(page).getAttribute('autocomplete')).toBe('one-time-code');
  expect(await code(page).getAttribute('inputmode')).toBe('numeric');
  await code(page).fill('12');
  await factor.getByRole('button', { name: 'Turn on' }).click();
  await factor.getByText('That code is wrong').waitFor();
  await code(page).fill(authenticator.code());
  await factor.getByRole('button', { name: 'Turn on' }).click();
  const codes = factor.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await codes.first().waitFor();
  const recoveryCodes = await codes.allTextContents();
  expect(recoveryCodes).toHaveLength(10);
  await factor.getByRole('button', { name: 'I’ve saved them' }).click();
  await factor.getByText('10 recovery codes are left').waitFor();

  await signInAnew(page, customer);
  expect(await isFocused(code(page))).toBe(true);
  const next = inBengali(authenticator.code(1));
  await code(page).fill(` ${next.slice(0, 3)} ${next.slice(3)}`);
  await signInButton(page).click();
  await heading(page, /^Welcome/).waitFor();

  await signInAnew(page, customer);
  await press(page, 'Use a recovery code instead');
  await page.getByLabel('Recovery code').fill(recoveryCodes[0]!);
  await signInButton(page).click();
  await heading(page, /^Welcome/).waitFor();
  await page.goto('/profile');
  await factor.getByText('9 recovery codes are left').waitFor();
});
