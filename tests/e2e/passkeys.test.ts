import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { Authenticator } from '../second-factor/authenticator.ts';
import { press, section } from '../support/account-pages.ts';
import { gate, intercept } from '../support/help-pages.ts';
import { heading, phoneScreen, sideways, signIn, useVisitedServer } from '../support/pages.ts';
import { password } from '../support/world.ts';

const server = useVisitedServer();

/** Gives the page a device that has a fingerprint reader. */
async function addFingerprintReader(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  /** Whether a finger is on it. */
  return (enabled: boolean) => devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account:/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await heading(page, 'Sign in').waitFor();
}

it('somebody adds a passkey on a phone, signs in with it, also after a password, and removes it', async () => {
  const tenant = await server.world.tenant({ name: 'Padma Broadband' });
  const customer = await tenant.customer();
  const page = await server.openPage(tenant, phoneScreen);
  const touch = await addFingerprintReader(page);
  await signIn(page, customer, '/profile');
  const passkeys = section(page, 'Passkeys');
  await passkeys.getByText('You don’t have any passkeys yet.').waitFor();

  await press(page, 'Add a passkey');
  const dialog = page.getByRole('dialog', { name: 'Add a passkey' });
  await dialog.getByLabel('Name').fill('');
  await press(page, 'Continue');
  await dialog.getByText('Please fill this in').waitFor();
  await dialog.getByLabel('Name').fill('My phone');
  await press(page, 'Continue');
  await dialog.waitFor({ state: 'detached' });
  await passkeys.getByRole('status').filter({ hasText: '“My phone” was added.' }).waitFor();
  await passkeys.getByText('Not used yet').waitFor();
  expect(await sideways(page)).toBe(0);

  // the device has one for this account; it is some time since signing in, so the person shows again who they are
  await server.database.superuser.query("update session set proven_at = now() - interval '1 hour'");
  await press(page, 'Add a passkey');
  await press(page, 'Continue');
  const proof = page.getByRole('dialog', { name: 'Is it you?' });
  await proof.getByLabel('Password', { exact: true }).fill(password);
  await proof.getByRole('button', { name: 'Continue' }).click();
  await proof.waitFor({ state: 'detached' });
  await dialog.getByText('already has a passkey for you here').waitFor();
  await press(page, 'Cancel');

  // else it would sign in at once with what the browser offers by itself
  await touch(false);
  await signOut(page);
  const { open, opened } = gate();
  await intercept(page, 'PasskeySignInBegin', async (route) => {
    await opened;
    await route.continue();
  });
  await press(page, 'Use a passkey');
  await touch(true);
  open();
  await page.getByRole('button', { name: 'Use a passkey' }).waitFor({ state: 'detached' });
  await page.unrouteAll();

  // after a password it stands for the code of an authenticator
  await customer.done('identityConfirm', { input: { password } });
  const { secret } = await customer.done('totpSetUp', {});
  await customer.done('totpConfirm', { input: { code: new Authenticator(secret).code() } });
  await touch(false);
  await signOut(page);
  await page.getByLabel('Email').fill(customer.email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Two-step sign-in' }).waitFor();
  await touch(true);
  await press(page, 'Use a passkey');
  await heading(page, /^Welcome/).waitFor();

  await page.goto('/profile');
  await passkeys.getByText('Last used').waitFor();
  await press(page, 'Rename passkey My phone');
  await page.getByRole('dialog', { name: 'Rename passkey' }).getByLabel('Name').fill('Old phone');
  await press(page, 'Save name');
  await press(page, 'Remove passkey Old phone');
  await press(page, 'Yes, remove it');
  await passkeys.getByText('You don’t have any passkeys yet.').waitFor();
});
