import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { password, type Person, type TestTenant } from './world.ts';

/** A page in a browser session of its own, at the address of the tenant. */
export async function openPage(
  browser: Browser,
  { tenant }: TestTenant,
  port: number,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const baseURL = `http://${tenant.slug}.localhost:${port}`;
  const context = await browser.newContext({ baseURL, locale: 'en-GB', ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

/** Goes to `path`, and signs in on the way there. */
export async function signIn(page: Page, person: Person, path = '/'): Promise<void> {
  await page.goto(path);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor({ state: 'detached' });
}
