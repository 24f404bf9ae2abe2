import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { countsOf, gate, intercept, publishArticles, ticketsOf } from '../support/help-pages.ts';
import {
  deliver,
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

const offer = (page: Page, title: string) => page.getByRole('button', { name: title });

describe('a customer who begins a ticket', () => {
  const title = (page: Page) => page.getByLabel('Title');
  const description = (page: Page) => page.getByLabel('Description');
  const solved = (page: Page) => page.getByRole('button', { name: 'This solved it' });
  const thanks = (page: Page) => heading(page, 'Glad that’s solved!');

  async function solvable(slug: string, name: string): Promise<void> {
    await agent.publishArticle({ slug, title: name, body: 'Press the **small** button.' });
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
      .filter({ hasText: /\d+ articles? match(es)? your title/ })
      .waitFor();
    await expect.poll(() => isFocused(title(page))).toBe(true);
    await offer(page, 'The lamp of the inverter blinks').click();
    await page.getByRole('dialog').getByText('Press the small button.').waitFor();
    await page.goBack();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => title(page).inputValue()).toBe('invertr lamp is blinking');
    await offer(page, 'The lamp of the inverter blinks').click();
    await page.getByRole('button', { name: 'Continue with my ticket' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => isFocused(offer(page, 'The lamp of the inverter blinks'))).toBe(true);
    await expect.poll(() => description(page).inputValue()).toBe('Since this morning.');
    await offer(page, 'The lamp of the inverter blinks').click();
    await solved(page).dblclick();
    await thanks(page).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => isFocused(thanks(page))).toBe(true);
    await expect.poll(() => countsOf(agent, 'lamp-blinks')).toMatchObject({ solvedCount: 1 });
    expect(await ticketsOf(customer)).toEqual([]);
    await page.getByRole('link', { name: 'Read the article again' }).click();
    await heading(page, 'The lamp of the inverter blinks').waitFor();
    await page.goto('/tickets/new');
    await expect.poll(() => title(page).inputValue()).toBe('');
    await expect.poll(() => description(page).inputValue()).toBe('');
  });

  it('is counted once, too, when the answer was lost and it is pressed again after a reload', async () => {
    await solvable('fan-is-loud', 'The fan of the inverter is loud');
    const customer = await tenant.customer();
    const page = await openBrowser();
    await signIn(page, customer, '/tickets/new');
    await title(page).fill('fan is loud');
    await offer(page, 'The fan of the inverter is loud').click();
    await intercept(page, 'ArticleMarkSolved', async (route) => {
      await deliver(route, server);
      await route.abort();
    });
    await solved(page).click();
    await page.getByRole('alert').filter({ hasText: 'Couldn’t save' }).waitFor();
    await expect.poll(() => countsOf(agent, 'fan-is-loud')).toMatchObject({ solvedCount: 1 });
    await page.unrouteAll();
    await page.reload();
    await offer(page, 'The fan of the inverter is loud').click();
    await solved(page).click();
    await thanks(page).waitFor();
    await expect.poll(() => countsOf(agent, 'fan-is-loud')).toMatchObject({ solvedCount: 1 });
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
    await page.getByRole('button', { name: 'I still need a ticket' }).click();
    await expect.poll(() => title(page).inputValue()).toBe('dirty panel');
    await expect.poll(() => description(page).inputValue()).toBe('Birds.');
    await page.getByRole('button', { name: 'Create ticket' }).click();
    await heading(page, 'dirty panel').waitFor();
    await expect.poll(() => countsOf(agent, 'panel-dirty')).toMatchObject({ solvedCount: 0 });
  });

  it('is offered what fits in the language typed, whatever that of the portal, and needs no mouse for it', async () => {
    const customer = await tenant.customer();
    const page = await openBrowser(phoneScreen);
    await signIn(page, customer, '/tickets/new');
    await title(page).focus();
    await page.keyboard.insertText('ফোনে বিল');
    await offer(page, 'ফোনে বিল পরিশোধ').waitFor();
    await tabTo(page, offer(page, 'ফোনে বিল পরিশোধ'));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'ফোনে বিল পরিশোধ' }).getByText('নম্বরে ফোন করুন।').waitFor();
    expect(await sideways(page)).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => isFocused(offer(page, 'ফোনে বিল পরিশোধ'))).toBe(true);
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
    await intercept(page, 'ArticleSuggestions', async (route) => {
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
    await page.getByRole('button', { name: /^Show \d+ matching/ }).waitFor();
    await page.keyboard.type(' noon.');
    await expect.poll(() => description(page).inputValue()).toBe('Since noon.');
    await expect.poll(() => description(page).boundingBox()).toEqual(before);
    await page.getByRole('button', { name: /^Show \d+ matching/ }).click();
    await offer(page, 'The meter runs backwards').waitFor();
  });

  it('sends it as ever when the search does not work', async () => {
    const customer = await tenant.customer();
    const page = await openBrowser();
    await signIn(page, customer, '/tickets/new');
    const failed = gate();
    await intercept(page, 'ArticleSuggestions', async (route) => {
      await route.abort();
      failed.open();
    });
    await title(page).fill('The router restarts by itself');
    await failed.opened;
    await description(page).fill('Every hour.');
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
    await expect.poll(() => offer(page, 'The router restarts by itself').count()).toBe(0);
    await page.getByRole('button', { name: 'Create ticket' }).click();
    await heading(page, 'The router restarts by itself').waitFor();
    expect(await ticketsOf(customer)).toHaveLength(1);
  });
});
