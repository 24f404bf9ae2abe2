import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { linkIn } from '../accounts/emailed-links.ts';
import { ApiClient } from '../support/api.ts';
import { launchBrowser } from '../support/browser.ts';
import { openNetwork } from '../support/network.ts';
import { openPage, signIn } from '../support/pages.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { password, type Person, type TestTenant } from '../support/world.ts';

const newPassword = 'seven herons over the Meghna';
const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };

let server: TestServer;
let browser: Browser;
let tenant: TestTenant;

beforeAll(async () => {
  server = await startServer();
  browser = await launchBrowser();
  tenant = await server.world.tenant({ name: 'Padma Broadband' });
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const openBrowser = (options: BrowserContextOptions = {}, port = server.port) =>
  openPage(browser, tenant, port, options);

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name });
const section = (page: Page, name: string) => page.getByRole('region', { name });
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
const saved = (page: Page, name: string) => section(page, name).getByRole('status').filter({ hasText: 'Saved' });

/** The path of the newest link mailed to this address, as it came by SMTP. */
async function linkTo(address: string, count = 1): Promise<string> {
  const mails = await server.mailbox.until(address, count);
  const { pathname, hash } = linkIn(mails[count - 1]);
  return pathname + hash;
}

const canSignIn = async ({ email, tenantSlug }: Person, secret: string): Promise<boolean> => {
  const { signIn: answer } = await new ApiClient(server.url).get(
    'mutation($input: SignInInput!) { signIn(input: $input) { session { expiresAt } } }',
    { input: { tenant: tenantSlug, email, password: secret } },
  );
  return answer.session !== null;
};

/** Signs in as a browser that calls itself so. */
async function signInAs(userAgent: string, { email, tenantSlug }: Person): Promise<void> {
  const response = await new ApiClient(server.url).post(
    {
      query: 'mutation($input: SignInInput!) { signIn(input: $input) { userErrors { code } } }',
      variables: { input: { tenant: tenantSlug, email, password } },
    },
    { 'user-agent': userAgent },
  );
  expect(await response.json()).toEqual({ data: { signIn: { userErrors: [] } } });
}

const profileOf = async (person: Person) =>
  (await person.get('{ viewer { name phone locale timeZone theme } }')).viewer;

