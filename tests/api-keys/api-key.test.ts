import { beforeEach, describe, expect, it } from 'vitest';
import { keyScopes } from '#shared/key-scopes.ts';
import { text } from '../support/files.ts';
import { usePortal } from '../support/portal.ts';
import { Socket } from '../support/socket.ts';
import type { Person, TestTenant } from '../support/world.ts';
import { Program, createKey, inDays, refusalOf } from './keys.ts';

const portal = usePortal({ LOG_LEVEL: 'silent' });
let tenant: TestTenant;
let admin: Person;
let customer: Person;

beforeEach(async () => {
  tenant = await portal.world.alwaysOpen();
  [admin, customer] = await Promise.all([tenant.admin(), tenant.customer()]);
});

const list = '{ tickets { nodes { id } } }';
const sql = (statement: string, ...values: unknown[]) => portal.database.superuser.query(statement, values);
const endProof = () => sql("update session set proven_at = now() - interval '11 minutes' where user_id = $1", admin.id);

/** Every text in the database. */
async function dump(): Promise<string> {
  const { rows: tables } = await sql(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
  );
  const parts = [];
  for (const { name } of tables) parts.push(JSON.stringify((await sql(`select * from ${name} as row`)).rows));
  return parts.join('\n');
}

describe('a key', () => {
  it('reads and writes what its scopes say, and is an author of its own in the thread and the history', async () => {
    const program = await createKey(admin, ['tickets:read', 'messages:read', 'messages:write'], { name: 'Billing' });
    const ticket = await customer.openTicket();
    await program.write(ticket.id, 'Your invoice was paid.');
    const { ticket: read } = await customer.get(
      `query($id: ID!) { ticket(id: $id) {
        messages(first: 9) { nodes { body author { id name kind } } }
        timeline(first: 9) { nodes { event origin actor { name kind } } }
      } }`,
      { id: ticket.id },
    );
    expect(read.messages.nodes.map(({ author }: any) => author)).toEqual([
      { id: customer.id, name: customer.name, kind: 'PERSON' },
      { id: program.id, name: 'Billing', kind: 'API_KEY' },
    ]);
    expect(read.timeline.nodes).toContainEqual({
      event: 'MessageAdded',
      origin: 'API_KEY',
      actor: { name: 'Billing', kind: 'API_KEY' },
    });
  });

  it('of a customer whose access was ended is good for nothing until they have it again', async () => {
    const program = await createKey(admin, ['tickets:read'], { customerId: customer.customerId });
    await admin.done('customerDeactivate', { id: customer.customerId });
    expect(await refusalOf(program, list)).toMatchObject({ code: 'UNAUTHENTICATED' });
    await admin.done('customerReactivate', { id: customer.customerId });
    expect(await refusalOf(program, list)).toMatchObject({ code: 'none' });
  });

  it('of a customer sees what is theirs and no more', async () => {
    const other = await tenant.customer();
    const [own, foreign] = [await customer.openTicket(), await other.openTicket()];
    await admin.write(own.id, 'Only for us.', { internal: true });
    const program = await createKey(admin, ['tickets:read', 'tickets:write', 'messages:read', 'customers:read'], {
      customerId: customer.customerId,
    });
    const { tickets, ticket } = await program.get(
      `query($foreign: ID!) { tickets { nodes { id messages(first: 9) { nodes { body } } } } ticket(id: $foreign) { id } }`,
      { foreign: foreign.id },
    );
    expect(tickets.nodes).toEqual([{ id: own.id, messages: { nodes: [{ body: 'It went dark at noon.' }] } }]);
    expect(ticket).toBeNull();
    expect((await program.refusal('ticketClose', { id: foreign.id })).code).toBe('NOT_FOUND');
    expect((await refusalOf(program, '{ customers { totalCount } }')).code).toBe('FORBIDDEN');
    const opened = await program.openTicket({ title: 'Opened by the shop' });
    expect((await customer.get('query($id: ID!) { ticket(id: $id) { title } }', { id: opened.id })).ticket).toEqual({
      title: 'Opened by the shop',
    });
  });

  it('sees nothing of other tenants', async () => {
    const elsewhere = await portal.world.alwaysOpen();
    const foreign = await (await elsewhere.customer()).openTicket();
    const program = await createKey(admin, keyScopes);
    expect((await program.get('query($id: ID!) { ticket(id: $id) { id } }', { id: foreign.id })).ticket).toBeNull();
    const refused = await program.refusal('ticketUpdate', { id: foreign.id, input: { priority: 'LOW' } });
    expect(refused.code).toBe('NOT_FOUND');
  });

  it('is nobody: not in lists of people, not assignable, not to be changed as one', async () => {
    const program = await createKey(admin, ['tickets:read', 'audit:read']);
    const ofCustomer = await createKey(admin, ['tickets:read'], { customerId: customer.customerId });
    const { staff, agents } = await admin.get('{ staff { nodes { id } } agents { nodes { id } } }');
    const people = [...staff.nodes, ...agents.nodes].map(({ id }: { id: string }) => id);
    expect(people).not.toContain(program.id);
    for (const mutation of ['staffReactivate', 'staffDeactivate'])
      expect((await admin.refusal(mutation, { id: program.id })).code).toBe('NOT_FOUND');
    const ticket = await customer.openTicket();
    const assigned = await admin.refusal('ticketUpdate', { id: ticket.id, input: { assigneeId: program.id } });
    expect(assigned.code).toBe('NOT_FOUND');
    await admin.done('customerDeactivate', { id: customer.customerId! });
    await admin.done('customerReactivate', { id: customer.customerId! });
    const { rows } = await sql('select deactivated_at from portal_user where id = $1', ofCustomer.id);
    expect(rows[0].deactivated_at).not.toBeNull();
  });

  it('uploads without the header that browsers need, since no page can send a key by itself', async () => {
    const program = await createKey(admin, ['messages:read', 'messages:write']);
    const form = new FormData();
    const query =
      'mutation($file: Upload!) { attachmentUpload(file: $file) { attachment { id url } userErrors { code } } }';
    form.set('operations', JSON.stringify({ query, variables: { file: null } }));
    form.set('map', JSON.stringify({ 0: ['variables.file'] }));
    const { name, content } = text();
    form.set('0', new Blob([content as BlobPart]), name);
    const headers = { authorization: `Bearer ${program.secret}` };
    const response = await fetch(`${portal.url}/graphql`, { method: 'POST', headers, body: form });
    const { data }: any = await response.json();
    expect(data.attachmentUpload.userErrors).toEqual([]);
    const download = () => fetch(new URL(data.attachmentUpload.attachment.url, portal.url));
    expect((await download()).status).toBe(200);
    await admin.done('apiKeyRevoke', { id: program.id });
    expect((await download()).status).toBe(403);
  });

  it('has limits of its own', async () => {
    const [one, other] = [await createKey(admin, ['tickets:read']), await createKey(admin, ['tickets:read'])];
    const left = async (program: Program) => {
      const header = (await program.post({ query: list })).headers.get('ratelimit')!;
      return Number(/r=(\d+)/.exec(header)![1]);
    };
    await left(one);
    for (let asked = 0; asked < 5; asked += 1) await left(one);
    expect(await left(one)).toBeLessThan(await left(other));
  });

  it('tells when it was last used', async () => {
    const lastUsed = async () => (await admin.get('{ apiKeys { nodes { lastUsedAt } } }')).apiKeys.nodes[0].lastUsedAt;
    const program = await createKey(admin, ['tickets:read']);
    expect(await lastUsed()).toBeNull();
    await program.get(list);
    const first = await lastUsed();
    expect(first).not.toBeNull();
    await program.get(list);
    expect(await lastUsed()).toBe(first);
  });
});

