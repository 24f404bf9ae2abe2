import { beforeAll, describe, expect, it } from 'vitest';
import { newPassword } from '../account-links/emailed-links.ts';
import { canSignIn, press, profileOf, saved, section } from '../support/account-pages.ts';
import { ApiClient } from '../support/api.ts';
import { openNetwork } from '../support/network.ts';
import { heading, isFocused, signIn, tabTo, useVisitedServer, type PageOptions } from '../support/pages.ts';
import { reply } from '../support/ticket-pages.ts';
import { password, type Person, type TestTenant } from '../support/world.ts';

const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';

const server = useVisitedServer();
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await server.world.tenant();
});

const openBrowser = (options?: PageOptions) => server.openPage(tenant, options);

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

describe('the profile', () => {
  it('speaks the chosen language here at once, and on another browser at the next visit', async () => {
    const customer = await tenant.customer();
    const [page, other] = await Promise.all([openBrowser(), openBrowser()]);
    await signIn(page, customer, '/profile');
    await section(page, 'Language').getByRole('radio', { name: 'বাংলা' }).click();
    await heading(page, 'প্রোফাইল').waitFor();
    await section(page, 'ভাষা').getByText('সংরক্ষণ করা হয়েছে').waitFor();
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('bn');

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
    await expect.poll(() => time.innerText()).toContain(clockIn('UTC'));

    await page.goto('/profile');
    await page.getByText('This device is set to Lisbon').waitFor();
    await press(page, /^Time zone/);
    await page.getByLabel('Search for a city or country').fill('bangladesh');
    await page.getByRole('option', { name: /^Dhaka/ }).click();
    await saved(page, 'Time zone').waitFor();
    await expect.poll(() => profileOf(customer)).toMatchObject({ timeZone: 'Asia/Dhaka' });
    await page.goto(`/tickets/${ticket.id}`);
    await time.getByText('GMT+6').waitFor();
    await expect.poll(() => time.innerText()).toContain(clockIn('Asia/Dhaka'));

    await page.goto('/profile');
    await press(page, 'Use Lisbon');
    await saved(page, 'Time zone').waitFor();
    await page.goto(`/tickets/${ticket.id}`);
    await time.waitFor();
    await expect.poll(() => time.innerText()).toContain(clockIn('Europe/Lisbon'));
    await expect.poll(() => time.innerText()).not.toMatch(/GMT|UTC|WE/);
  });

  it('brings its theme to every browser: the last one, of two chosen quickly', async () => {
    const customer = await tenant.customer();
    const [page, other] = await Promise.all([openBrowser(), openBrowser({ colorScheme: 'light' })]);
    await signIn(page, customer, '/profile');
    await section(page, 'Appearance').getByRole('radio', { name: 'Light' }).click();
    await section(page, 'Appearance').getByRole('radio', { name: 'Dark' }).click();
    await saved(page, 'Appearance').waitFor();
    await page.locator('html.dark').waitFor();
    await expect.poll(() => profileOf(customer)).toMatchObject({ theme: 'DARK' });
    await signIn(other, customer);
    await other.locator('html.dark').waitFor();
  });

  it('keeps what was typed when it cannot be saved, and says beside the field what is wrong', async () => {
    const customer = await tenant.customer();
    const network = await openNetwork(server.port);
    const page = await openBrowser({ port: network.port });
    await signIn(page, customer, '/profile');
    const details = section(page, 'Your details');
    await details.getByLabel('Name').fill('Bookshop at the river');
    await details.getByLabel('Phone').fill('12');
    await press(page, 'Save details');
    await details.getByText('This phone number looks incomplete.').waitFor();
    await expect.poll(() => details.getByLabel('Phone').getAttribute('aria-invalid')).toBe('true');
    await details.getByLabel('Phone').fill('+880 1712-345678');
    network.cut();
    await press(page, 'Save details');
    await details.getByRole('alert').filter({ hasText: 'couldn’t reach the server' }).waitFor();
    network.restore();
    await expect.poll(() => details.getByLabel('Name').inputValue()).toBe('Bookshop at the river');
    await press(page, 'Save details');
    await saved(page, 'Your details').waitFor();
    await expect
      .poll(() => profileOf(customer))
      .toMatchObject({ name: 'Bookshop at the river', phone: '+8801712345678' });
    await page.getByRole('button', { name: 'Account: Bookshop at the river' }).waitFor();

    const appearance = section(page, 'Appearance');
    network.cut();
    await appearance.getByRole('radio', { name: 'Dark' }).click();
    await appearance.getByRole('alert').filter({ hasText: 'couldn’t reach the server' }).waitFor();
    network.restore();
    await appearance.getByRole('button', { name: 'Try again' }).click();
    await saved(page, 'Appearance').waitFor();
    await expect.poll(() => profileOf(customer)).toMatchObject({ theme: 'DARK' });
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
    await page.getByText('That’s not your current password.').waitFor();
    expect([await current.inputValue(), await next.inputValue()]).toEqual(['a guess', newPassword]);
    await current.fill(password);
    await press(page, 'Change password');
    await page.getByText('Your password has been changed.').waitFor();
    expect([await current.inputValue(), await next.inputValue()]).toEqual(['', '']);
    await other.getByText('You’ve been signed out on this device.').waitFor();
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
    await tabTo(page, page.getByLabel('Password', { exact: true }));
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
    await expect.poll(() => profileOf(customer)).toMatchObject({ timeZone: 'Asia/Kathmandu' });
  });
});

describe('the list of sessions', () => {
  it('signs another browser out at once, which keeps what was being typed there', async () => {
    const customer = await tenant.customer();
    const ticket = await customer.openTicket();
    const [page, other] = await Promise.all([openBrowser(), openBrowser({ userAgent: iPhone })]);
    await signIn(other, customer, `/tickets/${ticket.id}`);
    await reply(other).fill('Written on the phone.');
    await signIn(page, customer, '/profile');
    const sessions = section(page, 'Where you’re signed in');
    const theirs = sessions.getByRole('listitem').filter({ hasText: 'Safari on iPhone' });
    await theirs.waitFor();
    await expect.poll(() => sessions.getByText('This device').count()).toBe(1);
    await expect
      .poll(() => sessions.getByRole('listitem').filter({ hasText: 'This device' }).innerText())
      .toContain('Chrome on');
    // and the session of the test itself
    await expect.poll(() => sessions.getByRole('listitem').filter({ hasText: 'Chrome on' }).count()).toBe(2);

    await theirs.getByRole('button').click();
    await sessions.getByText('Safari on iPhone has been signed out.').waitFor();
    await theirs.waitFor({ state: 'detached' });
    await other.getByText('You’ve been signed out on this device.').waitFor();
    await other.getByLabel('Email').fill(customer.email);
    await other.getByLabel('Password', { exact: true }).fill(password);
    await press(other, 'Sign in');
    await heading(other, ticket.title).waitFor();
    await expect.poll(() => reply(other).inputValue()).toBe('Written on the phone.');
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
    const items = section(page, 'Where you’re signed in').getByRole('listitem');
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
    await press(page, 'Yes, sign them out');
    await page.getByText('All other devices have been signed out.').waitFor();
    await expect.poll(() => section(page, 'Where you’re signed in').getByRole('listitem').count()).toBe(1);
    await other.getByText('You’ve been signed out on this device.').waitFor();
    await page.reload();
    await heading(page, 'Profile').waitFor();
  });
});
