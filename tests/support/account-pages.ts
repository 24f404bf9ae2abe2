import type { Page } from 'playwright-core';
import { linkIn } from '../account-links/emailed-links.ts';
import { ApiClient } from './api.ts';
import type { TestServer } from './server.ts';
import type { Person } from './world.ts';

// What stands on the pages of accounts, and what comes of it.

export const section = (page: Page, name: string) => page.getByRole('region', { name });
export const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
export const saved = (page: Page, name: string) => section(page, name).getByRole('status').filter({ hasText: 'Saved' });

/** The path of the newest link mailed to this address, as it came by SMTP. */
export async function linkTo({ mailbox }: TestServer, address: string, count = 1): Promise<string> {
  const mails = await mailbox.until(address, count);
  const { pathname, hash } = linkIn(mails[count - 1]);
  return pathname + hash;
}

export const canSignIn = async ({ url, email, tenantSlug }: Person, secret: string): Promise<boolean> => {
  const { signIn: answer } = await new ApiClient(url).get(
    'mutation($input: SignInInput!) { signIn(input: $input) { session { expiresAt } } }',
    { input: { tenant: tenantSlug, email, password: secret } },
  );
  return answer.session !== null;
};

export const profileOf = async (person: Person) =>
  (await person.get('{ viewer { name phone locale timeZone theme } }')).viewer;
