import type { Page, WebSocketRoute } from 'playwright-core';
import { expect, it } from 'vitest';
import { openNetwork } from '../support/network.ts';
import { signIn, useVisitedServer } from '../support/pages.ts';
import { message } from '../support/ticket-pages.ts';

const server = useVisitedServer();
const patient = { timeout: 40_000 };

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
  await page.getByRole('link', { name: 'Pay your bill' }).waitFor(patient);
  await expect.poll(() => page.getByRole('alert').count()).toBe(0);
});

it('a socket that the server closes is opened again after the newest event, with a new token where that was the reason', async () => {
  const tenant = await server.world.tenant();
  const [customer, agent] = await Promise.all([tenant.customer(), tenant.agent()]);
  const ticket = await customer.openTicket();
  const page = await server.openPage(tenant);
  const { subscriptions, close } = await watchSockets(page);
  const refreshed: string[] = [];
  await signIn(page, customer, `/tickets/${ticket.id}`);
  page.on('request', (request) => {
    if (request.postData()?.includes('sessionRefresh')) refreshed.push(request.url());
  });
  await expect.poll(() => subscriptions.length, patient).toBe(1);
  await agent.write(ticket.id, 'Before the token has ended.');
  await message(page, 'Before the token has ended.').waitFor();

  await close(4403);
  await expect.poll(() => subscriptions.length, patient).toBe(2);
  await agent.write(ticket.id, 'Before the server restarts.');
  await message(page, 'Before the server restarts.').waitFor();
  await close(1012);
  await expect.poll(() => subscriptions.length, patient).toBe(3);
  await agent.write(ticket.id, 'Afterwards.');
  await message(page, 'Afterwards.').waitFor();

  expect(new Set(subscriptions.map(({ after }) => after)).size).toBe(3);
  // a token of the same second is the same text: whether it is new shows in the request for it
  const [, second, third] = subscriptions.map(({ token }) => token);
  expect(refreshed).toHaveLength(1);
  expect(third).toBe(second);
});

it('a cursor that the server rejects is not sent again: what is shown is loaded anew', async () => {
  const tenant = await server.world.tenant();
  const [customer, agent] = await Promise.all([tenant.customer(), tenant.agent()]);
  const ticket = await customer.openTicket();
  const page = await server.openPage(tenant);
  const { subscriptions, close, rejectNext } = await watchSockets(page);
  await signIn(page, customer, `/tickets/${ticket.id}`);
  await expect.poll(() => subscriptions.length, patient).toBe(1);

  rejectNext();
  await close(1012);
  await agent.write(ticket.id, 'Written while nobody listened.');
  await expect.poll(() => subscriptions.length, patient).toBe(3);
  await message(page, 'Written while nobody listened.').waitFor();
  expect(subscriptions.map(({ after }) => after)).toEqual([expect.any(String), expect.any(String), null]);
});

/** What a page subscribes to by WebSocket, and with which token. */
async function watchSockets(page: Page) {
  const subscriptions: { after: string | null; token: string }[] = [];
  let newest: WebSocketRoute;
  let rejects = false;
  await page.routeWebSocket(/\/graphql$/, (socket) => {
    const upstream = socket.connectToServer();
    let token = '';
    newest = socket;
    socket.onMessage((text) => {
      const { id, type, payload } = JSON.parse(String(text));
      if (type === 'connection_init') token = payload.accessToken;
      if (type === 'subscribe') subscriptions.push({ after: payload.variables.after, token });
      if (type !== 'subscribe' || !rejects) return upstream.send(text);
      rejects = false;
      return socket.send(JSON.stringify({ id, type: 'error', payload: [{ message: 'The cursor is not valid.' }] }));
    });
  });
  return {
    subscriptions,
    close: (code: number) => newest.close({ code }),
    /** Answers the next subscription as one with a cursor that cannot be used. */
    rejectNext: () => (rejects = true),
  };
}
