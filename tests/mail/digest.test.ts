import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mailsOfRecipient } from '../../server/limits/limits.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const { count } = mailsOfRecipient;
const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;

beforeAll(async () => {
  tenant = await portal.world.alwaysOpen();
  agent = await tenant.agent();
});

beforeEach(async () => {
  portal.mailbox.refusing = false;
  portal.mailbox.mails.length = 0;
  customer = await tenant.customer();
});

const mails = () => portal.mailbox.to(customer.email);

/** Some answers, when an hour's mails but one have been sent: one more goes out, the others wait. */
async function writeTooMuch(waiting: number) {
  const ticket = await customer.openTicket();
  await portal.database.superuser.query(
    `insert into mail_delivery (id, tenant_id, user_id, name, email, account_mail, created_at, sent_at)
     select gen_random_uuid(), $1, $2, '', $3, 'PASSWORD_CHANGED', now(), now() from generate_series(1, $4)`,
    [tenant.id, customer.id, customer.email, count - 1],
  );
  for (let written = 0; written <= waiting; written++) {
    await agent.write(ticket.id, `Answer ${written}.`);
    await portal.settle();
  }
  return ticket;
}

/** As an hour later. */
async function anHourLater() {
  await portal.database.superuser.query(`update mail_delivery set sent_at = sent_at - interval '2 hours'`);
  await portal.database.superuser.query(
    `update graphile_worker._private_jobs set run_at = now() where run_at < now() + interval '1 hour'`,
  );
  await portal.settle();
}

describe('somebody who is sent more mails than an hour has room for', () => {
  it('gets the others in one, which names each, when the hour is over', async () => {
    const ticket = await writeTooMuch(7);
    expect(mails()).toHaveLength(1);
    await anHourLater();
    expect(mails()).toHaveLength(2);
    const digest = mails().at(-1)!;
    expect(digest.subject).toBe(`7 updates from ${tenant.tenant.name}`);
    for (let each = 1; each <= 7; each++) expect(digest.text).toContain(`Answer ${each}.`);
    expect(digest.text).not.toContain('Answer 0.');
    expect(String(digest.html).split(`/tickets/${ticket.id}"`)).toHaveLength(8);
    await anHourLater();
    expect(mails()).toHaveLength(2);
    await agent.write(ticket.id, 'As usual again.');
    await portal.settle();
    expect(mails().at(-1)!.text).toContain('As usual again.');
  });

  it('gets it once, under the same Message-ID, whatever became of the first attempts', async () => {
    await writeTooMuch(2);
    portal.mailbox.refusing = true;
    await anHourLater();
    await anHourLater();
    expect(mails()).toHaveLength(1);
    const { rows } = await portal.database.superuser.query(
      'select distinct digest_id from mail_delivery where email = $1 and digest_id is not null',
      [customer.email],
    );
    portal.mailbox.refusing = false;
    await anHourLater();
    await anHourLater();
    expect(mails()).toHaveLength(2);
    expect(mails().at(-1)!.messageId).toBe(`<digest.${rows[0].digest_id}@portal.test>`);
    expect(mails().at(-1)!.text).toContain('Answer 2.');
  });

  it('is sent mails about calls and about the account all the same', async () => {
    await writeTooMuch(1);
    const slots = await customer.slots();
    await customer.requestCall({
      scheduledAt: slots.find(({ available }) => available > 0)!.startsAt,
      phone: '+8801712345678',
    });
    await portal.nobody.ask(
      'mutation($input: PasswordResetRequestInput!) { passwordResetRequest(input: $input) { userErrors { code } } }',
      { input: { email: customer.email, tenant: tenant.tenant.slug } },
    );
    await portal.settle();
    expect(mails()).toHaveLength(3);
  });

  it('is not told of what they have muted in the meantime', async () => {
    await writeTooMuch(3);
    await customer.done('mailChoicesUpdate', { input: { choices: [{ kind: 'MESSAGE_ADDED', mailed: false }] } });
    await anHourLater();
    expect(mails()).toHaveLength(1);
  });

  it('does not keep others from theirs', async () => {
    await writeTooMuch(1);
    const other = await tenant.customer();
    const ticket = await other.openTicket();
    await agent.write(ticket.id, 'For you.');
    await portal.settle();
    expect(portal.mailbox.to(other.email)).toHaveLength(1);
  });
});