describe('a key is refused', () => {
  const isRefused = async (program: Program) => {
    const response = await program.post({ query: list });
    const { errors }: any = await response.json();
    return `${response.status} ${errors?.[0].extensions.code}`;
  };

  it('that was never made, or is misspelt', async () => {
    const { secret } = await createKey(admin, ['tickets:read']);
    const last = secret.at(-1) === 'a' ? 'b' : 'a';
    for (const wrong of [secret.slice(0, -1) + last, secret.slice(0, -8), 'shohayota_', `shohayota_${'z'.repeat(71)}`])
      expect(await isRefused(new Program(portal.url, '', wrong))).toBe('401 UNAUTHENTICATED');
  });

  it('once it has expired', async () => {
    const program = await createKey(admin, ['tickets:read']);
    await sql("update api_key_secret set expires_at = now() - interval '1 second' where user_id = $1", program.id);
    expect(await isRefused(program)).toBe('401 UNAUTHENTICATED');
    await expect(program.openSocket()).rejects.toThrow('The socket closed');
  });

  it('from a wrong address, over HTTP and on a socket', async () => {
    const near = await createKey(admin, ['tickets:read'], { addresses: ['2001:db8::/32', '127.0.0.0/8'] });
    expect(await isRefused(near)).toBe('200 undefined');
    const far = await createKey(admin, ['tickets:read'], { addresses: ['203.0.113.0/24', '2001:db8::/32'] });
    expect(await isRefused(far)).toBe('403 FORBIDDEN');
    await expect(far.openSocket()).rejects.toThrow('The socket closed');
  });

  it('in a suspended tenant', async () => {
    const program = await createKey(admin, ['tickets:read']);
    await sql('update tenant set suspended_at = now() where id = $1', tenant.id);
    expect(await isRefused(program)).toBe('401 UNAUTHENTICATED');
  });

  it('once it is revoked: running sockets end on every server, and it is refused there at once', async () => {
    const program = await createKey(admin, ['tickets:read', 'events:read']);
    const second = await portal.secondServer();
    const servers = [program, program.at(second.url)];
    const sockets = [];
    for (const each of servers) {
      await each.get(list);
      sockets.push(await each.openSocket());
    }
    await admin.done('apiKeyRevoke', { id: program.id });
    for (const socket of sockets) expect(await socket.closed).toBe(4403);
    for (const each of servers) {
      expect(await isRefused(each)).toBe('401 UNAUTHENTICATED');
      await expect(Socket.open(each.url, { accessToken: each.secret })).rejects.toThrow('The socket closed');
    }
    const again = await admin.done('apiKeyRevoke', { id: program.id });
    expect(again.apiKey.revokedAt).not.toBeNull();
    expect((await admin.get('{ apiKeys { nodes { id } } }')).apiKeys.nodes).toEqual([]);
    expect((await admin.refusal('apiKeyRotate', { id: program.id, input: { expiresAt: inDays(1) } })).code).toBe(
      'WRONG_STATE',
    );
  });
});

