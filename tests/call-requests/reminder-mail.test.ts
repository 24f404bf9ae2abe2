import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { addresses, recipients } from '../support/mailbox.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';
import { entryOf, mailTo, openDesk, sent } from './call-mails.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agents: Person[];
let slots: string[];

beforeEach(async () => {
  ({ tenant, customer, agents, slots } = await openDesk(portal));
});

/** The time of every reminder has come. */
const untilReminders = () =>
  portal.database.superuser.query(
    `update graphile_worker._private_jobs set run_at = now()
     where key like 'remindOfCall/%' and payload ->> 'tenantId' = $1`,
    [tenant.id],
  );

describe('a reminder', () => {
  it('goes to both sides before the time, without another calendar file', async () => {
    await customer.requestCall({ scheduledAt: slots[0] });
    await sent(portal);
    await untilReminders();
    const mails = await sent(portal);
    expect(recipients(mails)).toEqual(addresses(customer, ...agents));
    expect(mailTo(mails, customer).text).toContain('We’ll call you soon.');
    expect(mailTo(mails, agents[0]!).text).toContain(`The call to ${customer.name} is coming up soon.`);
    expect(mailTo(mails, agents[0]!).text).toContain('Phone: +8801712345678');
    expect(mails.flatMap(({ attachments }) => attachments)).toEqual([]);
  });
});

describe('a reminder and a write to the ticket of its call', () => {
  it('never wait for each other', async () => {
    const ticket = await customer.openTicket();
    await customer.requestCall({ ticketId: ticket.id, scheduledAt: slots[0] });
    await sent(portal);
    await untilReminders();
    const { superuser } = portal.database;
    onTestFinished(async () => void (await superuser.query('rollback')));
    await superuser.query('begin');
    await superuser.query('select from ticket where id = $1 for update', [ticket.id]);
    const reminding = portal.settle();
    await vi.waitFor(async () => {
      const { rows } = await superuser.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      expect(rows).not.toEqual([]);
    });
    await superuser.query('select from tenant_counter where tenant_id = $1 for update nowait', [tenant.id]);
    await superuser.query('commit');
    await reminding;
    expect(recipients(await sent(portal))).toEqual(addresses(customer, ...agents));
  });
});

describe('a cancelled call', () => {
  it('has no reminder', async () => {
    const { id } = await customer.requestCall({ scheduledAt: slots[0] });
    await customer.done('callRequestCancel', { id });
    await sent(portal);
    await untilReminders();
    expect(await sent(portal)).toEqual([]);
  });

  it('drops all emails that could not be sent before, and sends only the one about the cancellation', async () => {
    portal.mailbox.refusing = true;
    const { id } = await customer.requestCall({ scheduledAt: slots[0] });
    await customer.done('callRequestReschedule', { id, input: { scheduledAt: slots[1] } });
    await untilReminders();
    expect(await sent(portal)).toEqual([]);
    await customer.done('callRequestCancel', { id });
    portal.mailbox.refusing = false;
    await portal.database.superuser.query(`update operations.mail_task set due_at = now() where tenant_id = $1`, [
      tenant.id,
    ]);
    const mails = await sent(portal);
    expect(recipients(mails)).toEqual(addresses(customer, ...agents));
    for (const mail of mails) expect(entryOf(mail)).toMatchObject({ method: 'CANCEL', sequence: 2 });
    const { rows } = await portal.database.superuser.query(
      'select count(*)::int as pending from mail_delivery where sent_at is null',
    );
    expect(rows).toEqual([{ pending: 0 }]);
  });
});
