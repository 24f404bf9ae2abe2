import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { addresses, recipients } from '../support/mailbox.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

let portal: TestPortal;
let tenant: TestTenant;
let customer: Person;
let agent: Person;
let admins: Person[];

beforeAll(async () => {
  portal = await startPortal();
  tenant = await portal.world.tenant();
  customer = await tenant.customer();
  agent = await tenant.agent();
  admins = [await tenant.admin(), await tenant.admin()];
  const other = await portal.world.tenant();
  await other.admin();
});

afterAll(() => portal.stop());

beforeEach(async () => {
  portal.mailbox.refusing = false;
  await portal.settle();
  portal.mailbox.mails.length = 0;
});

describe('who is sent an email', () => {
  it('the admins of the tenant, and no one else, when a ticket is opened', async () => {
    await customer.openTicket();
    await portal.settle();
    expect(recipients(portal.mailbox.mails)).toEqual(addresses(...admins));
  });

  it('the admins when a customer writes on a ticket that is unassigned', async () => {
    const ticket = await customer.openTicket();
    await portal.settle();
    portal.mailbox.mails.length = 0;
    await customer.write(ticket.id, 'Anybody there?');
    await portal.settle();
    expect(recipients(portal.mailbox.mails)).toEqual(addresses(...admins));
  });

  it('the assignee alone once there is one', async () => {
    const ticket = await customer.openTicket();
    await agent.done('ticketUpdate', { id: ticket.id, input: { assigneeId: agent.id } });
    await portal.settle();
    portal.mailbox.mails.length = 0;
    await customer.write(ticket.id, 'Thanks for taking it.');
    await portal.settle();
    expect(recipients(portal.mailbox.mails)).toEqual(addresses(agent));
  });

  it('the customer when staff answer, and no one about an internal note', async () => {
    const ticket = await customer.openTicket();
    await portal.settle();
    portal.mailbox.mails.length = 0;
    await agent.write(ticket.id, 'Between us.', { internal: true });
    await agent.write(ticket.id, 'Please restart it.');
    await portal.settle();
    expect(recipients(portal.mailbox.mails)).toEqual(addresses(customer));
    expect(portal.mailbox.mails[0]!.text).toContain('Please restart it.');
    expect(portal.mailbox.mails[0]!.text).not.toContain('Between us.');
  });
});

