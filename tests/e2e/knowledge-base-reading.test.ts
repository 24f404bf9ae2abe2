import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  articleText,
  countsOf,
  gate,
  intercept,
  publishArticles,
  result,
  search,
  ticketsOf,
} from '../support/help-pages.ts';
import { openNetwork } from '../support/network.ts';
import {
  heading,
  isFocused,
  phoneScreen,
  sideways,
  signIn,
  tabTo,
  useVisitedServer,
  type PageOptions,
} from '../support/pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let agent: Person;

beforeAll(async () => {
  tenant = await server.world.tenant();
  agent = await tenant.agent();
  await publishArticles(agent);
});

const openBrowser = (options?: PageOptions) => server.openPage(tenant, options);

describe('a customer on the help page', () => {
  it('finds a misspelt question while typing it, reads the answer, and goes back to the search', async () => {
    const page = await openBrowser();
    await signIn(page, await tenant.customer(), '/help');
    await result(page, 'Slow in the evening').waitFor();
    await search(page).pressSequentially('my ruter restrts', { delay: 30 });
    await page
      .getByRole('status')
      .filter({ hasText: /^\d+ articles? found$/ })
      .waitFor();
    await result(page, 'Pay a bill by phone').waitFor({ state: 'detached' });
    await expect.poll(() => page.getByRole('main').locator('li mark').allTextContents()).toContain('router');
    await result(page, 'The router restarts by itself').click();
    await heading(page, 'The router restarts by itself').waitFor();
    await expect.poll(() => page.title()).toContain('The router restarts by itself');
    await expect.poll(() => articleText(page).locator('strong').textContent()).toBe('hot');
    await page.goBack();
    await result(page, 'The router restarts by itself').waitFor();
    await expect.poll(() => search(page).inputValue()).toBe('my ruter restrts');
    await page.goBack();
    await result(page, 'Pay a bill by phone').waitFor();
    await expect.poll(() => search(page).inputValue()).toBe('');
  });

  it('sees the answer to the last question only, and the one before as long as that is under way', async () => {
    const [slow, last] = [gate(), gate()];
    const page = await openBrowser();
    await signIn(page, await tenant.customer(), '/help?search=router');
    await result(page, 'The router restarts by itself').waitFor();
    await intercept(page, 'Articles', async (route, { search: asked }) => {
      if (asked === 'evening') await slow.opened;
      if (asked === 'bill') await last.opened;
      await route.continue().catch(() => {});
    });
    const asking = (text: string) =>
      page.waitForRequest((request) => request.postDataJSON()?.variables?.search === text);
    await Promise.all([asking('evening'), search(page).fill('evening')]);
    await Promise.all([asking('bill'), search(page).fill('bill')]);
    await expect.poll(() => result(page, 'The router restarts by itself').isVisible()).toBe(true);
    last.open();
    await result(page, 'Pay a bill by phone').waitFor();
    slow.open();
    await result(page, 'Slow in the evening').waitFor({ state: 'detached' });
    await expect.poll(() => result(page, 'Pay a bill by phone').isVisible()).toBe(true);
  });

  it('is told when nothing is found and when the search failed, and tries again', async () => {
    const page = await openBrowser();
    await signIn(page, await tenant.customer(), '/help');
    await search(page).fill('xyzzy');
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    await expect
      .poll(() => page.getByRole('link', { name: 'Open a ticket' }).getAttribute('href'))
      .toContain('title=xyzzy');
    await page.route('**/graphql', (route) => route.abort());
    await search(page).fill('router');
    await page.getByRole('alert').filter({ hasText: 'couldn’t reach the server' }).waitFor();
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Try again' }).click();
    await result(page, 'The router restarts by itself').waitFor();
  });

  it('begins with the language of the portal, and can look in all of them', async () => {
    const page = await openBrowser();
    await page.addInitScript(() => localStorage.setItem('shohayota.language', 'en'));
    await signIn(page, await tenant.customer(), '/help');
    await result(page, 'Pay a bill by phone').waitFor();
    await expect.poll(() => result(page, 'ফোনে বিল পরিশোধ').count()).toBe(0);
    await page.getByRole('combobox', { name: 'Language of the articles' }).click();
    await page.getByRole('option', { name: 'All languages' }).click();
    await result(page, 'ফোনে বিল পরিশোধ').click();
    await heading(page, 'ফোনে বিল পরিশোধ').waitFor();
    await expect.poll(() => articleText(page).getAttribute('lang')).toBe('bn');
    await page.getByRole('link', { name: 'Read in English' }).click();
    await heading(page, 'Pay a bill by phone').waitFor();
  });

  it('reads on where the list was cut, and finds it as long when coming back', async () => {
    const large = await server.world.tenant();
    const author = await large.agent();
    const numbers = Array.from({ length: 25 }, (_, index) => index + 1);
    for (const number of numbers) await author.publishArticle({ title: `Article ${number}` });
    const page = await server.openPage(large);
    await signIn(page, await large.customer(), '/help');
    await result(page, 'Article 25').waitFor();
    await page.getByText('20 of 25 shown').waitFor();
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByRole('link', { name: 'Article 1', exact: true }).click();
    await heading(page, 'Article 1').waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Article 1', exact: true }).waitFor();
    await expect.poll(() => page.getByRole('main').getByRole('listitem').count()).toBe(25);
  });

  it('gets there by keyboard alone on a phone, where nothing scrolls sideways but tables and code', async () => {
    const wide = `| ${'column | '.repeat(12)}\n| ${'--- | '.repeat(12)}\n| ${'value | '.repeat(12)}`;
    const code = '```\n' + 'a-long-command '.repeat(20) + '\n```';
    const body = `${wide}\n\n${code}\n\n${'averyverylongword'.repeat(12)}`;
    await agent.publishArticle({ slug: 'wide-figures', title: 'Figures of all plans', body });
    const page = await openBrowser(phoneScreen);
    await signIn(page, await tenant.customer(), '/help');
    await result(page, 'Figures of all plans').waitFor();
    await search(page).focus();
    await page.keyboard.type('figures plans');
    await result(page, 'Slow in the evening').waitFor({ state: 'detached' });
    expect(await sideways(page)).toBe(0);
    await tabTo(page, result(page, 'Figures of all plans'));
    await page.keyboard.press('Enter');
    await heading(page, 'Figures of all plans').waitFor();
    await expect.poll(() => isFocused(heading(page, 'Figures of all plans'))).toBe(true);
    expect(await sideways(page)).toBe(0);
    for (const within of ['.article-frame', 'pre']) {
      const box = articleText(page).locator(within);
      expect(await box.evaluate((element) => element.scrollWidth > element.clientWidth)).toBe(true);
      await tabTo(page, box);
    }
    await tabTo(page, page.getByRole('button', { name: 'Yes', exact: true }));
    await page.keyboard.press('Space');
    await page.getByRole('status').filter({ hasText: 'Thank you' }).waitFor();
  });
});

