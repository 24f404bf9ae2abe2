import { beforeEach, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;
let admin: Person;

beforeEach(async () => {
  tenant = await portal.world.tenant();
  [customer, agent, admin] = await Promise.all([tenant.customer(), tenant.agent(), tenant.admin()]);
});

const setDefault = async (role: string, kind: string, mailed: boolean) =>
  (await admin.done('mailDefaultsUpdate', { input: { defaults: [{ role, kind, mailed }] } })).mailDefaults;

const choose = (who: ApiClient, kind: string, mailed: boolean | null) =>
  who.done('mailChoicesUpdate', { input: { choices: [{ kind, mailed }] } });

const choiceOf = async (who: ApiClient, kind: string) => {
  const { viewer } = await who.get('{ viewer { mailChoices { kind mailed chosen mailedByDefault } } }');
  const { kind: _kind, ...choice } = viewer.mailChoices.find((each: { kind: string }) => each.kind === kind);
  return choice;
};

/** How many emails an answer of the agent sends to each. */
async function mailsOfAnswer(
  id: string,
  people: Person[],
  work: () => Promise<unknown> = () => agent.write(id, 'An answer.'),
) {
  await portal.settle();
  portal.mailbox.mails.length = 0;
  await work();
  await portal.settle();
  return people.map(({ email }) => portal.mailbox.to(email).length);
}

describe('emails that admins have switched off by default', () => {
  it('are sent to nobody who has not chosen, from then on and until they are switched on again', async () => {
    const { id } = await customer.openTicket();
    expect(await choiceOf(customer, 'MESSAGE_ADDED')).toEqual({ mailed: true, chosen: false, mailedByDefault: true });
    await setDefault('CUSTOMER', 'MESSAGE_ADDED', false);
    expect(await choiceOf(customer, 'MESSAGE_ADDED')).toEqual({ mailed: false, chosen: false, mailedByDefault: false });
    expect(await mailsOfAnswer(id, [customer])).toEqual([0]);
    await setDefault('CUSTOMER', 'MESSAGE_ADDED', true);
    expect(await mailsOfAnswer(id, [customer])).toEqual([1]);
  });

  it('are still sent to whoever has chosen them, who may go back to the default', async () => {
    const { id } = await customer.openTicket();
    const { viewer } = await choose(customer, 'MESSAGE_ADDED', true);
    expect(viewer.mailChoices).toContainEqual({ kind: 'MESSAGE_ADDED', mailed: true });
    await setDefault('CUSTOMER', 'MESSAGE_ADDED', false);
    expect(await choiceOf(customer, 'MESSAGE_ADDED')).toEqual({ mailed: true, chosen: true, mailedByDefault: false });
    expect(await mailsOfAnswer(id, [customer])).toEqual([1]);
    await choose(customer, 'MESSAGE_ADDED', null);
    expect(await choiceOf(customer, 'MESSAGE_ADDED')).toEqual({ mailed: false, chosen: false, mailedByDefault: false });
    expect(await mailsOfAnswer(id, [customer])).toEqual([0]);
  });

  it('are no longer sent when they were waiting', async () => {
    const { id } = await customer.openTicket();
    const mails = await mailsOfAnswer(id, [customer], async () => {
      portal.mailbox.refusing = true;
      await agent.write(id, 'Written while the mail server was away.');
      await portal.settle();
      portal.mailbox.refusing = false;
      await setDefault('CUSTOMER', 'MESSAGE_ADDED', false);
      await portal.database.superuser.query('update operations.mail_task set due_at = now() where attempts > 0');
    });
    expect(mails).toEqual([0]);
  });

  it('are those of one role and one kind, in one tenant', async () => {
    const other = await portal.world.tenant();
    const [theirCustomer, theirAgent, theirAdmin] = await Promise.all([other.customer(), other.agent(), other.admin()]);
    const theirs = await theirCustomer.openTicket();
    await setDefault('CUSTOMER', 'MESSAGE_ADDED', false);
    expect(await choiceOf(agent, 'MESSAGE_ADDED')).toMatchObject({ mailed: true });
    expect(await choiceOf(admin, 'MESSAGE_ADDED')).toMatchObject({ mailed: true });
    expect(await choiceOf(customer, 'TICKET_STATUS_CHANGED')).toMatchObject({ mailed: true });
    expect(await choiceOf(theirCustomer, 'MESSAGE_ADDED')).toMatchObject({ mailedByDefault: true });
    const { mailDefaults } = await theirAdmin.get('{ mailDefaults { mailed } }');
    expect(mailDefaults.every(({ mailed }: { mailed: boolean }) => mailed)).toBe(true);
    const mails = await mailsOfAnswer(theirs.id, [theirCustomer], () => theirAgent.write(theirs.id, 'An answer.'));
    expect(mails).toEqual([1]);
  });
});

describe('who has unsubscribed by the link of an email', () => {
  it('has chosen, and gets no more of them when admins switch them on', async () => {
    const { id } = await customer.openTicket();
    await mailsOfAnswer(id, [customer]);
    const [mail] = portal.mailbox.to(customer.email);
    const { pathname, search } = new URL((mail!.headers.get('list') as any).unsubscribe.url);
    await fetch(new URL(pathname + search, portal.url), { method: 'POST' });
    expect(await choiceOf(customer, 'MESSAGE_ADDED')).toEqual({ mailed: false, chosen: true, mailedByDefault: true });
    await setDefault('CUSTOMER', 'MESSAGE_ADDED', false);
    await setDefault('CUSTOMER', 'MESSAGE_ADDED', true);
    expect(await mailsOfAnswer(id, [customer])).toEqual([0]);
  });
});

describe('the defaults', () => {
  it('are those of each role and each kind that it can get', async () => {
    const { mailDefaults } = await admin.get('{ mailDefaults { role kind mailed } }');
    for (const person of [customer, agent, admin]) {
      const { viewer } = await person.get('{ viewer { role mailChoices { kind mailed } } }');
      const ofRole = mailDefaults.filter(({ role }: { role: string }) => role === viewer.role);
      expect(ofRole).toEqual(viewer.mailChoices.map((choice: object) => ({ role: viewer.role, ...choice })));
    }
  });

  it('keep what is left out of a change, and of two changes at once both', async () => {
    await Promise.all([
      setDefault('AGENT', 'TICKET_ASSIGNED', false),
      setDefault('CUSTOMER', 'MESSAGE_ADDED', false),
      setDefault('ADMIN', 'FEEDBACK_SUBMITTED', false),
    ]);
    const { mailDefaults } = await admin.get('{ mailDefaults { role kind mailed } }');
    const off = mailDefaults.filter(({ mailed }: { mailed: boolean }) => !mailed);
    expect(off.map(({ role, kind }: any) => `${role} ${kind}`)).toEqual([
      'CUSTOMER MESSAGE_ADDED',
      'AGENT TICKET_ASSIGNED',
      'ADMIN FEEDBACK_SUBMITTED',
    ]);
  });

  it('are not there for kinds that a role is not sent', async () => {
    const defaults = [{ role: 'CUSTOMER', kind: 'FEEDBACK_SUBMITTED', mailed: false }];
    expect(await admin.refusal('mailDefaultsUpdate', { input: { defaults } })).toEqual({
      code: 'INVALID',
      field: 'input.defaults',
      message: 'FEEDBACK_SUBMITTED is not sent by email to the role CUSTOMER.',
    });
  });

  it('are changed and listed by admins alone', async () => {
    const defaults = [{ role: 'CUSTOMER', kind: 'MESSAGE_ADDED', mailed: false }];
    for (const person of [customer, agent]) {
      expect(await person.refusal('mailDefaultsUpdate', { input: { defaults } })).toMatchObject({ code: 'FORBIDDEN' });
      expect(await person.get('{ mailDefaults { kind } }')).toEqual({ mailDefaults: null });
    }
  });

  it('are in the audit log when they change, and staff are told at once', async () => {
    const live = await agent.listenFromNow();
    await setDefault('AGENT', 'TICKET_ASSIGNED', false);
    await setDefault('AGENT', 'TICKET_ASSIGNED', false);
    expect(await live.next()).toMatchObject({ __typename: 'MailDefaultsChanged' });
    const { auditLog } = await admin.get(
      '{ auditLog(filter: { noun: [MAIL_DEFAULTS] }, first: 5) { nodes { event actor { id } changes { field from to } } } }',
    );
    expect(auditLog.nodes).toEqual([
      {
        event: 'MailDefaultsChanged',
        actor: { id: admin.id },
        changes: [{ field: 'AGENT.TICKET_ASSIGNED', from: 'true', to: 'false' }],
      },
    ]);
  });
});
