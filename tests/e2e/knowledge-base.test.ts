import type { Browser, Locator, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { openNetwork } from '../support/network.ts';
import { openPage, signIn } from '../support/pages.ts';
import { startServer, type TestServer } from '../support/server.ts';
import type { Person, TestTenant } from '../support/world.ts';

let server: TestServer;
let browser: Browser;
let tenant: TestTenant;
let agent: Person;

beforeAll(async () => {
  server = await startServer();
  browser = await launchBrowser();
  tenant = await server.world.tenant();
  agent = await tenant.agent();
  for (const { slug, title, body, language = 'en' } of [
    { slug: 'router-restarts', title: 'The router restarts by itself', body: 'Is it **hot**? Give it air.' },
    { slug: 'pay-by-phone', title: 'Pay a bill by phone', body: 'Dial the number, and have your card ready.' },
    { slug: 'slow-evening', title: 'Slow in the evening', body: 'Measure beside the router, at noon and at night.' },
    { slug: 'pay-by-phone', title: 'ফোনে বিল পরিশোধ', body: 'নম্বরে ফোন করুন।', language: 'bn' },
  ]) {
    await publish(await write({ slug, title, body, language }));
  }
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const openBrowser = (port = server.port) => openPage(browser, tenant, port);

interface ArticleAnswer {
  id: string;
  slug: string;
  version: number;
  helpfulCount: number;
  notHelpfulCount: number;
  solvedCount: number;
}

async function save(id: string | null, input: Record<string, unknown>, author = agent): Promise<ArticleAnswer> {
  const { articleSave } = await author.get(
    `mutation($id: ID, $input: ArticleSaveInput!) {
      articleSave(id: $id, input: $input) { userErrors { code } article { id slug version } }
    }`,
    { id, input },
  );
  expect(articleSave.userErrors).toEqual([]);
  return articleSave.article;
}

const write = (input: Record<string, unknown>, author = agent) => save(null, { language: 'en', ...input }, author);

const publish = ({ id }: { id: string }, author = agent) =>
  author.get('mutation($id: ID!) { articlePublish(id: $id) { userErrors { code } } }', { id });

const countsOf = async (slug: string): Promise<ArticleAnswer> => {
  const { article } = await agent.get(
    'query($slug: String!) { article(slug: $slug, language: "en") { helpfulCount notHelpfulCount solvedCount } }',
    { slug },
  );
  return article;
};

const ticketsOf = async (person: Person): Promise<{ title: string; description: string }[]> => {
  const { tickets } = await person.get('{ tickets { nodes { title messages(first: 1) { nodes { body } } } } }');
  return tickets.nodes.map(({ title, messages }: any) => ({ title, description: messages.nodes[0].body }));
};

const search = (page: Page) => page.getByRole('textbox', { name: 'Search help articles' });

const result = (page: Page, title: string) => page.getByRole('main').getByRole('link', { name: title });

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

const offer = (page: Page, title: string) => page.getByRole('button', { name: title });

const articleText = (page: Page | Locator) => page.locator('.article-body');

const sidewaysScroll = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const focused = (what: Locator) => what.evaluate((element) => element === document.activeElement);

/** Does something else to the requests of one operation. */
function intercept(page: Page, operation: string, handle: (route: Route, variables: any) => Promise<void>) {
  return page.route('**/graphql', (route) => {
    const body = route.request().postDataJSON() as { operationName?: string; variables?: unknown } | null;
    return body?.operationName === operation ? handle(route, body.variables) : route.fallback();
  });
}

function gate() {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

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
    expect(await page.getByRole('main').locator('li mark').allTextContents()).toContain('router');
    await result(page, 'The router restarts by itself').click();
    await heading(page, 'The router restarts by itself').waitFor();
    expect(await page.title()).toContain('The router restarts by itself');
    expect(await articleText(page).locator('strong').textContent()).toBe('hot');
    await page.goBack();
    await result(page, 'The router restarts by itself').waitFor();
    expect(await search(page).inputValue()).toBe('my ruter restrts');
    await page.goBack();
    await result(page, 'Pay a bill by phone').waitFor();
    expect(await search(page).inputValue()).toBe('');
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
    expect(await result(page, 'The router restarts by itself').isVisible()).toBe(true);
    last.open();
    await result(page, 'Pay a bill by phone').waitFor();
    slow.open();
    await result(page, 'Slow in the evening').waitFor({ state: 'detached' });
    expect(await result(page, 'Pay a bill by phone').isVisible()).toBe(true);
  });

  it('is told when nothing is found and when the search failed, and tries again', async () => {
    const page = await openBrowser();
    await signIn(page, await tenant.customer(), '/help');
    await search(page).fill('xyzzy');
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    expect(await page.getByRole('link', { name: 'Open a ticket' }).getAttribute('href')).toContain('title=xyzzy');
    await page.route('**/graphql', (route) => route.abort());
    await search(page).fill('router');
    await page.getByRole('alert').filter({ hasText: 'could not be reached' }).waitFor();
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Try again' }).click();
    await result(page, 'The router restarts by itself').waitFor();
  });

  it('begins with the language of the portal, and can look in all of them', async () => {
    const page = await openBrowser();
    await page.addInitScript(() => localStorage.setItem('shohayota.language', 'en'));
    await signIn(page, await tenant.customer(), '/help');
    await result(page, 'Pay a bill by phone').waitFor();
    expect(await result(page, 'ফোনে বিল পরিশোধ').count()).toBe(0);
    await page.getByRole('combobox', { name: 'Language of the articles' }).click();
    await page.getByRole('option', { name: 'All languages' }).click();
    await result(page, 'ফোনে বিল পরিশোধ').click();
    await heading(page, 'ফোনে বিল পরিশোধ').waitFor();
    expect(await articleText(page).getAttribute('lang')).toBe('bn');
    await page.getByRole('link', { name: 'Read in English' }).click();
    await heading(page, 'Pay a bill by phone').waitFor();
  });

  it('reads on where the list was cut, and finds it as long when coming back', async () => {
    const large = await server.world.tenant();
    const author = await large.agent();
    const numbers = Array.from({ length: 25 }, (_, index) => index + 1);
    for (const number of numbers)
      await publish(await write({ title: `Article ${number}`, body: 'Text.' }, author), author);
    const page = await openPage(browser, large, server.port);
    await signIn(page, await large.customer(), '/help');
    await result(page, 'Article 25').waitFor();
    await page.getByText('20 of 25 shown').waitFor();
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByRole('link', { name: 'Article 1', exact: true }).click();
    await heading(page, 'Article 1').waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Article 1', exact: true }).waitFor();
    expect(await page.getByRole('main').getByRole('listitem').count()).toBe(25);
  });

  it('gets there by keyboard alone on a phone, where nothing scrolls sideways but tables and code', async () => {
    const wide = `| ${'column | '.repeat(12)}\n| ${'--- | '.repeat(12)}\n| ${'value | '.repeat(12)}`;
    const code = '```\n' + 'a-long-command '.repeat(20) + '\n```';
    const body = `${wide}\n\n${code}\n\n${'averyverylongword'.repeat(12)}`;
    await publish(await write({ slug: 'wide-figures', title: 'Figures of all plans', body }));
    const page = await openBrowser();
    await page.setViewportSize({ width: 390, height: 844 });
    await signIn(page, await tenant.customer(), '/help');
    await result(page, 'Figures of all plans').waitFor();
    await search(page).focus();
    await page.keyboard.type('figures plans');
    await result(page, 'Slow in the evening').waitFor({ state: 'detached' });
    expect(await sidewaysScroll(page)).toBe(0);
    await tabTo(page, result(page, 'Figures of all plans'));
    await page.keyboard.press('Enter');
    await heading(page, 'Figures of all plans').waitFor();
    expect(await focused(heading(page, 'Figures of all plans'))).toBe(true);
    expect(await sidewaysScroll(page)).toBe(0);
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

async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let pressed = 0; pressed < 40; pressed++) {
    await page.keyboard.press('Tab');
    if (await focused(target)) return;
  }
  throw new Error('Tab does not lead there');
}

describe('an article', () => {
  it('is rated once by each reader, who may think again, also when it did not get through at first', async () => {
    await publish(await write({ slug: 'to-be-rated', title: 'To be rated', body: 'Something.' }));
    const network = await openNetwork(server.port);
    onTestFinished(network.stop);
    const page = await openBrowser(network.port);
    await signIn(page, await tenant.customer(), '/help/to-be-rated');
    await page.getByRole('button', { name: 'Yes', exact: true }).click();
    await page.getByRole('status').filter({ hasText: 'Thank you' }).waitFor();
    expect(await countsOf('to-be-rated')).toMatchObject({ helpfulCount: 1, notHelpfulCount: 0 });
    network.cut();
    await page.getByRole('button', { name: 'No', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'Not saved' }).waitFor();
    network.restore();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('status').filter({ hasText: 'We will work on it' }).waitFor();
    expect(await countsOf('to-be-rated')).toMatchObject({ helpfulCount: 0, notHelpfulCount: 1 });
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
    await publish(await write({ slug: 'hostile', title: '<img src=x onerror=window.pwned=1>', body: hostile }));
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
    await page.getByText('you have read “Pay a bill by phone”').waitFor();
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
    await write({ slug: 'half-written', title: 'Half written', body: 'Not yet.' });
    const page = await openBrowser();
    await signIn(page, await tenant.customer(), '/help/half-written');
    await heading(page, 'This article is not here').waitFor();
    for (const desk of ['/help/pay-by-phone/edit', '/help/-/new']) {
      await page.goto(desk);
      await heading(page, 'Page not found').waitFor();
    }
    await page.goto('/help/pay-by-phone');
    await heading(page, 'Pay a bill by phone').waitFor();
    expect(await page.getByRole('link', { name: 'Edit' }).count()).toBe(0);
  });
});

describe('a customer who begins a ticket', () => {
  const title = (page: Page) => page.getByLabel('Title');
  const description = (page: Page) => page.getByLabel('Description');
  const solved = (page: Page) => page.getByRole('button', { name: 'This solved it' });
  const thanks = (page: Page) => heading(page, 'Glad that it is solved');

  async function solvable(slug: string, name: string): Promise<void> {
    await publish(await write({ slug, title: name, body: 'Press the **small** button.' }));
  }

  it('is offered the article that fits; when that solved it, it is counted once and no ticket is sent', async () => {
    await solvable('lamp-blinks', 'The lamp of the inverter blinks');
    const customer = await tenant.customer();
    const page = await openBrowser();
    await signIn(page, customer);
    await page.getByRole('link', { name: 'New ticket' }).first().click();
    await description(page).fill('Since this morning.');
    await title(page).pressSequentially('invertr lamp is blinking', { delay: 20 });
    await page
      .getByRole('status')
      .filter({ hasText: /\d+ help articles? fits? your title/ })
      .waitFor();
    expect(await focused(title(page))).toBe(true);
    await offer(page, 'The lamp of the inverter blinks').click();
    await page.getByRole('dialog').getByText('Press the small button.').waitFor();
    await page.goBack();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await title(page).inputValue()).toBe('invertr lamp is blinking');
    await offer(page, 'The lamp of the inverter blinks').click();
    await page.getByRole('button', { name: 'Go on with my ticket' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused(offer(page, 'The lamp of the inverter blinks'))).toBe(true);
    expect(await description(page).inputValue()).toBe('Since this morning.');
    await offer(page, 'The lamp of the inverter blinks').click();
    await solved(page).dblclick();
    await thanks(page).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => focused(thanks(page))).toBe(true);
    expect(await countsOf('lamp-blinks')).toMatchObject({ solvedCount: 1 });
    expect(await ticketsOf(customer)).toEqual([]);
    await page.getByRole('link', { name: 'Read the article again' }).click();
    await heading(page, 'The lamp of the inverter blinks').waitFor();
    await page.goto('/tickets/new');
    expect(await title(page).inputValue()).toBe('');
    expect(await description(page).inputValue()).toBe('');
  });

  it('is counted once, too, when the answer was lost and it is pressed again after a reload', async () => {
    await solvable('fan-is-loud', 'The fan of the inverter is loud');
    const customer = await tenant.customer();
    const page = await openBrowser();
    await signIn(page, customer, '/tickets/new');
    await title(page).fill('fan is loud');
    await offer(page, 'The fan of the inverter is loud').click();
    await intercept(page, 'ArticleMarkSolved', async (route) => {
      await route.fetch({ url: `${server.url}/graphql` });
      await route.abort();
    });
    await solved(page).click();
    await page.getByRole('alert').filter({ hasText: 'Not saved' }).waitFor();
    expect(await countsOf('fan-is-loud')).toMatchObject({ solvedCount: 1 });
    await page.unrouteAll();
    await page.reload();
    await offer(page, 'The fan of the inverter is loud').click();
    await solved(page).click();
    await thanks(page).waitFor();
    expect(await countsOf('fan-is-loud')).toMatchObject({ solvedCount: 1 });
    expect(await ticketsOf(customer)).toEqual([]);
  });

  it('gets everything back when the ticket is needed after all, and then nothing counts as saved', async () => {
    await solvable('panel-dirty', 'The panel is dirty');
    const customer = await tenant.customer();
    const page = await openBrowser();
    await signIn(page, customer, '/tickets/new');
    await title(page).fill('dirty panel');
    await offer(page, 'The panel is dirty').waitFor();
    await description(page).fill('Birds.');
    await offer(page, 'The panel is dirty').click();
    await solved(page).click();
    await thanks(page).waitFor();
    await page.getByRole('button', { name: 'I need the ticket after all' }).click();
    expect(await title(page).inputValue()).toBe('dirty panel');
    expect(await description(page).inputValue()).toBe('Birds.');
    await page.getByRole('button', { name: 'Create ticket' }).click();
    await heading(page, 'dirty panel').waitFor();
    expect(await countsOf('panel-dirty')).toMatchObject({ solvedCount: 0 });
  });

  it('is offered what fits in the language typed, whatever that of the portal, and needs no mouse for it', async () => {
    const customer = await tenant.customer();
    const page = await openBrowser();
    await page.setViewportSize({ width: 390, height: 844 });
    await signIn(page, customer, '/tickets/new');
    await title(page).focus();
    await page.keyboard.insertText('ফোনে বিল');
    await offer(page, 'ফোনে বিল পরিশোধ').waitFor();
    await tabTo(page, offer(page, 'ফোনে বিল পরিশোধ'));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'ফোনে বিল পরিশোধ' }).getByText('নম্বরে ফোন করুন।').waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused(offer(page, 'ফোনে বিল পরিশোধ'))).toBe(true);
    await page.keyboard.press('Enter');
    await tabTo(page, solved(page));
    await page.keyboard.press('Enter');
    await thanks(page).waitFor();
    expect(await ticketsOf(customer)).toEqual([]);
  });

  it('is not disturbed in the description by an offer that comes late', async () => {
    await solvable('meter-runs', 'The meter runs backwards');
    const late = gate();
    const page = await openBrowser();
    await signIn(page, await tenant.customer(), '/tickets/new');
    await intercept(page, 'ArticleOffers', async (route) => {
      await late.opened;
      await route.continue();
    });
    const asked = page.waitForRequest(
      (request) => request.postDataJSON()?.variables?.search === 'meter runs backwards',
    );
    await title(page).fill('meter runs backwards');
    await description(page).focus();
    await asked;
    const before = await description(page).boundingBox();
    await page.keyboard.type('Since');
    late.open();
    await page.getByRole('button', { name: /^Show \d+ help/ }).waitFor();
    await page.keyboard.type(' noon.');
    expect(await description(page).inputValue()).toBe('Since noon.');
    expect(await description(page).boundingBox()).toEqual(before);
    await page.getByRole('button', { name: /^Show \d+ help/ }).click();
    await offer(page, 'The meter runs backwards').waitFor();
  });

  it('sends it as ever when the search does not work', async () => {
    const customer = await tenant.customer();
    const page = await openBrowser();
    await signIn(page, customer, '/tickets/new');
    const failed = gate();
    await intercept(page, 'ArticleOffers', async (route) => {
      await route.abort();
      failed.open();
    });
    await title(page).fill('The router restarts by itself');
    await failed.opened;
    await description(page).fill('Every hour.');
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await offer(page, 'The router restarts by itself').count()).toBe(0);
    await page.getByRole('button', { name: 'Create ticket' }).click();
    await heading(page, 'The router restarts by itself').waitFor();
    expect(await ticketsOf(customer)).toHaveLength(1);
  });
});

