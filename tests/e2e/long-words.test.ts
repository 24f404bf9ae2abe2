import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { sideways } from '../support/call-pages.ts';
import { openPage, signIn } from '../support/pages.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

it('a customer with one endless word for a name moves no page of staff sideways', async () => {
  const tenant = await server.world.alwaysOpen();
  const [customer, agent] = await Promise.all([tenant.customer(), tenant.agent()]);
  const endless = 'W'.repeat(200);
  await customer.done('profileUpdate', { input: { name: endless } });
  const ticket = await customer.openTicket({ title: endless });
  const call = await customer.requestCall({ ticketId: ticket.id, reason: endless });
  await agent.done('ticketClose', { id: ticket.id });
  await customer.done('feedbackSubmit', { ticketId: ticket.id, input: { rating: 1, comment: endless } });
  const article = await agent.publishArticle({ title: endless, slug: 'w'.repeat(100) });

  const page = await openPage(browser, tenant, server.port);
  await page.setViewportSize({ width: 320, height: 640 });
  await signIn(page, agent);
  for (const path of [
    '/',
    '/tickets',
    `/tickets/${ticket.id}`,
    '/calls',
    `/calls/${call.id}`,
    '/customers',
    '/feedback',
    '/notifications',
    '/help',
    `/help/${article.slug}`,
    `/help/${article.slug}/edit`,
  ]) {
    await page.goto(path);
    await page.getByRole('main').getByText('WWWW').first().waitFor({ state: 'attached' });
    expect(await sideways(page), path).toBe(0);
  }
});
