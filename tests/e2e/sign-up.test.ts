import { beforeEach, expect, it } from 'vitest';
import { SignUpMode } from '../../server/sign-up/sign-up-mode.ts';
import { newPassword } from '../account-links/emailed-links.ts';
import { linkTo, press, saved, section } from '../support/account-pages.ts';
import { heading, isFocused, phoneScreen, sideways, signIn, useVisitedServer } from '../support/pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let admin: Person;

beforeEach(async () => {
  tenant = await server.world.tenant({ name: 'Padma Broadband', signUpMode: SignUpMode.OPEN });
  admin = await tenant.admin();
});

it('a stranger signs up from the sign-in page in their language, and opens a ticket, which staff see live', async () => {
  const desk = await server.openPage(tenant);
  await signIn(desk, admin, '/customers');
  await desk.getByText('No customers yet').waitFor();

  const page = await server.openPage(tenant, { ...phoneScreen, hasTouch: true, locale: 'bn-BD' });
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'নতুন এসেছেন? অ্যাকাউন্ট তৈরি করুন' }).click();
  await heading(page, 'অ্যাকাউন্ট তৈরি করুন').waitFor();
  expect(await sideways(page)).toBe(0);
  await page.getByLabel('নাম').fill('ঘাটের চায়ের দোকান');
  await page.getByLabel('ইমেইল').fill('not an address');
  await press(page, 'লিংক পাঠান');
  await expect.poll(() => isFocused(page.getByLabel('ইমেইল'))).toBe(true);
  expect(await page.getByLabel('নাম').inputValue()).toBe('ঘাটের চায়ের দোকান');
  await page.getByLabel('ইমেইল').fill('tea@ghat.test');
  await press(page, 'লিংক পাঠান');
  await page.getByText('আপনার মেইলবক্স দেখুন').waitFor();

  await page.goto(await linkTo(server, 'tea@ghat.test'));
  await heading(page, 'Padma Broadband-এ স্বাগতম').waitFor();
  await page.getByText('t•••@ghat.test').waitFor();
  await page.getByLabel('পাসওয়ার্ড', { exact: true }).fill(newPassword);
  await press(page, 'অ্যাকাউন্ট তৈরি করে সাইন ইন করুন');
  await heading(page, 'স্বাগতম, ঘাটের চায়ের দোকান').waitFor();
  await desk.getByRole('listitem').filter({ hasText: 'tea@ghat.test' }).getByText('Active').last().waitFor();

  await page.getByRole('link', { name: 'নতুন টিকিট' }).last().click();
  await page.getByLabel('শিরোনাম').fill('সংযোগ নেই');
  await page.getByLabel('বিবরণ').fill('সকাল থেকে ইন্টারনেট নেই।');
  await press(page, 'টিকিট তৈরি করুন');
  await heading(page, /সংযোগ নেই/).waitFor();

  await desk.goto('/audit-log');
  await desk.getByText('ঘাটের চায়ের দোকান signed up').waitFor();
});

it('whoever has an account is answered in the same words, and told by email', async () => {
  const customer = await tenant.customer();
  const answers = [];
  for (const email of ['stranger@house.test', customer.email]) {
    const page = await server.openPage(tenant);
    await page.goto('/sign-up');
    await page.getByLabel('Name').fill('Upstairs');
    await page.getByLabel('Email').fill(email);
    await press(page, 'Send me a link');
    await page.getByText('Look into your mailbox').waitFor();
    answers.push((await page.getByRole('main').innerText()).replaceAll(email, '…'));
  }
  expect(answers[0]).toBe(answers[1]);
  const page = await server.openPage(tenant);
  await page.goto(await linkTo(server, customer.email));
  await heading(page, 'Sign in').waitFor();
});

it('admins choose who becomes a customer; domains are checked beside their field, and visitors see what holds', async () => {
  const desk = await server.openPage(tenant);
  await signIn(desk, admin, '/settings/sign-up');
  const form = section(desk, 'How customers get an account');
  await form.getByRole('radio', { name: 'Certain domains' }).check();
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('Please name at least one domain.').waitFor();
  const domains = form.getByLabel('Accepted domains');
  await domains.fill('Example.com\n\nhttps://no\n*.test');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('Not a domain: https://no, *.test').waitFor();
  await expect.poll(() => isFocused(domains)).toBe(true);
  await domains.fill('Example.com\nxn--bcher-kva.example');
  await form.getByRole('button', { name: 'Save' }).click();
  await saved(desk, 'How customers get an account').waitFor();
  expect(await domains.inputValue()).toBe('bücher.example\nexample.com');

  const page = await server.openPage(tenant);
  await page.goto('/sign-up');
  await page.getByLabel('Name').fill('Upstairs');
  await page.getByLabel('Email').fill('upstairs@mail.example.com');
  await press(page, 'Send me a link');
  await page.getByText('not at a domain that’s accepted here').waitFor();
  await page.getByLabel('Email').fill('upstairs@example.com');
  await press(page, 'Send me a link');
  await page.getByText('Look into your mailbox').waitFor();

  await form.getByRole('radio', { name: 'Closed' }).check();
  await form.getByRole('button', { name: 'Save' }).click();
  await saved(desk, 'How customers get an account').waitFor();
  await page.goto(await linkTo(server, 'upstairs@example.com'));
  await page.getByLabel('Password', { exact: true }).fill(newPassword);
  await press(page, 'Create account and sign in');
  await page.getByText('Padma Broadband takes no new customers.').waitFor();
  await page.goto('/sign-up');
  await page.getByText('isn’t taking new customers').waitFor();
  await page.goto('/sign-in');
  await page.getByLabel('Email').waitFor();
  await expect.poll(() => page.getByRole('link', { name: 'New here? Create an account' }).count()).toBe(0);
  await desk.goto('/customers');
  await heading(desk, 'Customers').waitFor();
  await expect.poll(() => desk.getByRole('link', { name: 'Invite customer' }).count()).toBe(0);
});