describe('staff at the knowledge base', () => {
  const text = (page: Page) => page.getByLabel('Text');

  it('write an article, see it as readers will, publish it for a customer to find, and put it away', async () => {
    const [page, customerPage] = [await openBrowser(), await openBrowser()];
    await signIn(customerPage, await tenant.customer(), '/help?search=thunderstorm');
    await customerPage.getByRole('heading', { name: 'Nothing found' }).waitFor();

    await signIn(page, agent, '/help');
    await page.getByRole('link', { name: 'New article' }).click();
    await page.getByLabel('Title').fill('After a thunderstorm');
    await text(page).fill('Pull the plug, **wait**, and plug it in again.');
    await articleText(page).locator('strong').filter({ hasText: 'wait' }).waitFor();
    await page.getByRole('button', { name: 'Save draft' }).click();
    await heading(page, 'Edit article').waitFor();
    await expect.poll(() => new URL(page.url()).pathname).toBe('/help/after-a-thunderstorm/edit');

    await text(page).fill('Pull the plug, **wait a minute**, and plug it in again.');
    await articleText(page).locator('strong').filter({ hasText: 'wait a minute' }).waitFor();
    const previewed = await articleText(page).innerHTML();
    await page.getByRole('button', { name: 'Save and publish' }).click();
    await heading(page, 'After a thunderstorm').waitFor();
    await customerPage.reload();
    await result(customerPage, 'After a thunderstorm').click();
    await heading(customerPage, 'After a thunderstorm').waitFor();
    expect(await articleText(customerPage).innerHTML()).toBe(previewed);

    await page.getByRole('button', { name: 'Archive', exact: true }).click();
    await page.getByRole('status').filter({ hasText: 'only staff see it now' }).waitFor();
    await page.getByRole('link', { name: 'All help articles' }).click();
    const archived = page.getByRole('listitem').filter({ hasText: 'After a thunderstorm' });
    await archived.getByText('Archived').waitFor();
    await customerPage.goto('/help?search=thunderstorm');
    await customerPage.getByRole('heading', { name: 'Nothing found' }).waitFor();
  });

  it('lose nothing when somebody else saves in between, and are told what to do', async () => {
    const { id } = await write({ slug: 'opening-hours', title: 'Opening hours', body: 'From nine to five.' });
    const page = await openBrowser();
    await signIn(page, agent, '/help/opening-hours/edit');
    await text(page).fill('From nine to six.');
    await save(id, { title: 'Opening hours', body: 'From ten to five.', version: 1 });
    await page.getByRole('button', { name: 'Save draft' }).click();
    const conflict = page.getByRole('alert').filter({ hasText: 'Somebody else has saved in between' });
    await conflict.waitFor();
    expect(await text(page).inputValue()).toBe('From nine to six.');
    await conflict.getByText('What is saved now').click();
    await conflict.getByText('From ten to five.').waitFor();
    await text(page).fill('From ten to six.');
    await page.reload();
    expect(await text(page).inputValue()).toBe('From ten to six.');
    await conflict.getByRole('button', { name: 'Save mine instead' }).click();
    await page.getByText('All is saved.').waitFor();
    await conflict.waitFor({ state: 'detached' });
    const { article } = await agent.get('{ article(slug: "opening-hours") { body version } }');
    expect(article).toEqual({ body: 'From ten to six.', version: 3 });
  });

  it('are asked before they leave with unsaved text, and find it again when they kept it', async () => {
    await write({ slug: 'holidays', title: 'Holidays', body: 'None yet.' });
    const page = await openBrowser();
    await signIn(page, agent, '/help/holidays/edit');
    await text(page).fill('From May on.');
    const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
    const leave = () => page.getByRole('link', { name: 'Tickets' }).first().click();
    await leave();
    await dialog.getByRole('button', { name: 'Keep writing' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await text(page).inputValue()).toBe('From May on.');
    await leave();
    await dialog.getByRole('button', { name: 'Leave, keep it for later' }).click();
    await heading(page, 'Tickets').waitFor();
    await page.goto('/help/holidays/edit');
    await page.getByText('text of yours that was not saved').waitFor();
    expect(await text(page).inputValue()).toBe('From May on.');
    await leave();
    await dialog.getByRole('button', { name: 'Discard it' }).click();
    await heading(page, 'Tickets').waitFor();
    await page.goto('/help/holidays/edit');
    await heading(page, 'Edit article').waitFor();
    expect(await text(page).inputValue()).toBe('None yet.');
  });

  it('are told beside the field what is wrong, and keep what they typed', async () => {
    const page = await openBrowser();
    await signIn(page, agent, '/help/-/new');
    await page.getByLabel('Title').fill('Pay by phone, once more');
    await page.getByLabel('Name in the address').fill('pay-by-phone');
    await text(page).fill('Dial.');
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByText('Another article in this language has this slug.').waitFor();
    expect(await page.getByLabel('Name in the address').getAttribute('aria-invalid')).toBe('true');
    expect(await focused(page.getByLabel('Name in the address'))).toBe(true);
    expect(await text(page).inputValue()).toBe('Dial.');
  });
});
