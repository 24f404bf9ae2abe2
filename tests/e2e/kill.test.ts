import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => server.stop());

it('a server killed between the commit and the mail loses no mail, and the next one does not wait for it', async () => {
  const tenant = await server.world.tenant();
  const [customer, admin] = [await tenant.customer(), await tenant.admin()];
  server.mailbox.holding = true;
  const held = server.mailbox.held();
  const ticket = await customer.openTicket({ title: 'Opened just before the crash' });
  await held;
  await server.kill();

  server.mailbox.holding = false;
  await server.start();
  const [mail] = await server.mailbox.until(admin.email, 1);
  expect(mail!.subject).toBe(`[#${ticket.number}] Opened just before the crash`);
  expect(await customer.thread(ticket.id)).toHaveLength(1);
});

it('a server that is interrupted ends by itself', async () => {
  expect(await server.interrupt()).toBe(0);
  await server.start();
});