describe('a key that is rotated', () => {
  it('has a new secret, and the former one works for the overlap', async () => {
    const program = await createKey(admin, ['tickets:read']);
    const { apiKey, secret } = await admin.done('apiKeyRotate', {
      id: program.id,
      input: { expiresAt: inDays(60), overlapHours: 1 },
    });
    const renewed = new Program(portal.url, program.id, secret);
    expect(apiKey).toMatchObject({ id: program.id, hint: secret.slice(-4) });
    const hours = (new Date(apiKey.formerExpiresAt).getTime() - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(0);
    expect(hours).toBeLessThanOrEqual(1);
    for (const each of [program, renewed]) await each.get(list);
    await sql(
      "update api_key_secret set expires_at = now() where user_id = $1 and expires_at < now() + interval '2 hours'",
      program.id,
    );
    const third = await admin.done('apiKeyRotate', {
      id: program.id,
      input: { expiresAt: inDays(60), overlapHours: 0 },
    });
    expect(third.apiKey.formerExpiresAt).toBeNull();
    expect((await refusalOf(program, list)).code).toBe('UNAUTHENTICATED');
    expect((await refusalOf(renewed, list)).code).toBe('UNAUTHENTICATED');
    await new Program(portal.url, program.id, third.secret).get(list);
  });
});

describe('the secret', () => {
  it('is in no table, mail, event or log, and cannot be read again', async () => {
    const lines: string[] = [];
    const { log } = portal.app.portal;
    log.level = 'trace';
    const stream = log as unknown as Record<symbol, { write(line: string): void }>;
    const symbol = Object.getOwnPropertySymbols(log).find((each) => each.description === 'pino.stream')!;
    const original = stream[symbol]!;
    stream[symbol] = { write: (line) => void lines.push(line) };
    try {
      const events = await admin.listenFromNow();
      const program = await createKey(admin, ['tickets:read']);
      await program.get(list);
      await refusalOf(program, '{ nonsense }');
      const { secret } = await admin.done('apiKeyRotate', { id: program.id, input: { expiresAt: inDays(9) } });
      await admin.done('apiKeyRevoke', { id: program.id });
      await refusalOf(program, list);
      await portal.settle();
      const [, , revoked] = await events.take(3);
      expect(revoked).toMatchObject({ __typename: 'ApiKeyRevoked' });
      const mails = portal.mailbox.to(admin.email);
      expect(mails.map(({ subject }) => subject)).toEqual([
        expect.stringContaining('A new API key'),
        expect.stringContaining('has a new secret'),
        expect.stringContaining('was revoked'),
      ]);
      const { auditLog } = await admin.get(
        '{ auditLog(first: 3, filter: { noun: [API_KEY] }) { nodes { event actor { id } user { id name kind } } } }',
      );
      expect(auditLog.nodes.map(({ event }: any) => event)).toEqual([
        'ApiKeyRevoked',
        'ApiKeyRotated',
        'ApiKeyCreated',
      ]);
      expect(auditLog.nodes[0]).toMatchObject({ actor: { id: admin.id }, user: { id: program.id, name: 'Billing' } });
      expect(lines.length).toBeGreaterThan(0);
      const everything = [
        await dump(),
        lines.join('\n'),
        JSON.stringify(portal.mailbox.mails),
        JSON.stringify(events.messages),
        JSON.stringify(
          await admin.get('{ apiKeys { nodes { name hint scopes } } auditLog { nodes { changes { to } } } }'),
        ),
      ].join('\n');
      for (const each of [program.secret, secret]) expect(everything.includes(each.slice(10, -6))).toBe(false);
    } finally {
      stream[symbol] = original;
      log.level = 'silent';
    }
  });
});

describe('creating, rotating and revoking keys', () => {
  const input = () => ({ name: 'Billing', scopes: ['tickets:read'], expiresAt: inDays(1) });

  it('is for admins alone, who have shown lately who they are', async () => {
    const agent = await tenant.agent();
    const { id } = await createKey(admin, ['tickets:read']);
    for (const each of [agent, customer]) {
      expect((await each.refusal('apiKeyCreate', { input: input() })).code).toBe('FORBIDDEN');
      expect((await each.refusal('apiKeyRevoke', { id })).code).toBe('FORBIDDEN');
      expect((await refusalOf(each, '{ apiKeys { totalCount } }')).code).toBe('FORBIDDEN');
    }
    await endProof();
    for (const [mutation, args] of [
      ['apiKeyCreate', { input: input() }],
      ['apiKeyRotate', { id, input: { expiresAt: inDays(1) } }],
      ['apiKeyRevoke', { id }],
    ] as const)
      expect((await admin.refusal(mutation, args)).code).toBe('REAUTHENTICATION_REQUIRED');
  });

  it('refuses what makes no sense, with the field at fault', async () => {
    const wrong: [input: object, code: string, field: string][] = [
      [{ name: ' ' }, 'REQUIRED', 'input.name'],
      [{ name: 'x'.repeat(61) }, 'TOO_LONG', 'input.name'],
      [{ scopes: [] }, 'REQUIRED', 'input.scopes'],
      [{ scopes: ['tickets:everything'] }, 'INVALID', 'input.scopes'],
      [{ expiresAt: inDays(-1) }, 'INVALID', 'input.expiresAt'],
      [{ expiresAt: inDays(400) }, 'INVALID', 'input.expiresAt'],
      [{ customerId: 'not-a-uuid' }, 'NOT_FOUND', 'input.customerId'],
      [{ addresses: ['127.0.0.1', '10.0.0.0/33'] }, 'INVALID', 'input.addresses.1'],
      [{ addresses: ['portal.test'] }, 'INVALID', 'input.addresses.0'],
      [{ addresses: Array.from({ length: 21 }, (_, last) => `10.0.0.${last}`) }, 'TOO_MANY', 'input.addresses'],
    ];
    for (const [given, code, field] of wrong)
      expect(await admin.refusal('apiKeyCreate', { input: { ...input(), ...given } })).toMatchObject({ code, field });
  });

  it('stops at 100 keys of a tenant', async () => {
    const { id } = await createKey(admin, ['tickets:read']);
    await sql(
      `with made as (
         insert into portal_user (id, tenant_id, role, name, email, is_key, deactivated_at, created_at)
         select gen_random_uuid(), tenant_id, role, name, 'key:' || number, true, now(), now()
         from portal_user, generate_series(1, 99) as number where id = $1 returning id
       )
       insert into api_key (id, tenant_id, scopes, hint, expires_at, created_by_id, created_at)
       select made.id, tenant_id, scopes, hint, expires_at, created_by_id, created_at from api_key, made where api_key.id = $1`,
      id,
    );
    expect((await admin.refusal('apiKeyCreate', { input: input() })).code).toBe('TOO_MANY');
    await admin.done('apiKeyRevoke', { id });
    await createKey(admin, ['tickets:read']);
  });
});
