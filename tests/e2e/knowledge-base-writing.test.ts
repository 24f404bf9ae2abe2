import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { articleText, publishArticles, result } from '../support/help-pages.ts';
import { heading, isFocused, signIn, useVisitedServer, type PageOptions } from '../support/pages.ts';
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
    await page.getByRole('status').filter({ hasText: 'Only staff can see it now' }).waitFor();
    await page.getByRole('link', { name: 'All help articles' }).click();
    const archived = page.getByRole('listitem').filter({ hasText: 'After a thunderstorm' });
    await archived.getByText('Archived').waitFor();
    await customerPage.goto('/help?search=thunderstorm');
    await customerPage.getByRole('heading', { name: 'Nothing found' }).waitFor();
  });

  it('lose nothing when somebody else saves in between, and are told what to do', async () => {
    const { id } = await agent.writeArticle({
      slug: 'opening-hours',
      title: 'Opening hours',
      body: 'From nine to five.',
    });
    const page = await openBrowser();
    await signIn(page, agent, '/help/opening-hours/edit');
    await text(page).fill('From nine to six.');
    await agent.done('articleSave', { id, input: { title: 'Opening hours', body: 'From ten to five.', version: 1 } });
    await page.getByRole('button', { name: 'Save draft' }).click();
    const conflict = page.getByRole('alert').filter({ hasText: 'Someone else saved changes' });
    await conflict.waitFor();
    await expect.poll(() => text(page).inputValue()).toBe('From nine to six.');
    await conflict.getByText('Saved version').click();
    await conflict.getByText('From ten to five.').waitFor();
    await text(page).fill('From ten to six.');
    await page.reload();
    await expect.poll(() => text(page).inputValue()).toBe('From ten to six.');
    await conflict.getByRole('button', { name: 'Save mine instead' }).click();
    await page.getByText('All changes saved').waitFor();
    await conflict.waitFor({ state: 'detached' });
    const { article } = await agent.get('{ article(slug: "opening-hours") { body version } }');
    expect(article).toEqual({ body: 'From ten to six.', version: 3 });
  });

  it('are asked before they leave with unsaved text, and find it again when they kept it', async () => {
    await agent.writeArticle({ slug: 'holidays', title: 'Holidays', body: 'None yet.' });
    const page = await openBrowser();
    await signIn(page, agent, '/help/holidays/edit');
    await text(page).fill('From May on.');
    const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
    const leave = () => page.getByRole('link', { name: 'Tickets' }).first().click();
    await leave();
    await dialog.getByRole('button', { name: 'Keep writing' }).click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => text(page).inputValue()).toBe('From May on.');
    await leave();
    await dialog.getByRole('button', { name: 'Leave and keep it for later' }).click();
    await heading(page, 'Tickets').waitFor();
    await page.goto('/help/holidays/edit');
    await page.getByText('unsaved draft from earlier').waitFor();
    await expect.poll(() => text(page).inputValue()).toBe('From May on.');
    await leave();
    await dialog.getByRole('button', { name: 'Discard' }).click();
    await heading(page, 'Tickets').waitFor();
    await page.goto('/help/holidays/edit');
    await heading(page, 'Edit article').waitFor();
    await expect.poll(() => text(page).inputValue()).toBe('None yet.');
  });

  it('are told beside the field what is wrong, and keep what they typed', async () => {
    const page = await openBrowser();
    await signIn(page, agent, '/help/-/new');
    await page.getByLabel('Title').fill('Pay by phone, once more');
    await page.getByLabel('URL slug').fill('pay-by-phone');
    await text(page).fill('Dial.');
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByText('Another article in this language already uses this slug.').waitFor();
    await expect.poll(() => page.getByLabel('URL slug').getAttribute('aria-invalid')).toBe('true');
    await expect.poll(() => isFocused(page.getByLabel('URL slug'))).toBe(true);
    await expect.poll(() => text(page).inputValue()).toBe('Dial.');
  });
});
