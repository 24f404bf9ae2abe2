import { beforeEach, expect, it } from 'vitest';
import { linkIn, scan } from '../account-links/emailed-links.ts';
import { linkTo, press } from '../support/account-pages.ts';
import { heading, isFocused, phoneScreen, sideways, useVisitedServer } from '../support/pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let customer: Person;

beforeEach(async () => {
  tenant = await server.world.tenant({ name: 'Padma Broadband' });
  customer = await tenant.customer({ name: 'Tea Stall' });
});

it('a code signs in where it was asked for, also after a reload, in any digits; what was typed stays', async () => {
  const bengali = await tenant.customer({ name: 'ঘাটের চায়ের দোকান', locale: 'bn' });
  const page = await server.openPage(tenant, { ...phoneScreen, hasTouch: true, locale: 'bn-BD' });
  await page.goto('/sign-in');
  await page.getByLabel('ইমেইল').fill(bengali.email);
  await press(page, 'এর বদলে কোড ইমেইল করুন');
  expect(await page.getByLabel('ইমেইল').inputValue()).toBe(bengali.email);
  await press(page, 'আমাকে কোড ইমেইল করুন');
  const field = page.getByLabel('কোড', { exact: true });
  await expect.poll(() => isFocused(field)).toBe(true);
  expect(await field.getAttribute('autocomplete')).toBe('one-time-code');
  expect(await field.getAttribute('inputmode')).toBe('numeric');
  expect(await sideways(page)).toBe(0);

  const [mail] = await server.mailbox.until(bengali.email, 1);
  const code = /\b\d{6}\b/.exec(mail!.text!)![0];
  await page.reload();
  await field.fill(code === '000000' ? '111111' : '000 000');
  await press(page, 'সাইন ইন করুন');
  await page.getByText('কোডটি ভুল').waitFor();
  await field.fill(code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0x9e6 + Number(digit))));
  await press(page, 'সাইন ইন করুন');
  await heading(page, 'স্বাগতম, ঘাটের চায়ের দোকান').waitFor();
});

it('the link signs in by its button alone, however often filters have opened it before', async () => {
  const asking = await server.openPage(tenant);
  await asking.goto('/sign-in');
  await asking.getByLabel('Email').fill(customer.email);
  await press(asking, 'Email me a code instead');
  await press(asking, 'Email me a code');
  await asking.getByText('an email with a code is on its way').waitFor();

  const path = await linkTo(server, customer.email);
  const link = linkIn((await server.mailbox.until(customer.email, 1))[0]);
  await scan(server, link, `signInCodeUse(input: { token: "${link.hash.slice(7)}" }) { userErrors { code } }`);
  const page = await server.openPage(tenant);
  await page.goto(path);
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(page.url(), 'the token leaves the address').not.toContain('token');
  await page.reload();
  await press(page, 'Sign in');
  await heading(page, /Tea Stall/).waitFor();

  const late = await server.openPage(tenant);
  await late.goto(path);
  await press(late, 'Sign in');
  await late.getByText('This link has been used or has expired').waitFor();
});