describe('an email', () => {
  const nasty = '<script>alert("x")</script> & <b>bold</b>\n\n"quoted"';

  it('says what happened, quotes what was written and links to the ticket, as text and as escaped HTML', async () => {
    const ticket = await customer.openTicket({ title: 'Router <img src=x>', description: nasty, priority: 'URGENT' });
    await portal.settle();
    const [mail] = portal.mailbox.to(admins[0]!.email);
    expect(mail!.subject).toBe(`[#${ticket.number}] Router <img src=x>`);
    const link = `http://${tenant.tenant.slug}.portal.test/tickets/${ticket.id}`;
    expect(mail!.text).toContain(`${customer.name} opened a ticket.`);
    expect(mail!.text).toContain('> <script>alert("x")</script> & <b>bold</b>');
    expect(mail!.text).toContain('Priority: Urgent');
    expect(mail!.text).toContain(link);
    expect(mail!.html).toContain(`href="${link}"`);
    expect(mail!.html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &lt;b&gt;bold&lt;/b&gt;');
    expect(mail!.html).not.toMatch(/<script|<img|<b>/);
  });

  it('belongs to the thread of its ticket, and has a Message-ID of its own that stays the same', async () => {
    const ticket = await customer.openTicket();
    await agent.write(ticket.id, 'One.');
    await agent.write(ticket.id, 'Two.');
    await portal.settle();
    const mails = portal.mailbox.to(customer.email);
    expect(mails).toHaveLength(2);
    const thread = `<ticket.${ticket.id}@portal.test>`;
    for (const mail of mails) {
      expect(mail.inReplyTo).toBe(thread);
      expect([mail.references].flat()).toEqual([thread]);
      expect(mail.messageId).toMatch(/^<event\.[\w.-]+@portal\.test>$/);
      expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    }
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(2);
  });

  it('cannot be given headers or recipients by a title or a name', async () => {
    const tricky = await tenant.customer({ name: 'Shop\r\nBcc: thief@portal.test' });
    const ticket = await tricky.openTicket({ title: 'Help\r\nBcc: thief@portal.test\r\n\r\nBody' });
    await agent.write(ticket.id, 'Hello.');
    await portal.settle();
    expect(portal.mailbox.to('thief@portal.test')).toEqual([]);
    expect(portal.mailbox.mails.every(({ bcc, cc }) => !bcc && !cc)).toBe(true);
    expect(portal.mailbox.to(admins[0]!.email)[0]!.subject).toBe(
      `[#${ticket.number}] Help Bcc: thief@portal.test Body`,
    );
  });

  it('reaches a Bengali reader unharmed', async () => {
    await customer.openTicket({ title: 'ইন্টারনেট ধীর', description: 'রাতে সংযোগ চলে যায়।' });
    await portal.settle();
    const [mail] = portal.mailbox.to(admins[0]!.email);
    expect(mail!.subject).toContain('ইন্টারনেট ধীর');
    expect(mail!.text).toContain('রাতে সংযোগ চলে যায়।');
  });
});

describe('delivery', () => {
  it('is enqueued by the commit, and not before', async () => {
    const pending = async () => {
      const { rows } = await portal.database.superuser.query(
        'select count(*)::int as pending from operations.mail_task',
      );
      return rows[0].pending;
    };
    await customer.verb('messageAdd', { ticketId: customer.id, input: { body: 'To no ticket.' } });
    expect(await pending()).toBe(0);
    await customer.openTicket();
    expect(await pending()).toBe(1);
  });

  it('is tried again when the SMTP server rejects it, and the failure is recorded', async () => {
    portal.mailbox.refusing = true;
    const ticket = await customer.openTicket();
    await portal.settle();
    expect(portal.mailbox.mails).toEqual([]);
    const pending = await deliveries(ticket.id);
    expect(pending).toHaveLength(2);
    for (const { sent_at, failure } of pending) {
      expect(sent_at).toBeNull();
      expect(failure).toBe('RECIPIENT_DELAYED');
    }
    portal.mailbox.refusing = false;
    await makeRetriesDue();
    await portal.settle();
    expect(recipients(portal.mailbox.mails)).toEqual(addresses(...admins));
    expect((await deliveries(ticket.id)).every(({ sent_at, failure }) => sent_at && !failure)).toBe(true);
  });

  it('is dropped for someone who was deactivated in the meantime', async () => {
    const [gone, stays] = [await tenant.agent(), await tenant.agent()];
    const tickets = await Promise.all([customer.openTicket(), customer.openTicket()]);
    for (const [index, assignee] of [gone, stays].entries())
      await agent.done('ticketUpdate', { id: tickets[index]!.id, input: { assigneeId: assignee.id } });
    await portal.settle();
    portal.mailbox.mails.length = 0;
    portal.mailbox.refusing = true;
    for (const { id } of tickets) await customer.write(id, 'Is anybody there?');
    await portal.settle();
    await portal.database.superuser.query('update portal_user set deactivated_at = now() where id = $1', [gone.id]);
    portal.mailbox.refusing = false;
    await makeRetriesDue();
    await portal.settle();
    expect(recipients(portal.mailbox.mails)).toEqual(addresses(stays));
    expect((await deliveries(tickets[0].id)).every(({ sent_at }) => sent_at)).toBe(true);
  });

  it('sends each email once when an event is addressed twice', async () => {
    const ticket = await customer.openTicket();
    const { rows } = await portal.database.superuser.query(
      'select tenant_id, tenant_sequence from portal_event where ticket_id = $1',
      [ticket.id],
    );
    for (let time = 0; time < 2; time++) {
      await portal.settle();
      await portal.database.superuser.query(
        'insert into operations.mail_task (tenant_id, event_sequence) values ($1, $2)',
        [rows[0].tenant_id, rows[0].tenant_sequence],
      );
    }
    await portal.settle();
    expect(recipients(portal.mailbox.mails)).toEqual(addresses(...admins));
  });

  const deliveries = async (ticketId: string) => {
    const { rows } = await portal.database.superuser.query(
      `select d.* from mail_delivery d join portal_event e on e.tenant_id = d.tenant_id and e.tenant_sequence = d.event_sequence
       where e.ticket_id = $1`,
      [ticketId],
    );
    return rows;
  };

  const makeRetriesDue = () =>
    portal.database.superuser.query(`update operations.mail_task set due_at = now() where attempts > 0`);
});

describe('without SMTP_URL', () => {
  it('emails become readable files in the data directory', async () => {
    const dataDirectory = await mkdtemp(join(tmpdir(), 'portal-mail-'));
    const other = await startPortal({ SMTP_URL: '', DATA_DIR: dataDirectory });
    onTestFinished(async () => {
      await other.stop();
      await rm(dataDirectory, { recursive: true });
    });
    const here = await other.world.tenant();
    const [writer, reader] = [await here.customer(), await here.admin()];
    await writer.openTicket({ title: 'To be read in a file' });
    await other.settle();
    const files = await readdir(join(dataDirectory, 'mail'));
    expect(files).toEqual([expect.stringMatching(/\.eml$/)]);
    const mail = await simpleParser(await readFile(join(dataDirectory, 'mail', files[0]!)));
    expect([mail.to].flat()[0]?.value[0]?.address).toBe(reader.email);
    expect(mail.subject).toContain('To be read in a file');
    expect(other.app.portal.mailer.destination).toContain(dataDirectory);
  });
});
