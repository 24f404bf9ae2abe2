import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { newPassword } from '../account-links/emailed-links.ts';
import { canSignIn, linkTo, press } from '../support/account-pages.ts';
import { ApiClient } from '../support/api.ts';
import { heading, phoneScreen, signIn, useVisitedServer, type PageOptions } from '../support/pages.ts';
import { password, type TestTenant } from '../support/world.ts';

const phone = { ...phoneScreen, hasTouch: true };

const server = useVisitedServer();
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await server.world.tenant({ name: 'Padma Broadband' });
});

const openBrowser = (options?: PageOptions) => server.openPage(tenant, options);

describe('somebody who has forgotten their password', () => {
  it('resets it from the mail, once, and is signed in', async () => {
    const customer = await tenant.customer();
    const page = await openBrowser();
    await page.goto('/sign-in');
    await page.getByLabel('Email').fill(customer.email);
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await heading(page, 'Forgot your password?').waitFor();
    await expect.poll(() => page.getByLabel('Email').inputValue()).toBe(customer.email);
    await press(page, 'Send me a link');
    await page.getByText('an email with a link is on its way').waitFor();

    const link = await linkTo(server, customer.email);
    await page.goto(link);
    await page.getByText('c•••@portal.test').waitFor();
    expect(new URL(page.url()).hash).toBe('');
    await page.reload();
    await page.getByText('c•••@portal.test').waitFor();
    expect(await canSignIn(customer, password)).toBe(true);

    await page.getByLabel('New password').fill('short');
    await press(page, 'Set password and sign in');
    await page.getByText('Too short. Please use at least 10 characters.').waitFor();
    await page.getByLabel('New password').fill(newPassword);
    await press(page, 'Set password and sign in');
    await heading(page, /^Welcome/).waitFor();
    expect(await canSignIn(customer, password)).toBe(false);
    expect(await canSignIn(customer, newPassword)).toBe(true);

    const second = await openBrowser();
    await second.goto(link);
    await second.getByRole('heading', { name: 'This link has already been used' }).waitFor();
    await expect.poll(() => second.getByLabel('New password').count()).toBe(0);
    await second.getByLabel('Email').fill(customer.email);
    await press(second, 'Send me a link');
    await second.getByText('an email with a link is on its way').waitFor();
    // the first link, the news of a new device (that of the test) and of the change, and the second link
    await second.goto(await linkTo(server, customer.email, 4));
    await second.getByLabel('New password').waitFor();
  });

  it('is answered in the same words whether anybody has the address or not', async () => {
    const customer = await tenant.customer();
    const answers = [];
    for (const email of ['nobody-has-this@portal.test', customer.email]) {
      const page = await openBrowser();
      await page.goto('/forgot-password');
      await page.getByLabel('Email').fill(email);
      await press(page, 'Send me a link');
      await page.getByText('an email with a link is on its way').waitFor();
      answers.push((await page.getByRole('main').innerText()).replaceAll(email, '…'));
    }
    expect(answers[0]).toBe(answers[1]);
    await server.mailbox.until(customer.email, 1);
    expect(server.mailbox.to('nobody-has-this@portal.test')).toEqual([]);
  });

  it('is told that a link is too old, and that half a link is not one', async () => {
    const customer = await tenant.customer();
    await new ApiClient(server.url).done('passwordResetRequest', {
      input: { tenant: customer.tenantSlug, email: customer.email },
    });
    const link = await linkTo(server, customer.email);
    const page = await openBrowser();
    await page.goto(link.slice(0, -9));
    await page.getByRole('heading', { name: 'This link is incomplete' }).waitFor();
    await page.goto(link);
    await page.getByLabel('New password').fill(newPassword);
    await server.database.superuser.query(
      `update account_link set expires_at = now() - interval '1 second' where user_id = $1`,
      [customer.id],
    );
    await press(page, 'Set password and sign in');
    await page.getByRole('heading', { name: 'This link has expired' }).waitFor();
    expect(await canSignIn(customer, password)).toBe(true);
  });
});

