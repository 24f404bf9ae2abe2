import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiClient } from '../support/api.ts';
import { password, type Person, type TestTenant } from '../support/world.ts';
import {
  askForReset,
  lookAt,
  mailedReset,
  tokensTo,
  trySignIn,
  useForgetfulPortal,
} from '../account-links/emailed-links.ts';

const portal = useForgetfulPortal();
let tenant: TestTenant;
let customer: Person;

beforeAll(async () => {
  tenant = await portal.world.tenant({ name: 'Northern Lights Internet' });
  await portal.world.tenant();
});

beforeEach(async () => {
  customer = await tenant.customer();
});

const ask = (email = customer.email, tenantSlug: string | null = tenant.tenant.slug) =>
  askForReset(portal, { email, tenantSlug });

describe('asking for a new password', () => {
  it('sends a link by email, and changes nothing yet', async () => {
    const token = await mailedReset(portal, customer);
    expect(portal.mailbox.to(customer.email)).toHaveLength(1);
    expect(await lookAt(portal.nobody, token)).toMatchObject({ kind: 'PASSWORD_RESET', state: 'GOOD' });
    expect(await trySignIn(portal, customer, password)).toEqual([]);
  });

  it('is answered in the same way for an address of nobody, of a deactivated user, or of another tenant', async () => {
    const gone = await tenant.agent();
    await portal.database.superuser.query('update portal_user set deactivated_at = now() where id = $1', [gone.id]);
    const elsewhere = await (await portal.world.tenant()).customer();
    const answers = [
      await ask(),
      await ask('nobody@portal.test'),
      await ask(gone.email),
      await ask(elsewhere.email),
      await ask('not an address'),
      await ask(customer.email, 'no-such-tenant'),
    ];
    expect(answers).toEqual(answers.map(() => ({ userErrors: [] })));
    await portal.settle();
    expect(portal.mailbox.mails.map(({ to }) => [to].flat()[0]!.text)).toEqual([
      expect.stringContaining(customer.email),
    ]);
  });

  it('writes the same rows for known and unknown addresses until the job runs', async () => {
    const traces = async () => {
      const { rows } = await portal.database.superuser.query(
        `select identifier, (select array_agg(key order by key) from json_object_keys(payload) key) as keys
         from graphile_worker._private_jobs jobs join graphile_worker._private_tasks tasks on tasks.id = task_id`,
      );
      const counts = await portal.database.superuser.query(
        'select (select count(*) from account_link) as links, (select count(*) from mail_delivery) as mails',
      );
      return { rows, counts: counts.rows };
    };
    const before = (await traces()).counts;
    await ask();
    const known = await traces();
    await portal.database.superuser.query('delete from graphile_worker._private_jobs');
    await ask('nobody@portal.test');
    expect(await traces()).toEqual(known);
    expect(known.counts).toEqual(before);
    await portal.database.superuser.query('delete from graphile_worker._private_jobs');
  });

  it('accepts the address in any case, with spaces around it', async () => {
    await ask(` ${customer.email.toUpperCase()} `);
    expect(await tokensTo(portal, customer.email)).toHaveLength(1);
  });

  it('requires the tenant where the host name identifies none', async () => {
    expect(await ask(customer.email, null)).toEqual({
      userErrors: [
        { code: 'REQUIRED', field: 'input.tenant', message: 'tenant is required: this address does not identify one.' },
      ],
    });
  });

  it('can be done five times in a quarter of an hour for one account, known or not, at all servers together', async () => {
    const second = new ApiClient((await portal.secondServer()).url);
    for (const email of [customer.email, 'nobody@portal.test']) {
      const input = { email, tenant: tenant.tenant.slug };
      const answers = await Promise.all(
        [1, 2, 3, 4, 5].map((count) => (count % 2 ? second : portal.nobody).verb('passwordResetRequest', { input })),
      );
      expect(answers).toEqual(answers.map(() => ({ userErrors: [] })));
      for (const server of [portal.nobody, second]) {
        expect(await server.refusal('passwordResetRequest', { input })).toEqual({
          code: 'TOO_MANY_ATTEMPTS',
          field: null,
          message: expect.stringMatching(/^Too many requests for a new password\. Try again in \d+ minutes?\.$/),
        });
      }
    }
    expect(await tokensTo(portal, customer.email)).toHaveLength(5);
  });

  it('can be done thirty times in a quarter of an hour from one address', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => ask(`nobody-${index}@portal.test`)));
    expect(answers).toEqual(answers.map(() => ({ userErrors: [] })));
    expect(await ask()).toMatchObject({ userErrors: [{ code: 'TOO_MANY_ATTEMPTS' }] });
    expect(await tokensTo(portal, customer.email)).toEqual([]);
  });

  it('does not prevent anybody from signing in', async () => {
    await Promise.all(Array.from({ length: 6 }, () => ask()));
    expect(await trySignIn(portal, customer, password)).toEqual([]);
  });
});
