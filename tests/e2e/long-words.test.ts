import { expect, it } from 'vitest';
import { sideways, signIn, useVisitedServer } from '../support/pages.ts';

const server = useVisitedServer();

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

  const page = await server.openPage(tenant, { viewport: { width: 320, height: 640 } });
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