const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/** Walks by Tab, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let step = 0; step < 60; step++) {
    if (await isFocused(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab does not lead there.');
}

describe('somebody who has forgotten their password', () => {
  it('resets it from the mail, once, and is signed in', async () => {
    const customer = await tenant.customer();
    const page = await openBrowser();
    await page.goto('/sign-in');
    await page.getByLabel('Email').fill(customer.email);
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await heading(page, 'Forgot your password?').waitFor();
    expect(await page.getByLabel('Email').inputValue()).toBe(customer.email);
    await press(page, 'Send me a link');
    await page.getByText('a mail with a link is on its way').waitFor();

    const link = await linkTo(customer.email);
    await page.goto(link);
    await page.getByText('c•••@portal.test').waitFor();
    expect(new URL(page.url()).hash).toBe('');
    await page.reload();
    await page.getByText('c•••@portal.test').waitFor();
    expect(await canSignIn(customer, password)).toBe(true);

    await page.getByLabel('New password').fill('short');
    await press(page, 'Set password and sign in');
    await page.getByText('Too short: please use at least 10 characters.').waitFor();
    await page.getByLabel('New password').fill(newPassword);
    await press(page, 'Set password and sign in');
    await heading(page, /^Welcome/).waitFor();
    expect(await canSignIn(customer, password)).toBe(false);
    expect(await canSignIn(customer, newPassword)).toBe(true);

    const second = await openBrowser();
    await second.goto(link);
    await heading(second, 'This link has been used').waitFor();
    expect(await second.getByLabel('New password').count()).toBe(0);
    await second.getByLabel('Email').fill(customer.email);
    await press(second, 'Send me a link');
    await second.getByText('a mail with a link is on its way').waitFor();
    // the first link, the news of the change, and the second link
    await second.goto(await linkTo(customer.email, 3));
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
      await page.getByText('a mail with a link is on its way').waitFor();
      answers.push((await page.getByRole('main').innerText()).replaceAll(email, '…'));
    }
    expect(answers[0]).toBe(answers[1]);
    await server.mailbox.until(customer.email, 1);
    expect(server.mailbox.to('nobody-has-this@portal.test')).toEqual([]);
  });

  it('is told that a link is too old, and that half a link is not one', async () => {
    const customer = await tenant.customer();
    await new ApiClient(server.url).get(
      'mutation($input: PasswordResetRequestInput!) { passwordResetRequest(input: $input) { userErrors { code } } }',
      { input: { tenant: customer.tenantSlug, email: customer.email } },
    );
    const link = await linkTo(customer.email);
    const page = await openBrowser();
    await page.goto(link.slice(0, -9));
    await heading(page, 'This link is not complete').waitFor();
    await page.goto(link);
    await page.getByLabel('New password').fill(newPassword);
    await server.database.superuser.query(
      `update account_link set expires_at = now() - interval '1 second' where user_id = $1`,
      [customer.id],
    );
    await press(page, 'Set password and sign in');
    await heading(page, 'This link is too old').waitFor();
    expect(await canSignIn(customer, password)).toBe(true);
  });
});

describe('the profile', () => {
  it('speaks the chosen language here at once, and on another browser at the next visit', async () => {
    const customer = await tenant.customer();
    const [page, other] = await Promise.all([openBrowser(), openBrowser()]);
    await signIn(page, customer, '/profile');
    await section(page, 'Language').getByRole('radio', { name: 'বাংলা' }).click();
    await heading(page, 'প্রোফাইল').waitFor();
    await section(page, 'ভাষা').getByText('সংরক্ষণ করা হয়েছে').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('bn');

    await signIn(other, customer);
    await heading(other, /^স্বাগতম/).waitFor();
    await press(other, /^অ্যাকাউন্ট/);
    await other.getByRole('menuitemcheckbox', { name: 'English' }).click();
    await heading(other, /^Welcome/).waitFor();
    await expect.poll(() => profileOf(customer)).toMatchObject({ locale: 'en' });
    await page.reload();
    await heading(page, 'Profile').waitFor();
  });

  it('decides in which time zone times are shown, and the zone is named where the browser has another', async () => {
    const customer = await tenant.customer();
    const ticket = await customer.openTicket();
    const { ticket: found } = await customer.get('query($id: ID!) { ticket(id: $id) { createdAt } }', {
      id: ticket.id,
    });
    const clockIn = (timeZone: string) =>
      new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric', minute: '2-digit' }).format(
        new Date(found.createdAt),
      );
    const page = await openBrowser({ timezoneId: 'Europe/Lisbon' });
    const time = page.getByRole('article').getByRole('listitem').locator('time').first();
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await page.waitForURL('**/tickets/*');
    expect(await time.innerText()).toContain(clockIn('UTC'));

    await page.goto('/profile');
    await page.getByText('This device is set to Lisbon').waitFor();
    await press(page, /^Time zone/);
    await page.getByLabel('Search for a city or country').fill('bangladesh');
    await page.getByRole('option', { name: /^Dhaka/ }).click();
    await saved(page, 'Time zone').waitFor();
    expect(await profileOf(customer)).toMatchObject({ timeZone: 'Asia/Dhaka' });
    await page.goto(`/tickets/${ticket.id}`);
    await time.getByText('GMT+6').waitFor();
    expect(await time.innerText()).toContain(clockIn('Asia/Dhaka'));

    await page.goto('/profile');
    await press(page, 'Use Lisbon');
    await saved(page, 'Time zone').waitFor();
    await page.goto(`/tickets/${ticket.id}`);
    await time.waitFor();
    expect(await time.innerText()).toContain(clockIn('Europe/Lisbon'));
    expect(await time.innerText()).not.toMatch(/GMT|UTC|WE/);
  });

  it('brings its theme to every browser: the last one, of two chosen quickly', async () => {
    const customer = await tenant.customer();
    const [page, other] = await Promise.all([openBrowser(), openBrowser({ colorScheme: 'light' })]);
    await signIn(page, customer, '/profile');
    await section(page, 'Appearance').getByRole('radio', { name: 'Light' }).click();
    await section(page, 'Appearance').getByRole('radio', { name: 'Dark' }).click();
    await saved(page, 'Appearance').waitFor();
    await page.locator('html.dark').waitFor();
    expect(await profileOf(customer)).toMatchObject({ theme: 'DARK' });
    await signIn(other, customer);
    await other.locator('html.dark').waitFor();
  });

  it('keeps what was typed when it cannot be saved, and says beside the field what is wrong', async () => {
    const customer = await tenant.customer();
    const network = await openNetwork(server.port);
    onTestFinished(network.stop);
    const page = await openBrowser({}, network.port);
    await signIn(page, customer, '/profile');
    const details = section(page, 'Your details');
    await details.getByLabel('Name').fill('Bookshop at the river');
    await details.getByLabel('Phone').fill('12');
    await press(page, 'Save details');
    await details.getByText('This is not a complete phone number.').waitFor();
    expect(await details.getByLabel('Phone').getAttribute('aria-invalid')).toBe('true');
    await details.getByLabel('Phone').fill('+880 1712-345678');
    network.cut();
    await press(page, 'Save details');
    await details.getByRole('alert').filter({ hasText: 'could not be reached' }).waitFor();
    network.restore();
    expect(await details.getByLabel('Name').inputValue()).toBe('Bookshop at the river');
    await press(page, 'Save details');
    await saved(page, 'Your details').waitFor();
    expect(await profileOf(customer)).toMatchObject({ name: 'Bookshop at the river', phone: '+8801712345678' });
    await page.getByRole('button', { name: 'Account: Bookshop at the river' }).waitFor();

    const appearance = section(page, 'Appearance');
    network.cut();
    await appearance.getByRole('radio', { name: 'Dark' }).click();
    await appearance.getByRole('alert').filter({ hasText: 'could not be reached' }).waitFor();
    network.restore();
    await appearance.getByRole('button', { name: 'Try again' }).click();
    await saved(page, 'Appearance').waitFor();
    expect(await profileOf(customer)).toMatchObject({ theme: 'DARK' });
  });

  it('keeps both passwords when the current one is wrong; the right one signs all other browsers out', async () => {
    const customer = await tenant.customer();
    const [page, other] = await Promise.all([openBrowser(), openBrowser()]);
    await signIn(page, customer, '/profile');
    await signIn(other, customer);
    await heading(other, /^Welcome/).waitFor();
    const [current, next] = [page.getByLabel('Current password'), page.getByLabel('New password')];
    await current.fill('a guess');
    await next.fill(newPassword);
    await press(page, 'Change password');
    await page.getByText('This is not your current password.').waitFor();
    expect([await current.inputValue(), await next.inputValue()]).toEqual(['a guess', newPassword]);
    await current.fill(password);
    await press(page, 'Change password');
    await page.getByText('Your password is changed.').waitFor();
    expect([await current.inputValue(), await next.inputValue()]).toEqual(['', '']);
    await other.getByText('You have been signed out on this device.').waitFor();
    await page.reload();
    await heading(page, 'Profile').waitFor();
    expect(await canSignIn(customer, newPassword)).toBe(true);
  });

  it('can be used with the keyboard alone', async () => {
    const customer = await tenant.customer();
    const page = await openBrowser();
    await page.goto('/');
    await tabTo(page, page.getByLabel('Email'));
    await page.keyboard.type(customer.email);
    await tabTo(page, page.getByLabel('Password'));
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await heading(page, /^Welcome/).waitFor();
    await tabTo(page, page.getByRole('button', { name: /^Account/ }));
    await page.keyboard.press('Enter');
    await expect.poll(() => isFocused(page.getByRole('menuitem', { name: 'Profile' }))).toBe(true);
    await page.keyboard.press('Enter');
    await heading(page, 'Profile').waitFor();

    const zone = page.getByRole('button', { name: /^Time zone/ });
    await tabTo(page, zone);
    await page.keyboard.press('Enter');
    await page.getByLabel('Search for a city or country').waitFor();
    await page.keyboard.type('nepal');
    await page.getByRole('option', { name: /^Kathmandu/ }).waitFor();
    await page.keyboard.press('Enter');
    await saved(page, 'Time zone').waitFor();
    await expect.poll(() => isFocused(zone)).toBe(true);
    await tabTo(page, page.getByLabel('Current password'));
    await page.keyboard.type('a guess');
    await page.keyboard.press('Enter');
    await page.getByText('Please choose a password').waitFor();
    await expect.poll(() => isFocused(page.getByLabel('New password'))).toBe(true);
    expect(await profileOf(customer)).toMatchObject({ timeZone: 'Asia/Kathmandu' });
  });
});

describe('the list of sessions', () => {
  it('signs another browser out at once, which keeps what was being typed there', async () => {
    const customer = await tenant.customer();
    const ticket = await customer.openTicket();
    const [page, other] = await Promise.all([openBrowser(), openBrowser({ userAgent: iPhone })]);
    await signIn(other, customer, `/tickets/${ticket.id}`);
    const reply = other.getByRole('textbox', { name: 'Your reply' });
    await reply.fill('Written on the phone.');
    await signIn(page, customer, '/profile');
    const sessions = section(page, 'Where you are signed in');
    const theirs = sessions.getByRole('listitem').filter({ hasText: 'Safari on iPhone' });
    await theirs.waitFor();
    expect(await sessions.getByText('This device').count()).toBe(1);
    expect(await sessions.getByRole('listitem').filter({ hasText: 'This device' }).innerText()).toContain('Chrome on');
    // the session of the test itself, which is no browser
    expect(await sessions.getByRole('listitem').filter({ hasText: 'Unknown device' }).count()).toBe(1);

    await theirs.getByRole('button').click();
    await sessions.getByText('Safari on iPhone is signed out.').waitFor();
    await theirs.waitFor({ state: 'detached' });
    await other.getByText('You have been signed out on this device.').waitFor();
    await other.getByLabel('Email').fill(customer.email);
    await other.getByLabel('Password').fill(password);
    await press(other, 'Sign in');
    await heading(other, ticket.title).waitFor();
    expect(await reply.inputValue()).toBe('Written on the phone.');
  });

  it('says in words what is signed in, and says so when it does not know', async () => {
    const customer = await tenant.customer();
    const devices: Record<string, string> = {
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/151.0.0.0 Safari/537.36 Edg/151.0.0.0':
        'Edge on Windows',
      'Mozilla/5.0 (X11; Linux x86_64; rv:149.0) Gecko/20100101 Firefox/149.0': 'Firefox on Linux',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15':
        'Safari on macOS',
      'Mozilla/5.0 (Linux; Android 16; SM-A156E) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/29.0 Chrome/138.0.0.0 Mobile Safari/537.36':
        'Samsung Internet on Android',
      'Opera/9.80 (Android; Opera Mini/86.0/191.375; U; bn) Presto/2.12.423 Version/12.16': 'Opera Mini on Android',
      'Mozilla/5.0 (X11; CrOS x86_64 16371.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/151.0.0.0 Safari/537.36':
        'Chrome on ChromeOS',
      'Mozilla/5.0 (PlayStation; PlayStation 5/2.26) AppleWebKit/605.1.15 (KHTML, like Gecko)': 'Unknown device',
    };
    for (const agent of Object.keys(devices)) await signInAs(agent, customer);
    const page = await openBrowser();
    await signIn(page, customer, '/profile');
    const items = section(page, 'Where you are signed in').getByRole('listitem');
    await items.first().waitFor();
    const names = (await items.allInnerTexts()).map((text) => text.split('\n')[0]);
    expect(names.slice(1, -1)).toEqual(Object.values(devices).toReversed());
  });

  it('signs all others out, and not this one', async () => {
    const customer = await tenant.customer();
    const [page, other] = await Promise.all([openBrowser(), openBrowser()]);
    await signIn(other, customer);
    await heading(other, /^Welcome/).waitFor();
    await signIn(page, customer, '/profile');
    await press(page, 'Sign out all other devices');
    await page.getByText('All other devices are signed out.').waitFor();
    expect(await section(page, 'Where you are signed in').getByRole('listitem').count()).toBe(1);
    await other.getByText('You have been signed out on this device.').waitFor();
    await page.reload();
    await heading(page, 'Profile').waitFor();
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
    await desk.getByText('Somebody signs in with this address already.').waitFor();
    expect(await desk.getByLabel('Name').inputValue()).toBe('Tea stal at the ghat');
    await desk.getByLabel('Email').fill('tea@ghat.test');
    await press(desk, 'Send invitation');
    const row = desk.getByRole('listitem').filter({ hasText: 'tea@ghat.test' });
    await row.getByText('Invited', { exact: true }).last().waitFor();
    await row.getByText('Mailed').waitFor();

    const page = await openBrowser(phone);
    await page.goto(await linkTo('tea@ghat.test'));
    await heading(page, 'Padma Broadband-এ স্বাগতম').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('bn');
    await page.getByText('t•••@ghat.test').waitFor();
    await page.getByLabel('নাম').fill('Tea stall at the ghat');
    await page.getByLabel('পাসওয়ার্ড').fill(newPassword);
    await press(page, 'পোর্টাল ব্যবহার শুরু করুন');
    await heading(page, 'স্বাগতম, Tea stall at the ghat').waitFor();
    await page.getByRole('link', { name: 'নতুন টিকিট' }).last().click();
    await page.getByLabel('শিরোনাম').fill('সংযোগ নেই');
    await page.getByLabel('বিবরণ').fill('সকাল থেকে ইন্টারনেট নেই।');
    await press(page, 'টিকিট তৈরি করুন');
    await heading(page, /সংযোগ নেই/).waitFor();

    await desk.reload();
    await row.getByText('Active').last().waitFor();
    expect(await row.innerText()).toContain('Tea stall at the ghat');
    expect(await row.innerText()).toContain('1 open of 1 ticket');
  });

  it('that could not be mailed is seen by staff, who can send it again', async () => {
    const admin = await tenant.admin();
    const page = await openBrowser();
    server.mailbox.refusing = true;
    onTestFinished(() => void (server.mailbox.refusing = false));
    await admin.get(
      'mutation($input: CustomerInviteInput!) { customerInvite(input: $input) { userErrors { code } } }',
      {
        input: { name: 'Rooftop nursery', email: 'nursery@roof.test' },
      },
    );
    await signIn(page, admin, '/customers?search=nursery');
    const row = page.getByRole('listitem').filter({ hasText: 'nursery@roof.test' });
    await row.getByText('The mail could not be delivered yet').waitFor();
    server.mailbox.refusing = false;
    await server.database.superuser.query(
      `update account_link set created_at = created_at - interval '2 minutes' where kind = 'INVITATION'`,
    );
    await row.getByRole('button', { name: 'Invite Rooftop nursery again' }).click();
    await page.getByText('The invitation to nursery@roof.test is on its way.').first().waitFor();
    await row.getByText('Mailed').waitFor();
    expect(await linkTo('nursery@roof.test')).toContain('/accept-invitation#token=');
  });

  it('opened where somebody else is signed in says so, and leaves nothing of them on the screen', async () => {
    const [admin, neighbour] = await Promise.all([tenant.admin(), tenant.customer()]);
    await neighbour.openTicket({ title: 'Private matter' });
    await admin.get(
      'mutation($input: CustomerInviteInput!) { customerInvite(input: $input) { userErrors { code } } }',
      {
        input: { name: 'Upstairs', email: 'upstairs@house.test' },
      },
    );
    const page = await openBrowser();
    await signIn(page, neighbour);
    await page.getByText('Private matter').first().waitFor();
    await page.goto(await linkTo('upstairs@house.test'));
    await page.getByText(`You are signed in here as ${neighbour.email}.`).waitFor();
    await page.getByLabel('Password').fill(newPassword);
    await press(page, 'Start using the portal');
    await heading(page, 'Welcome, Upstairs').waitFor();
    expect(await page.getByText('Private matter').count()).toBe(0);
  });

  it('is for staff to make: a customer finds no list of customers', async () => {
    const customer = await tenant.customer();
    const page = await openBrowser();
    await signIn(page, customer, '/customers');
    await heading(page, 'Page not found').waitFor();
    expect(await page.getByRole('link', { name: 'Customers' }).count()).toBe(0);
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