describe('an article', () => {
  it('is rated once by each reader, who may think again, also when it did not get through at first', async () => {
    await agent.publishArticle({ slug: 'to-be-rated', title: 'To be rated', body: 'Something.' });
    const network = await openNetwork(server.port);
    const page = await openBrowser({ port: network.port });
    await signIn(page, await tenant.customer(), '/help/to-be-rated');
    await page.getByRole('button', { name: 'Yes', exact: true }).click();
    await page.getByRole('status').filter({ hasText: 'Thank you' }).waitFor();
    await expect.poll(() => countsOf(agent, 'to-be-rated')).toMatchObject({ helpfulCount: 1, notHelpfulCount: 0 });
    network.cut();
    await page.getByRole('button', { name: 'No', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'Couldn’t save' }).waitFor();
    network.restore();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('status').filter({ hasText: 'We’ll work on it' }).waitFor();
    await expect.poll(() => countsOf(agent, 'to-be-rated')).toMatchObject({ helpfulCount: 0, notHelpfulCount: 1 });
    await page.reload();
    await page.getByRole('button', { name: 'No', exact: true, pressed: true }).waitFor();
  });

  it('shows nothing of what a hostile author hides in it, neither to readers nor in the preview', async () => {
    const hostile = [
      '<script>window.pwned = 1</script>',
      '<img src=x onerror="window.pwned = 1">',
      '<svg/onload="window.pwned = 1"><iframe srcdoc="<script>parent.pwned = 1</script>"></iframe>',
      '<style>body { display: none }</style><p style="position: fixed" onclick="window.pwned = 1">text</p>',
      '[run](javascript:window.pwned=1) [run](JaVaScRiPt&#58;window.pwned=1) [run](vbscript:x) [run](data:text/html,x)',
      '![x](javascript:window.pwned=1) ![track](https://elsewhere.test/pixel.png)',
      '<javascript:window.pwned=1> [leave](//elsewhere.test) [leave](/\\elsewhere.test)',
      '<a href="&#106;avascript:window.pwned=1">run</a>',
      '[quote"><img src=x onerror=window.pwned=1>](https://portal.test/"onmouseover="window.pwned=1)',
    ].join('\n\n');
    await agent.publishArticle({ slug: 'hostile', title: '<img src=x onerror=window.pwned=1>', body: hostile });
    const foreign: string[] = [];
    const page = await openBrowser();
    page.on('request', (request) => void (/elsewhere/.test(request.url()) && foreign.push(request.url())));
    await signIn(page, await tenant.customer(), '/help/hostile');
    await expectHarmless(page);
    await page.goto('/help?search=run');
    await result(page, '<img').waitFor();
    const staffPage = await openBrowser();
    await signIn(staffPage, agent, '/help/hostile/edit');
    await expectHarmless(staffPage);
    for (const each of [page, staffPage]) {
      expect(await each.evaluate(() => (window as { pwned?: number }).pwned)).toBeUndefined();
    }
    expect(foreign).toEqual([]);
  });

  async function expectHarmless(page: Page): Promise<void> {
    await articleText(page).waitFor();
    await articleText(page).getByText('window.pwned').first().waitFor();
    const found = await articleText(page).evaluate((root) =>
      [...root.querySelectorAll('*')].flatMap((element) => [
        `<${element.localName}>`,
        ...[...element.attributes].map(({ name, value }) => {
          if (name !== 'href') return name;
          const { origin, protocol } = new URL(value, location.href);
          return origin === location.origin ? 'the portal' : protocol;
        }),
      ]),
    );
    expect(new Set(found)).toEqual(new Set(['<p>', '<a>', 'https:', 'the portal', 'rel']));
  }

  it('leads to a ticket that says which article was read', async () => {
    const customer = await tenant.customer();
    const page = await openBrowser();
    await signIn(page, customer, '/help/pay-by-phone');
    await page.getByRole('link', { name: 'Open a ticket' }).click();
    await page.getByText('you’ve read “Pay a bill by phone”').waitFor();
    await page.getByLabel('Title').fill('The card is refused');
    await page.getByLabel('Description').fill('It says no.');
    await page.getByRole('button', { name: 'Create ticket' }).click();
    await heading(page, 'The card is refused').waitFor();
    const [ticket] = await ticketsOf(customer);
    expect(ticket!.description).toMatch(
      /^It says no\.\n\nHelp article read: “Pay a bill by phone” http.*\/help\/pay-by-phone/,
    );
  });

  it('is not there for customers while it is a draft, nor is the desk of the staff', async () => {
    await agent.writeArticle({ slug: 'half-written', title: 'Half written', body: 'Not yet.' });
    const page = await openBrowser();
    await signIn(page, await tenant.customer(), '/help/half-written');
    await heading(page, 'Article not found').waitFor();
    for (const desk of ['/help/pay-by-phone/edit', '/help/-/new']) {
      await page.goto(desk);
      await heading(page, 'Page not found').waitFor();
    }
    await page.goto('/help/pay-by-phone');
    await heading(page, 'Pay a bill by phone').waitFor();
    await expect.poll(() => page.getByRole('link', { name: 'Edit' }).count()).toBe(0);
  });
});
