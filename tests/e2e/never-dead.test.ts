import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { deliver, heading, signIn, useVisitedServer } from '../support/pages.ts';
import { reply } from '../support/ticket-pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let customer: Person;

beforeAll(async () => {
  tenant = await server.world.alwaysOpen();
  customer = await tenant.customer({ phone: '+8801712345678' });
});

const openBrowser = () => server.openPage(tenant);
const mainLink = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true });

/** Visits what a customer needs, and does the most important thing there; answers with what it wrote. */
async function useThePortal(page: Page): Promise<string[]> {
  const ticket = await customer.openTicket({ title: 'A ticket to find' });
  await customer.requestCall({ reason: 'A call to find' });
  await signIn(page, customer);
  await heading(page, /^Welcome/).waitFor();
  await mainLink(page, 'Tickets').click();
  await page.getByRole('link', { name: ticket.title }).first().click();
  await reply(page).fill('Read https://help.example/light, please.');
  await page.getByRole('button', { name: 'Send reply' }).click();
  await page.getByRole('link', { name: 'https://help.example/light' }).waitFor();
  await mainLink(page, 'Calls').click();
  await page.getByText('A call to find').first().waitFor();
  await page.goBack();
  await heading(page, ticket.title).waitFor();
  return (await customer.thread(ticket.id)).slice(1);
}

const written = ['Read https://help.example/light, please.'];

describe('a part of the portal that does not load', () => {
  const failures = {
    'because the connection is lost': (page: Page, part: RegExp) => page.route(part, (route) => route.abort()),
    'because an update has removed it': (page: Page, part: RegExp) =>
      page.route(part, (route) => route.fulfill({ status: 404, json: { message: 'Not found' } })),
    'because something else answers for it': (page: Page, part: RegExp) =>
      page.route(part, (route) =>
        route.fulfill({ contentType: 'text/html', body: '<h1>Please pay for the Wi-Fi</h1>' }),
      ),
    'because it is damaged': (page: Page, part: RegExp) =>
      page.route(part, (route) => route.fulfill({ contentType: 'text/javascript', body: 'export const half = (' })),
  };

  it.each(Object.entries(failures))('%s offers a reload, and keeps what was typed', async (_reason, fail) => {
    const page = await openBrowser();
    const ticket = await customer.openTicket();
    await fail(page, /\/assets\/(?:HelpPage|ProfilePage)-/);
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await reply(page).fill('Written before the update.');
    await mainLink(page, 'Help').click();
    const note = page.getByRole('alert').filter({ hasText: 'We couldn’t open this page' });
    await note.waitFor();
    await expect.poll(() => reply(page).inputValue()).toBe('Written before the update.');
    await note.getByRole('button', { name: 'Stay here' }).click();
    await note.waitFor({ state: 'detached' });

    await mainLink(page, 'Help').click();
    await note.waitFor();
    await page.unrouteAll();
    await note.getByRole('button', { name: 'Reload' }).click();
    await heading(page, 'Help').waitFor();
    await page.goto(`/tickets/${ticket.id}`);
    await heading(page, ticket.title).waitFor();
    await expect.poll(() => reply(page).inputValue()).toBe('Written before the update.');
  });

  it('does not take the page away while the server cannot be reached', async () => {
    const page = await openBrowser();
    await signIn(page, customer, '/profile');
    await page.getByLabel('Name').fill('Not saved yet');
    await page.context().setOffline(true);
    await mainLink(page, 'Help').click();
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.getByRole('alert').filter({ hasText: 'couldn’t reach the server' }).waitFor();
    await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('Not saved yet');
    await page.context().setOffline(false);
  });

  it('is told when it is the first page, and when it is the portal itself', async () => {
    const page = await openBrowser();
    await page.route(/\/assets\/SignInPage-.*\.js/, (route) => route.abort());
    await page.goto('/');
    await heading(page, 'Something went wrong').waitFor();
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Reload' }).click();
    await heading(page, 'Sign in').waitFor();

    const shared = await page.locator('link[rel=modulepreload]').first().getAttribute('href');
    for (const part of [/\/assets\/index-.*\.js/, /\/assets\/index-.*\.css/, `**${shared}`]) {
      await page.route(part, (route) => route.abort());
      await page.goto('/');
      await heading(page, 'The portal couldn’t start').waitFor();
      await expect.poll(() => page.getByRole('button').count()).toBe(1);
      await page.unrouteAll();
      await page.getByRole('button', { name: 'Reload' }).click();
      await heading(page, 'Sign in').waitFor();
    }
  });
});

it('a page that breaks says so, and the rest of the portal goes on', async () => {
  const page = await openBrowser();
  await signIn(page, customer);
  await page.evaluate(() => {
    Intl.RelativeTimeFormat.prototype.format = () => {
      throw new TypeError('broken on purpose');
    };
  });
  await customer.openTicket();
  await mainLink(page, 'Tickets').click();
  await heading(page, 'Something went wrong').waitFor();
  await expect.poll(() => page.getByRole('navigation', { name: 'Main' }).count()).toBe(1);
  await mainLink(page, 'Help').click();
  await heading(page, 'Help').waitFor();
});

