import { expect, it } from 'vitest';
import { openNetwork } from '../support/network.ts';
import { signIn, useVisitedServer } from '../support/pages.ts';

const server = useVisitedServer();

it('what could not be loaded without a connection comes by itself when there is one again', async () => {
  const tenant = await server.world.tenant();
  const [customer, agent] = await Promise.all([tenant.customer(), tenant.agent()]);
  await agent.publishArticle({ title: 'Pay your bill', body: 'At the counter.' });
  const network = await openNetwork(server.port);
  const page = await server.openPage(tenant, { port: network.port });
  await signIn(page, customer, '/help');
  await page.getByRole('link', { name: 'Pay your bill' }).waitFor();

  network.cut();
  await page.getByLabel('Search help articles').fill('counter');
  await page.getByRole('alert').filter({ hasText: 'couldn’t reach the server' }).waitFor();
  network.restore();
  await page.getByRole('link', { name: 'Pay your bill' }).waitFor({ timeout: 40_000 });
  expect(await page.getByRole('alert').count()).toBe(0);
});
