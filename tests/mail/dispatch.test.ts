import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emails } from '../../server/emails.ts';
import { failedTasks, retryFailedTasks } from '../../server/mail/mail-task.ts';
import { MailDispatcher } from '../../server/mail/dispatcher.ts';
import { Lease } from '../../server/jobs/lease.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
const leases: Lease[] = [];
const dispatchers: MailDispatcher[] = [];
let tenant: TestTenant;
let agent: Person;

/** One as each process for jobs has it. */
async function startDispatcher(): Promise<void> {
  const lease = new Lease(portal.app.portal);
  await lease.hold();
  leases.push(lease);
  const dispatcher = new MailDispatcher(portal.app.portal, emails, lease.key);
  await dispatcher.start();
  dispatchers.push(dispatcher);
}

beforeAll(async () => {
  await startDispatcher();
  await startDispatcher();
});

afterAll(async () => {
  await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
  await Promise.all(leases.map((lease) => lease.release()));
});

beforeEach(async () => {
  portal.mailbox.mails.length = 0;
  tenant = await portal.world.tenant();
  agent = await tenant.agent();
});

afterEach(() => portal.mailbox.release());

/** A customer with a ticket that an agent answers so often. */
async function answer(customer: Person, times: number): Promise<void> {
  const { id } = await customer.openTicket();
  for (let time = 1; time <= times; time++) await agent.write(id, `Answer ${time}.`);
}

const pending = async () => {
  const { rows } = await portal.database.superuser.query('select count(*)::int as pending from operations.mail_task');
  return rows[0].pending as number;
};

const untilNothingIsPending = async () => {
  while ((await pending()) > 0);
};

describe('the outbox', () => {
  it('is sent, each mail once, however many dispatchers there are', async () => {
    const customer = await tenant.customer();
    await answer(customer, 12);
    await portal.mailbox.until(customer.email, 12);
    await untilNothingIsPending();
    const texts = portal.mailbox.to(customer.email).map(({ text }) => /Answer \d+/.exec(text!)![0]);
    expect(texts.toSorted()).toEqual(Array.from({ length: 12 }, (_, index) => `Answer ${index + 1}`).toSorted());
  });

  it('of a process that is no more is sent by another, each mail once', async () => {
    const [killed, customer] = [new Lease(portal.app.portal), await tenant.customer()];
    await killed.hold();
    const { id } = await customer.openTicket();
    await portal.database.superuser.query(
      'insert into operations.mail_task (tenant_id, event_sequence, lease) select tenant_id, tenant_sequence, $2 from portal_event where ticket_id = $1',
      [id, killed.key],
    );
    await killed.release();
    await untilNothingIsPending();
    const { rows } = await portal.database.superuser.query(
      'select count(*)::int as mails, count(distinct (event_sequence, email))::int as different from mail_delivery where tenant_id = $1 and sent_at is not null',
      [tenant.id],
    );
    expect(rows[0].mails).toBe(rows[0].different);
  });

  it('holds ids and no addresses', async () => {
    const customer = await tenant.customer();
    portal.mailbox.holding = customer.email;
    const held = portal.mailbox.held();
    await answer(customer, 1);
    await held;
    const { rows } = await portal.database.superuser.query('select t::text as row from operations.mail_task t');
    expect(rows).not.toEqual([]);
    for (const { row } of rows) expect(row).not.toContain('@');
  });
});

describe('a mail server that takes its time with one address', () => {
  it('keeps nobody else waiting, in the same tenant or another', async () => {
    const [slow, other] = [await tenant.customer(), await tenant.customer()];
    portal.mailbox.holding = slow.email;
    const held = portal.mailbox.held();
    await answer(slow, 20);
    await held;
    await answer(other, 3);
    const elsewhere = await portal.world.tenant();
    const admin = await elsewhere.admin();
    await (await elsewhere.customer()).openTicket();
    expect(await portal.mailbox.until(other.email, 3)).toHaveLength(3);
    expect(await portal.mailbox.until(admin.email, 1)).toHaveLength(1);
    expect(portal.mailbox.to(slow.email)).toEqual([]);
  });
});

describe('what has failed for good', () => {
  it('is listed, and begins anew when asked to', async () => {
    const { pool } = portal.app.portal;
    const customer = await tenant.customer();
    const { id } = await customer.openTicket();
    await portal.database.superuser.query(
      `insert into operations.mail_task (tenant_id, event_sequence, attempts, due_at)
       select tenant_id, max(tenant_sequence), 25, 'infinity' from portal_event where ticket_id = $1 group by tenant_id`,
      [id],
    );
    expect(await failedTasks(pool)).toMatchObject([{ tenantId: tenant.id, attempts: 25 }]);
    expect(await retryFailedTasks(pool)).toBe(1);
    expect(await failedTasks(pool)).toEqual([]);
  });
});