it('the document shows the outline of a page before any script has come', async () => {
  const page = await openBrowser();
  await page.route(/\/assets\//, () => undefined);
  await page.goto('/', { waitUntil: 'commit' });
  await page.locator('.start-skeleton').waitFor();
  await expect.poll(() => page.locator('[data-v-app]').count()).toBe(0);
});

describe('the portal works', () => {
  const languages = {
    'en-US@posix': ['en-US@posix'],
    'en_GB.UTF-8': ['en_GB.UTF-8'],
    'C and *': ['C', '*', ''],
    'none at all': [],
    'english, which is no tag': ['english'],
    'en-u-nu-xyz-ca-@': ['en-u-nu-@', 'en-'],
  };
  it.each(Object.entries(languages))('in a browser that asks for %s', async (_name, tags) => {
    const page = await openBrowser();
    await page.addInitScript((list) => {
      Object.defineProperty(navigator, 'languages', { value: list });
      Object.defineProperty(navigator, 'language', { value: list[0] });
    }, tags);
    expect(await useThePortal(page)).toEqual(written);
  });

  it('on a device whose time zone nobody knows', async () => {
    const page = await openBrowser();
    await page.addInitScript(() => {
      const { resolvedOptions } = Intl.DateTimeFormat.prototype;
      Intl.DateTimeFormat.prototype.resolvedOptions = function () {
        return { ...resolvedOptions.call(this), timeZone: 'Etc/Unknown' };
      };
    });
    expect(await useThePortal(page)).toEqual(written);
  });

  const refused = () => {
    throw new DOMException('Access is denied for this document.', 'SecurityError');
  };

  it('without localStorage and sessionStorage', async () => {
    const page = await openBrowser();
    await page.addInitScript(`
      const refused = ${refused.toString()};
      for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: refused });
    `);
    expect(await useThePortal(page)).toEqual(written);
  });

  it('with storages that are full', async () => {
    const page = await openBrowser();
    await page.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      };
    });
    expect(await useThePortal(page)).toEqual(written);
    await reply(page).fill('Kept while the page is open.');
    await mainLink(page, 'Help').click();
    await heading(page, 'Help').waitFor();
    await page.goBack();
    await reply(page).waitFor();
    await expect.poll(() => reply(page).inputValue()).toBe('Kept while the page is open.');
  });

  it('with cookies blocked, and says on signing in what that means', async () => {
    const page = await openBrowser();
    await page.addInitScript(`
      const refused = ${refused.toString()};
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
        Object.defineProperty(window, name, { get: refused });
      Object.defineProperty(navigator, 'cookieEnabled', { value: false });
      LockManager.prototype.request = async () => refused();
      BroadcastChannel = class { constructor() { refused(); } };
    `);
    await page.route('**/graphql', async (route) => {
      const response = await deliver(route, server, { cookie: '' });
      const headers = response.headers();
      delete headers['set-cookie'];
      await route.fulfill({ response, headers });
    });
    await page.goto('/');
    await page.getByText('This browser blocks cookies.').waitFor();
    expect(await useThePortal(page)).toEqual(written);
  });

  it('in a browser without what some supported ones lack', async () => {
    const page = await openBrowser();
    await page.addInitScript(() => {
      const missing: [object, string[]][] = [
        [AbortSignal, ['any', 'timeout']],
        [URL, ['canParse', 'parse']],
        [Array.prototype, ['toSorted', 'toReversed', 'toSpliced', 'with', 'findLast', 'findLastIndex']],
        [Array, ['fromAsync']],
        [Object, ['groupBy']],
        [Map, ['groupBy']],
        [Promise, ['withResolvers', 'try']],
        [Set.prototype, ['union', 'intersection', 'difference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom']],
        [String.prototype, ['isWellFormed', 'toWellFormed']],
        [
          window,
          ['structuredClone', 'requestIdleCallback', 'scheduler', 'Iterator', 'BroadcastChannel', 'LockManager'],
        ],
        [Navigator.prototype, ['locks', 'userAgentData', 'connection', 'virtualKeyboard']],
        [crypto, ['randomUUID']],
        [Crypto.prototype, ['randomUUID']],
        [Intl, ['Segmenter', 'DurationFormat']],
        [Document.prototype, ['startViewTransition']],
        [Element.prototype, ['checkVisibility']],
      ];
      for (const [owner, names] of missing) for (const name of names) Reflect.deleteProperty(owner, name);
    });
    expect(await useThePortal(page)).toEqual(written);
    await mainLink(page, 'Dashboard').click();
    await heading(page, /^Welcome/).waitFor();
  });
});

describe('a browser that is too old', () => {
  const refuses = (feature: string) => `
    const { supports } = CSS;
    CSS.supports = (...rule) => !rule.join().includes('${feature}') && supports.apply(CSS, rule);
  `;
  const lacks: Record<string, string> = {
    'mixed colours': refuses('color-mix'),
    ':has()': refuses(':has'),
    'Object.hasOwn': 'delete Object.hasOwn',
    'Array.prototype.at': 'delete Array.prototype.at',
    'lists of time zones': 'delete Intl.supportedValuesOf',
    WebSocket: 'delete window.WebSocket',
  };
  it.each(Object.entries(lacks))('for %s is told so in one page', async (_what, remove) => {
    const page = await openBrowser();
    await page.addInitScript({ content: remove });
    await page.goto('/', { waitUntil: 'networkidle' });
    await heading(page, 'This browser is too old for the portal').waitFor();
    await expect.poll(() => page.locator('[data-v-app]').count()).toBe(0);
  });

  it('is told so in Bengali, too', async () => {
    const page = await server.openPage(tenant, { locale: 'bn-BD' });
    await page.addInitScript({ content: refuses('color-mix') });
    await page.goto('/');
    await heading(page, 'এই ব্রাউজারটি পোর্টালের জন্য অনেক পুরোনো').waitFor();
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('bn');
  });
});
