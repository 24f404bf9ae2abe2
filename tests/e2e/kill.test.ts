import { setImmediate as nextTurn } from 'node:timers/promises';
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

/** Resolves once no such process is there. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await nextTurn();
  }
}

it('the process for jobs is replaced when it is killed, and what it had is done by the next', async () => {
  const tenant = await server.world.tenant();
  const [customer, admin] = [await tenant.customer(), await tenant.admin()];
  const worker = await server.worker();
  server.mailbox.holding = true;
  const held = server.mailbox.held();
  const ticket = await customer.openTicket({ title: 'Opened just before' });
  await held;
  process.kill(worker, 'SIGKILL');
  await gone(worker);

  server.mailbox.holding = false;
  const [mail] = await server.mailbox.until(admin.email, 1);
  expect(mail!.subject).toBe(`[#${ticket.number}] Opened just before`);
  expect(await server.worker()).not.toBe(worker);
});

it('a server shows what its process for jobs has counted', async () => {
  const tenant = await server.world.tenant();
  const [customer, admin] = [await tenant.customer(), await tenant.admin()];
  await customer.openTicket();
  await server.mailbox.until(admin.email, 1);
  await expect.poll(async () => server.metrics()).toMatch(/portal_mails_total\{outcome="done",process="jobs"\} [1-9]/);
  expect(await server.metrics()).toContain('process_resident_memory_bytes{process="server"}');
});

it('the process for jobs ends with the server, even one that is killed', async () => {
  const worker = await server.worker();
  await server.kill();
  await gone(worker);
  await server.start();
  expect(await server.worker()).not.toBe(worker);
});

it('a server that is interrupted ends by itself', async () => {
  expect(await server.interrupt()).toBe(0);
  await server.start();
});
