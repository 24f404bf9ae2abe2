import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { password, type Person, type TestTenant } from '../support/world.ts';
import { askForReset, useForgetfulPortal } from './emailed-links.ts';

const portal = useForgetfulPortal();
let tenant: TestTenant;
let customer: Person;

beforeAll(async () => {
  tenant = await portal.world.tenant({ name: 'Northern <Lights>' });
});

beforeEach(async () => {
  customer = await tenant.customer({ name: 'Shop\r\nBcc: thief@portal.test' });
});

const changePassword = () =>
  customer.done('passwordChange', { input: { currentPassword: password, newPassword: 'a new password' } });

const deliveries = async () => {
  const { rows } = await portal.database.superuser.query(
    'select account_mail, sent_at, failure from mail_delivery where user_id = $1 order by created_at, id',
    [customer.id],
  );
  return rows;
};

const makeRetriesDue = () =>
  portal.database.superuser.query('update operations.mail_task set due_at = now() where attempts > 0');

describe('an email about an account', () => {
  it('is in English, with times as in the reader’s time zone', async () => {
    await customer.done('profileUpdate', { input: { timeZone: 'Asia/Dhaka' } });
    await askForReset(portal, customer);
    await portal.database.superuser.query(`update graphile_worker._private_jobs
      set payload = jsonb_set(payload::jsonb, '{requestedAt}', '"2999-11-23T18:30:00.000Z"')::json`);
    await portal.settle();
    const [mail] = portal.mailbox.to(customer.email);
    expect(mail!.subject).toBe('Choose a new password for Northern <Lights>');
    expect(mail!.text).toContain('asked for a new password for your account with Northern <Lights>');
    expect(mail!.text!.replaceAll('\u202f', ' ')).toContain(
      'Link valid until: Sunday, 24 November 2999 at 01:30 (Bangladesh Standard Time, Asia/Dhaka)',
    );
    expect(mail!.text).toContain(`You sign in with: ${customer.email}`);
    expect(mail!.html).toContain('Northern &lt;Lights&gt;');
    expect(mail!.html).toContain('<html lang="en">');
  });

  it('is in Bengali for who reads Bengali, with Bengali digits', async () => {
    await customer.done('profileUpdate', { input: { locale: 'bn', timeZone: 'Asia/Dhaka' } });
    await askForReset(portal, customer);
    await changePassword();
    await tenantInvites('bn');
    await portal.settle();
    const mails = portal.mailbox.mails.map(({ subject, text, html }) => ({ subject, text: text!, html: String(html) }));
    expect(mails.map(({ subject }) => subject).toSorted()).toEqual(
      [
        'Northern <Lights>: নতুন পাসওয়ার্ড বেছে নিন',
        'Northern <Lights>: আপনার পাসওয়ার্ড বদলানো হয়েছে',
        'Northern <Lights>-এর সহায়তা পোর্টালে আমন্ত্রণ',
      ].toSorted(),
    );
    for (const { text, html } of mails) {
      expect(text).toMatch(/[০-৯]/);
      expect(html).toContain('<html lang="bn">');
    }
  });

  it('cannot be given headers or recipients by a name', async () => {
    await askForReset(portal, customer);
    await portal.settle();
    expect(portal.mailbox.to('thief@portal.test')).toEqual([]);
    expect(portal.mailbox.mails).toHaveLength(1);
    expect(portal.mailbox.mails.every(({ bcc, cc }) => !bcc && !cc)).toBe(true);
  });

  it('is sent whatever the user has muted', async () => {
    await portal.database.superuser.query(
      `update portal_user set muted_mails = '{TicketCreated,MessageAdded,TicketStatusChanged}' where id = $1`,
      [customer.id],
    );
    await askForReset(portal, customer);
    await portal.settle();
    expect(portal.mailbox.to(customer.email)).toHaveLength(1);
  });

  it('is enqueued by the transaction that changed something, and by none that did not', async () => {
    await customer.verb('passwordChange', { input: { currentPassword: 'wrong', newPassword: 'a new password' } });
    expect(await deliveries()).toEqual([]);
    await changePassword();
    expect(await deliveries()).toMatchObject([{ account_mail: 'PASSWORD_CHANGED', sent_at: null }]);
  });

  it('is tried again under the same Message-ID when the SMTP server rejects it, and the failure is recorded', async () => {
    await changePassword();
    portal.mailbox.refusing = true;
    await portal.settle();
    expect(await deliveries()).toMatchObject([{ sent_at: null, failure: 'RECIPIENT_DELAYED' }]);
    portal.mailbox.refusing = false;
    await makeRetriesDue();
    await portal.settle();
    expect(await deliveries()).toMatchObject([{ sent_at: expect.any(Date), failure: null }]);
    const [mail, ...others] = portal.mailbox.to(customer.email);
    expect(others).toEqual([]);
    expect(mail!.messageId).toMatch(/^<account\.[\w-]{36}@portal\.test>$/);
    expect(mail!.headers.get('auto-submitted')).toBe('auto-generated');
  });

  it('is not sent when its link has expired in the meantime, which is recorded', async () => {
    portal.mailbox.refusing = true;
    await askForReset(portal, customer);
    await portal.settle();
    portal.mailbox.refusing = false;
    await portal.database.superuser.query('update account_link set expires_at = now() where user_id = $1', [
      customer.id,
    ]);
    await makeRetriesDue();
    await portal.settle();
    expect(portal.mailbox.mails).toEqual([]);
    expect(await deliveries()).toMatchObject([{ sent_at: null, failure: 'LINK_ENDED' }]);
  });

  it('is not sent to someone who was deactivated in the meantime', async () => {
    const gone = await tenant.customer();
    await gone.done('passwordChange', { input: { currentPassword: password, newPassword: 'a new password' } });
    await portal.database.superuser.query('update portal_user set deactivated_at = now() where id = $1', [gone.id]);
    await portal.settle();
    expect(portal.mailbox.mails).toEqual([]);
  });

  it('is sent once when its job runs twice', async () => {
    await askForReset(portal, customer);
    const { rows } = await portal.database.superuser.query('select payload from graphile_worker._private_jobs');
    for (let time = 0; time < 2; time++) {
      await portal.settle();
      await portal.database.superuser.query(`select graphile_worker.add_job('mailPasswordReset', $1::json)`, [
        rows[0].payload,
      ]);
    }
    await portal.settle();
    expect(portal.mailbox.to(customer.email)).toHaveLength(1);
  });

  const tenantInvites = async (locale: string) =>
    (await tenant.agent()).done('customerInvite', {
      input: { name: 'Invited', email: `invited-${locale}@portal.test`, locale },
    });
});