describe('an invitation', () => {
  it('leads from the mail to the first ticket, in the language of who was invited', async () => {
    const agent = await tenant.agent();
    const desk = await openBrowser();
    await signIn(desk, agent, '/customers');
    await desk.getByRole('link', { name: 'Invite customer' }).click();
    await desk.getByLabel('Name').fill('Tea stal at the ghat');
    await desk.getByLabel('Email').fill(agent.email);
    await desk.getByRole('combobox', { name: 'Language' }).click();
    await desk.getByRole('option', { name: 'বাংলা' }).click();
    await press(desk, 'Send invitation');
    await desk.getByText('Someone already signs in with this address.').waitFor();
    await expect.poll(() => desk.getByLabel('Name').inputValue()).toBe('Tea stal at the ghat');
    await desk.getByLabel('Email').fill('tea@ghat.test');
    await press(desk, 'Send invitation');
    const row = desk.getByRole('listitem').filter({ hasText: 'tea@ghat.test' });
    await row.getByText('Invited', { exact: true }).last().waitFor();
    await row.getByText('Emailed').waitFor();

    const page = await openBrowser(phone);
    await page.goto(await linkTo(server, 'tea@ghat.test'));
    await heading(page, 'Padma Broadband-এ স্বাগতম').waitFor();
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('bn');
    await page.getByText('t•••@ghat.test').waitFor();
    await page.getByLabel('নাম').fill('Tea stall at the ghat');
    await page.getByLabel('পাসওয়ার্ড', { exact: true }).fill(newPassword);
    await press(page, 'পোর্টাল ব্যবহার শুরু করুন');
    await heading(page, 'স্বাগতম, Tea stall at the ghat').waitFor();
    await page.getByRole('link', { name: 'নতুন টিকিট' }).last().click();
    await page.getByLabel('শিরোনাম').fill('সংযোগ নেই');
    await page.getByLabel('বিবরণ').fill('সকাল থেকে ইন্টারনেট নেই।');
    await press(page, 'টিকিট তৈরি করুন');
    await heading(page, /সংযোগ নেই/).waitFor();

    await desk.reload();
    await row.getByText('Active').last().waitFor();
    await expect.poll(() => row.innerText()).toContain('Tea stall at the ghat');
    await expect.poll(() => row.innerText()).toContain('1 of 1 ticket open');
  });

  it('that could not be mailed is seen by staff, who can send it again', async () => {
    const admin = await tenant.admin();
    const page = await openBrowser();
    server.mailbox.refusing = true;
    onTestFinished(() => void (server.mailbox.refusing = false));
    await admin.done('customerInvite', { input: { name: 'Rooftop nursery', email: 'nursery@roof.test' } });
    await signIn(page, admin, '/customers?search=nursery');
    const row = page.getByRole('listitem').filter({ hasText: 'nursery@roof.test' });
    await row.getByText('The email couldn’t be delivered yet').waitFor();
    server.mailbox.refusing = false;
    await server.database.superuser.query(
      `update account_link set created_at = created_at - interval '2 minutes' where kind = 'INVITATION'`,
    );
    await row.getByRole('button', { name: 'Invite again: Rooftop nursery' }).click();
    await page.getByText('The invitation to nursery@roof.test is on its way.').first().waitFor();
    await row.getByText('Emailed').waitFor();
    expect(await linkTo(server, 'nursery@roof.test')).toContain('/accept-invitation#token=');
  });

  it('opened where somebody else is signed in says so, and leaves nothing of them on the screen', async () => {
    const [admin, neighbour] = await Promise.all([tenant.admin(), tenant.customer()]);
    await neighbour.openTicket({ title: 'Private matter' });
    await admin.done('customerInvite', { input: { name: 'Upstairs', email: 'upstairs@house.test' } });
    const page = await openBrowser();
    await signIn(page, neighbour);
    await page.getByText('Private matter').first().waitFor();
    await page.goto(await linkTo(server, 'upstairs@house.test'));
    await page.getByText(`You’re signed in here as ${neighbour.email}.`).waitFor();
    await page.getByLabel('Password', { exact: true }).fill(newPassword);
    await press(page, 'Start using the portal');
    await heading(page, 'Welcome, Upstairs').waitFor();
    await expect.poll(() => page.getByText('Private matter').count()).toBe(0);
  });

  it('is for staff to make: a customer finds no list of customers', async () => {
    const customer = await tenant.customer();
    const page = await openBrowser();
    await signIn(page, customer, '/customers');
    await heading(page, 'Page not found').waitFor();
    await expect.poll(() => page.getByRole('link', { name: 'Customers' }).count()).toBe(0);
  });
});

describe('on a phone of 390 px', () => {
  it.each(['en', 'bn'])('no page of accounts scrolls sideways (%s)', async (locale) => {
    const name = `Export company of Narayanganj ${'নারায়ণগঞ্জ'.repeat(6)}`;
    const customer = await tenant.customer({ name, locale });
    const admin = await tenant.admin();
    const page = await openBrowser({ ...phone, locale: locale === 'bn' ? 'bn-BD' : 'en-GB' });
    const staff = await openBrowser({ ...phone, locale: locale === 'bn' ? 'bn-BD' : 'en-GB' });
    const widths: Record<string, number> = {};
    const measure = async (where: Page, path: string) => {
      await where.goto(path);
      await where.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => where.getByRole('status', { name: /…$/ }).count()).toBe(0);
      widths[path] = await where.evaluate(() => document.documentElement.scrollWidth);
    };
    for (const path of [
      '/sign-in',
      '/forgot-password',
      '/reset-password#token=half',
      '/accept-invitation#token=half',
    ]) {
      await measure(page, path);
    }
    for (const [where, person] of [
      [page, customer],
      [staff, admin],
    ] as const) {
      await where.goto('/sign-in');
      await where.locator('input[name=email]').fill(person.email);
      await where.locator('input[name=password]').fill(password);
      await where.locator('button[type=submit]').click();
      await where.getByRole('navigation').first().waitFor({ state: 'attached' });
    }
    await measure(page, '/profile');
    for (const path of ['/customers', '/customers/invite']) await measure(staff, path);
    expect(widths).toEqual(Object.fromEntries(Object.keys(widths).map((path) => [path, 390])));
  });
});
