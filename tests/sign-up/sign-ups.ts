import { newPassword } from '../account-links/emailed-links.ts';
import type { ApiClient } from '../support/api.ts';
import type { TestTenant } from '../support/world.ts';

/** Asks for an account as the page does. */
export const askForAccount = (
  who: ApiClient,
  { tenant }: TestTenant,
  email: string,
  input: Record<string, unknown> = {},
) =>
  who.verb('signUpRequest', {
    input: { name: 'Corner Bookshop', email, locale: 'en', timeZone: 'Asia/Dhaka', tenant: tenant.slug, ...input },
  });

export const confirm = (who: ApiClient, token: string, input: Record<string, unknown> = {}) =>
  who.verb('signUp', { input: { token, password: newPassword, ...input } });
