import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startPortal, type TestPortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

let portal: TestPortal;
let tenant: TestTenant;
let customer: Person;
let agent: Person;

beforeAll(async () => {
  portal = await startPortal();
  tenant = await portal.world.tenant();
  [customer, agent] = [await tenant.customer(), await tenant.agent()];
});

afterAll(() => portal.stop());

beforeEach(async () => {
  portal.mailbox.refusing = false;
  await portal.settle();
  portal.mailbox.mails.length = 0;
});

/** The mail about an answer of staff. */
async function mailAbout(body: string) {
  const { id } = await customer.openTicket();
  await agent.write(id, body);
  await portal.settle();
  return portal.mailbox.to(customer.email).at(-1)!;
}

describe('what was written', () => {
  it.each([
    ['one\ntwo', 'one<br>\ntwo'],
    ['one\r\ntwo', 'one<br>\ntwo'],
    ['one\n\ntwo', 'one<br>\n<br>\ntwo'],
    ['do this:\n  first\n    second', 'do this:<br>\n&nbsp; first<br>\n&nbsp;&nbsp;&nbsp; second'],
    ['a\tb', 'a&nbsp;&nbsp;&nbsp; b'],
    ['eth0   up   100', 'eth0&nbsp;&nbsp; up&nbsp;&nbsp; 100'],
    ['1 < 2  &  3', '1 &lt; 2&nbsp; &amp;&nbsp; 3'],
  ])('%j has its lines and columns in programs that know no style', async (body, html) => {
    const mail = await mailAbout(body);
    expect(mail.html).toContain(`>${html}</blockquote>`);
    expect(mail.html).not.toContain('white-space');
  });

  it.each([
    ['مرحبا، أعد تشغيل الجهاز.', true],
    ['שלום', true],
    ['  "مرحبا"', true],
    ['Hello مرحبا', false],
    ['রাউটার বন্ধ করুন', false],
    ['12:30', false],
  ])('%j has its own direction', async (body, isRightToLeft) => {
    const mail = await mailAbout(body);
    expect(/<blockquote [^>]*dir="rtl"/.test(String(mail.html))).toBe(isRightToLeft);
  });
});

it('a mail comes in the name of the tenant, from the address of the portal', async () => {
  const mail = await mailAbout('From whom?');
  expect(mail.from!.value).toEqual([{ name: tenant.tenant.name, address: 'help@shohayota.localhost' }]);
});

describe('unsubscribing', () => {
  const linkIn = (mail: { headers: Map<string, unknown> }): string =>
    (mail.headers.get('list') as { unsubscribe: { url: string } }).unsubscribe.url;
  const post = (link: string, options?: RequestInit) => {
    const { pathname, search } = new URL(link);
    return fetch(new URL(pathname + search, portal.url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
      ...options,
    });
  };

  it('takes one click of a mail program, ends mails of that kind, and no other', async () => {
    const [person, helper] = [await tenant.customer(), await tenant.agent()];
    const { id } = await person.openTicket();
    await helper.write(id, 'Try this.');
    await portal.settle();
    const [mail] = portal.mailbox.to(person.email);
    expect(mail!.headers.get('list')).toMatchObject({ 'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' } });
    for (let opened = 0; opened < 5; opened++) await post(linkIn(mail!), { method: 'GET', body: null });
    await helper.write(id, 'Still told.');
    await portal.settle();
    expect(portal.mailbox.to(person.email)).toHaveLength(2);
    expect([(await post(linkIn(mail!))).status, (await post(linkIn(mail!))).status]).toEqual([204, 204]);
    await helper.write(id, 'Not told.');
    await helper.done('ticketUpdate', { id, input: { status: 'RESOLVED' } });
    await portal.settle();
    expect(portal.mailbox.to(person.email).map(({ text }) => /solved|resolved/i.test(text!))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('can be done with the link as it is and no other', async () => {
    const link = linkIn(await mailAbout('For you alone.'));
    const changed = [
      link.replace('MessageAdded', 'TicketCreated'),
      link.replace(customer.id, agent.id),
      link.replace(tenant.id, customer.id),
      link.replace(/signature=./, 'signature='),
      link.split('&')[0]!,
    ];
    for (const wrong of changed) expect((await post(wrong)).status, wrong).toBe(403);
    const form = new FormData();
    form.set('List-Unsubscribe', 'One-Click');
    expect((await post(link, { headers: {}, body: form })).status).toBe(204);
  });

  it('is not offered for mails about the account', async () => {
    await portal.nobody.ask(
      'mutation($input: PasswordResetRequestInput!) { passwordResetRequest(input: $input) { userErrors { code } } }',
      {
        input: { email: customer.email, tenant: tenant.tenant.slug },
      },
    );
    await portal.settle();
    const [mail] = portal.mailbox.to(customer.email);
    expect(mail!.headers.has('list')).toBe(false);
  });
});

describe('a refusal', () => {
  const failureOf = async (email: string) => {
    const { rows } = await portal.database.superuser.query(
      'select failure, sent_at from mail_delivery where email = $1 order by created_at desc limit 1',
      [email],
    );
    return rows[0];
  };
  const tryAgain = async () => {
    portal.mailbox.refusing = false;
    await portal.database.superuser.query('update operations.mail_task set due_at = now() where attempts > 0');
    await portal.settle();
  };
  const refusalOf = async (person: Person) => {
    const { customers } = await agent.get(
      'query($search: String) { customers(search: $search) { nodes { mailRefusal { failure refusedAt } } } }',
      { search: person.email },
    );
    return customers.nodes[0].mailRefusal;
  };

  it.each([550, 551, 553, 554])(
    'for good (%i) is final at once, and staff see why until a mail is taken again',
    async (status) => {
      const person = await tenant.customer();
      const { id } = await person.openTicket();
      await portal.settle();
      portal.mailbox.refusing = status;
      await agent.write(id, 'Never read.');
      await portal.settle();
      expect(await failureOf(person.email)).toEqual({ failure: 'RECIPIENT_REFUSED', sent_at: null });
      expect(await refusalOf(person)).toEqual({ failure: 'RECIPIENT_REFUSED', refusedAt: expect.any(String) });
      const { viewer } = await person.get('{ viewer { customer { mailRefusal { failure } } } }');
      expect(viewer.customer.mailRefusal).toBeNull();
      await tryAgain();
      expect(portal.mailbox.to(person.email)).toEqual([]);
      await agent.write(id, 'Read again.');
      await portal.settle();
      expect(await refusalOf(person)).toBeNull();
    },
  );

  it.each([450, 451, 452])('for now (%i) is tried again', async (status) => {
    const person = await tenant.customer();
    const { id } = await person.openTicket();
    await portal.settle();
    portal.mailbox.refusing = status;
    await agent.write(id, 'Read later.');
    await portal.settle();
    expect(await failureOf(person.email)).toEqual({ failure: 'RECIPIENT_DELAYED', sent_at: null });
    expect(await refusalOf(person)).toBeNull();
    await tryAgain();
    expect(portal.mailbox.to(person.email)).toHaveLength(1);
  });
});

it('what staff are told of a mail server that is away names no inside address', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const cut = await startPortal({ SMTP_URL: `smtp://127.0.0.1:${port}` });
  onTestFinished(() => cut.stop());
  const desk = await (await cut.world.tenant()).agent();
  await desk.done('customerInvite', { input: { name: 'Somebody', email: 'somebody@portal.test' } });
  await cut.settle();
  const { customers } = await desk.get('{ customers { nodes { invitation { failure } } } }');
  expect(customers.nodes).toContainEqual({ invitation: { failure: 'SERVER_UNREACHABLE' } });
});
