import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';

const portal = usePortal();
let customer: Person;
let agent: Person;
let admin: Person;
let other: Person;

beforeAll(async () => {
  const tenant = await portal.world.tenant();
  [customer, agent, admin, other] = await Promise.all([
    tenant.customer(),
    tenant.agent(),
    tenant.admin(),
    tenant.admin(),
  ]);
});

const choicesOf = async (who: ApiClient) => {
  const { viewer } = await who.get('{ viewer { mailChoices { kind mailed } } }');
  return Object.fromEntries(viewer.mailChoices.map(({ kind, mailed }: any) => [kind, mailed]));
};

const choose = (who: ApiClient, choices: Record<string, boolean>) =>
  who.done('mailChoicesUpdate', {
    input: { choices: Object.entries(choices).map(([kind, mailed]) => ({ kind, mailed })) },
  });

/** How many emails `work` sends to each. */
async function mailsTo(people: Person[], work: () => Promise<unknown>): Promise<number[]> {
  await portal.settle();
  portal.mailbox.mails.length = 0;
  await work();
  await portal.settle();
  return people.map(({ email }) => portal.mailbox.to(email).length);
}

const notified = async (who: ApiClient): Promise<number> =>
  (await who.get('{ notifications { totalCount } }')).notifications.totalCount;

describe('the choice of emails', () => {
  it('has those the role of the user can get, sent until the user says otherwise', async () => {
    const calls = { CALL_REQUESTED: true, CALL_REQUEST_UPDATED: true, CALL_REQUEST_DUE: true };
    expect(await choicesOf(customer)).toEqual({
      // those that staff open for them
      TICKET_CREATED: true,
      MESSAGE_ADDED: true,
      TICKET_STATUS_CHANGED: true,
      FEEDBACK_REQUESTED: true,
      ...calls,
    });
    expect(await choicesOf(agent)).toEqual({
      MESSAGE_ADDED: true,
      TICKET_STATUS_CHANGED: true,
      TICKET_ASSIGNED: true,
      TICKET_ASSIGNED_TO_TEAM: true,
      MESSAGE_MENTIONED: true,
      CALL_REQUEST_ASSIGNED: true,
      ...calls,
    });
    expect(await choicesOf(admin)).toEqual({
      TICKET_CREATED: true,
      MESSAGE_ADDED: true,
      TICKET_STATUS_CHANGED: true,
      TICKET_ASSIGNED: true,
      TICKET_ASSIGNED_TO_TEAM: true,
      MESSAGE_MENTIONED: true,
      CALL_REQUEST_ASSIGNED: true,
      FEEDBACK_SUBMITTED: true,
      ...calls,
    });
  });

  it('changes by kind: those left out stay as they are', async () => {
    await choose(admin, { TICKET_CREATED: false, MESSAGE_ADDED: false });
    const { viewer } = await choose(admin, { MESSAGE_ADDED: true });
    expect(viewer.mailChoices).toContainEqual({ kind: 'MESSAGE_ADDED', mailed: true });
    expect(await choicesOf(admin)).toMatchObject({ TICKET_CREATED: false, MESSAGE_ADDED: true });
    expect(await choicesOf(other)).toMatchObject({ TICKET_CREATED: true });
    await choose(admin, { TICKET_CREATED: true });
  });

  it('keeps what two devices choose at once', async () => {
    await Promise.all([choose(admin, { TICKET_CREATED: false }), choose(admin, { MESSAGE_ADDED: false })]);
    expect(await choicesOf(admin)).toMatchObject({ TICKET_CREATED: false, MESSAGE_ADDED: false });
    await choose(admin, { TICKET_CREATED: true, MESSAGE_ADDED: true });
  });

  it('does not exist without a viewer', async () => {
    const { errors } = await portal.nobody.ask(
      'mutation { mailChoicesUpdate(input: { choices: [] }) { userErrors { code } } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});

describe('every email about an event', () => {
  it('says where to choose which emails are sent', async () => {
    await mailsTo([other], () => customer.openTicket());
    const [mail] = portal.mailbox.to(other.email);
    const url = `http://${other.tenantSlug}.portal.test/notifications`;
    expect(mail!.text).toContain(`Choose which emails you get: ${url}`);
    expect(mail!.html).toContain(`href="${url}"`);
  });
});

describe('a kind that is muted', () => {
  it('is shown in the portal and not sent by email, only to those who muted it', async () => {
    await choose(admin, { TICKET_CREATED: false });
    const before = await notified(admin);
    expect(await mailsTo([admin, other], () => customer.openTicket())).toEqual([0, 1]);
    expect(await notified(admin)).toBe(before + 1);
    await choose(admin, { TICKET_CREATED: true });
    expect(await mailsTo([admin, other], () => customer.openTicket())).toEqual([1, 1]);
  });

  it('does not mute the others', async () => {
    const { id } = await customer.openTicket();
    await choose(customer, { TICKET_STATUS_CHANGED: false });
    const mails = await mailsTo([customer], async () => {
      await agent.write(id, 'An answer.');
      await agent.done('ticketUpdate', { id, input: { status: 'RESOLVED' } });
    });
    expect(mails).toEqual([1]);
    expect(portal.mailbox.to(customer.email)[0]!.text).toContain('An answer.');
    await choose(customer, { TICKET_STATUS_CHANGED: true });
  });

  it('is no longer sent when it was muted after it was enqueued', async () => {
    const { id } = await customer.openTicket();
    const mails = await mailsTo([customer], async () => {
      portal.mailbox.refusing = true;
      await agent.write(id, 'Written while the mail server was away.');
      await portal.settle();
      portal.mailbox.refusing = false;
      await choose(customer, { MESSAGE_ADDED: false });
      await portal.database.superuser.query(`update operations.mail_task set due_at = now() where attempts > 0`);
    });
    expect(mails).toEqual([0]);
    const { rows } = await portal.database.superuser.query(
      'select count(*)::int as pending from mail_delivery where sent_at is null',
    );
    expect(rows).toEqual([{ pending: 0 }]);
    await choose(customer, { MESSAGE_ADDED: true });
  });
});
