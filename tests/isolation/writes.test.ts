import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type pg from 'pg';
import { scopeSettings, tenantScope, viewerScope, type Scope } from '../../server/access/scope.ts';
import { Device } from '../passkeys/device.ts';
import { connect } from '../support/database.ts';
import { createKey } from '../api-keys/keys.ts';
import { text } from '../support/files.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

let portal: TestPortal;
let tenant: TestTenant;
let customer: Person;
/** Another customer of the tenant. */
let neighbour: Person;
let agent: Person;
const ticketOf = new Map<Person, string>();
/** Another user of the customer. */
const colleagueId = randomUUID();
/** As the portal connects. */
let server: pg.Client;

beforeAll(async () => {
  portal = await startPortal();
  tenant = await portal.world.alwaysOpen();
  [customer, neighbour, agent] = await Promise.all([tenant.customer(), tenant.customer(), tenant.agent()]);
  const admin = await tenant.admin();
  for (const person of [customer, agent]) await new Device(portal.url, 'portal.test').register(person);
  await admin.createTeam('Billing', agent);
  await admin.createTeam('Nights');
  await createKey(admin, ['tickets:read'], { customerId: customer.customerId });
  await admin.done('ownDomainSet', { input: { name: 'help.padma.example' } });
  await admin.done('singleSignOnUpdate', { input: { label: 'Padma' } });
  await portal.database.superuser.query(
    `insert into single_sign_on_attempt values ('attempt', '${tenant.id}', 'b', 'i', 'c', 'n', 'v', '/', now());
     insert into single_sign_on_identity values ('${tenant.id}', 'i', 's', '${neighbour.id}', now())`,
  );
  for (const person of [customer, agent]) await person.done('totpSetUp', {});
  const input = { email: agent.email, tenant: tenant.tenant.slug };
  await portal.nobody.done('signInCodeRequest', { input });
  const article = await agent.publishArticle({ title: 'Published' });
  const [asked, internal] = [await admin.addField('Order'), await admin.addField('Device', { internal: true })];
  await admin.addField('Never answered');
  const { id: categoryId } = await admin.addCategory({ en: 'Bills' });
  await admin.addCategory({ en: 'Of no ticket' });
  for (const person of [customer, neighbour]) {
    const sent = await person.upload(text('sent.txt'));
    const ticket = await person.openTicket({
      title: `Of ${person.name}`,
      attachmentIds: [sent.id],
      categoryId,
      fields: [{ fieldId: asked.id, text: '1' }],
    });
    ticketOf.set(person, ticket.id);
    await person.upload(text('kept.txt'));
    const slots = await person.slots();
    await person.requestCall({ scheduledAt: slots.find(({ available }) => available > 0)!.startsAt });
    await agent.write(ticket.id, 'A note.', { internal: true });
    await agent.done('customerNoteAdd', { customerId: person.customerId!, input: { body: 'Has a dog.' } });
    await agent.done('ticketUpdate', { id: ticket.id, input: { status: 'RESOLVED' } });
    await person.done('feedbackSubmit', { ticketId: ticket.id, input: { rating: 4, comment: 'Thanks.' } });
    await person.done('articleRate', { id: article.id, helpful: true });
    await person.done('articleMarkSolved', { id: article.id, input: { idempotencyKey: 'a try' } });
  }
  await agent.done('ticketUpdate', {
    id: ticketOf.get(neighbour),
    input: { fields: [{ fieldId: internal.id, text: 'A modem' }] },
  });
  await agent.done('customerInvite', { input: { name: 'Invited', email: 'invited@portal.test' } });
  await portal.settle();
  // the mail server of the next one refuses it for good
  portal.mailbox.refusing = 550;
  await agent.done('customerInvite', { input: { name: 'Nobody', email: 'nobody@portal.test' } });
  await portal.settle();
  await portal.database.superuser.query(
    `insert into portal_user (id, tenant_id, customer_id, role, name, email, created_at)
     select $1, tenant_id, customer_id, role, 'Colleague', 'colleague@portal.test', created_at from portal_user where id = $2`,
    [colleagueId, customer.id],
  );
  server = await connect(portal.database.url);
});

afterAll(async () => {
  await server.end();
  await portal.stop();
});

/** How many rows a statement would write with the settings of `scope`; nothing is kept. */
async function rowsWritten(scope: Scope, statement: string): Promise<number> {
  await server.query('begin');
  try {
    for (const setting of Object.entries(scopeSettings(scope)))
      await server.query('select set_config($1, $2, true)', setting);
    return (await server.query(statement)).rowCount!;
  } finally {
    await server.query('rollback');
  }
}

const scopeOfCustomer = async (): Promise<Scope> =>
  viewerScope((await portal.app.portal.tokens.readAccess(customer.accessToken!))!.viewer);

/** Whether PostgreSQL lets the customer's settings write anything, and, since that could be for want of rows, the portal's. */
async function whoWrites(statement: string): Promise<{ customer: boolean; portal: boolean }> {
  const byCustomer = await rowsWritten(await scopeOfCustomer(), statement).catch((error: pg.DatabaseError) => {
    if (error.code !== '42501') throw error;
    return 0;
  });
  return { customer: byCustomer > 0, portal: (await rowsWritten(tenantScope(tenant.id), statement)) > 0 };
}

/** Inserts a row once more, with what makes it another one. */
async function copyOf(table: string, where: string, change: Record<string, unknown>): Promise<string> {
  const { rows } = await portal.database.superuser.query(
    `select to_jsonb(${table}) as row, (
       select string_agg(column_name, ', ') from information_schema.columns
       where table_schema = 'public' and table_name = '${table}' and is_generated = 'NEVER'
     ) as columns from ${table} where ${where} limit 1`,
  );
  const [{ row, columns }] = rows;
  const json = JSON.stringify({ ...row, ...change }).replaceAll("'", "''");
  return `insert into ${table} (${columns}) select ${columns} from jsonb_populate_record(null::${table}, '${json}')`;
}

type Refused = () => (string | Promise<string>)[];

/** What rows of each table a customer could like to write, and may not. */
const refused: Record<string, Refused> = {
  account_link: () => [
    'update account_link set used_at = now()',
    'delete from account_link',
    copyOf('account_link', 'true', { id: randomUUID(), user_id: agent.id }),
  ],
  api_key: () => [`update api_key set scopes = '{}'`, copyOf('api_key', 'true', { id: customer.id })],
  api_key_secret: () => [
    `update api_key_secret set expires_at = 'infinity'`,
    copyOf('api_key_secret', 'true', { id: randomUUID(), digest: 'known' }),
    'delete from api_key_secret',
  ],
  article: () => [
    `update article set title = 'Mine'`,
    copyOf('article', 'true', { id: randomUUID(), slug: 'mine', idempotency_key: null }),
  ],
  article_rating: () => [
    `update article_rating set helpful = false where user_id = '${neighbour.id}'`,
    `update article_rating set user_id = '${colleagueId}' where user_id = '${customer.id}'`,
    copyOf('article_rating', `user_id = '${customer.id}'`, { user_id: colleagueId }),
    `delete from article_rating where user_id = '${customer.id}'`,
  ],
  article_solution: () => [
    copyOf('article_solution', `user_id = '${customer.id}'`, { id: randomUUID(), user_id: colleagueId }),
    `update article_solution set created_at = now() where user_id = '${customer.id}'`,
    `delete from article_solution where user_id = '${customer.id}'`,
  ],
  article_term: () => ['update article_term set weight = 100', 'delete from article_term'],
  article_word: () => [`update article_word set term = 'mine'`, 'delete from article_word'],
  attachment: () => [
    copyOf('attachment', `uploader_id = '${customer.id}' and message_id is null`, {
      id: randomUUID(),
      storage_key: 'another',
      uploader_id: agent.id,
    }),
    `update attachment set name = 'other.txt' where uploader_id = '${customer.id}' and message_id is null`,
    `update attachment set storage_key = 'theirs' where uploader_id = '${customer.id}' and message_id is null`,
    `update attachment set position = 9 where uploader_id = '${customer.id}' and message_id is not null`,
    `delete from attachment where uploader_id = '${customer.id}' and message_id is not null`,
    `delete from attachment where uploader_id = '${neighbour.id}'`,
  ],
  attachment_settings: () => ['update attachment_settings set maximum_count = 9'],
  attachment_usage: () => [
    'update attachment_usage set used_bytes = 0',
    'delete from attachment_usage',
    copyOf('attachment_usage', 'true', {}).then(
      (statement) => `${statement} on conflict (tenant_id) do update set used_bytes = excluded.used_bytes`,
    ),
  ],
  call_request: () => [
    `update call_request set note = 'x' where customer_id = '${neighbour.customerId}'`,
    `update call_request set phone = '+1' where customer_id = '${customer.customerId}'`,
    `update call_request set outcome = 'REACHED', handled_by_id = '${agent.id}' where customer_id = '${customer.customerId}'`,
    copyOf('call_request', `customer_id = '${customer.customerId}'`, {
      id: randomUUID(),
      requested_by_id: colleagueId,
      idempotency_key: null,
    }),
    `update call_request set reason = 'x' where customer_id = '${customer.customerId}'`,
  ],
  call_seat: () => [
    `delete from call_seat where call_request_id in (select id from call_request where customer_id = '${neighbour.customerId}')`,
    `update call_seat set seat = seat + 10`,
    freeSeatOf(neighbour),
  ],
  category: () => [
    `update category set names = '[]'`,
    'update category set archived = true',
    'delete from category where not exists (select from ticket where category_id = category.id)',
    copyOf('category', 'true', { id: randomUUID() }),
  ],
  customer: () => [
    `update customer set name = 'x' where id = '${neighbour.customerId}'`,
    `update customer set email = 'x@portal.test' where id = '${customer.customerId}'`,
    copyOf('customer', 'true', { id: randomUUID() }),
  ],
  customer_counter: () => [
    `update customer_counter set last_event = last_event + 1 where customer_id = '${neighbour.customerId}'`,
    `update customer_counter set last_event = last_event - 1 where customer_id = '${customer.customerId}'`,
  ],
  customer_note: () => [
    `update customer_note set body = 'x'`,
    'delete from customer_note',
    copyOf('customer_note', 'true', { id: randomUUID(), body: 'x' }),
  ],
  event_origin: () => [
    'update event_origin set attempts = 9',
    `insert into event_origin (tenant_id, tenant_sequence) select tenant_id, tenant_sequence from portal_event where type = 'TicketCreated' and customer_id = '${neighbour.customerId}'`,
    'delete from event_origin',
  ],
  feedback: () => [
    `update feedback set rating = 1, author_id = '${customer.id}' where customer_id = '${neighbour.customerId}'`,
    `update feedback set agent_id = '${agent.id}' where customer_id = '${customer.customerId}'`,
    `update feedback set author_id = '${colleagueId}' where customer_id = '${customer.customerId}'`,
    `delete from feedback where customer_id = '${customer.customerId}'`,
  ],
  mail_delivery: () => [
    `update mail_delivery set failure = 'x'`,
    'delete from mail_delivery',
    copyOf('mail_delivery', 'true', { id: randomUUID(), email: 'x@portal.test' }),
  ],
  mail_refusal: () => [
    `update mail_refusal set failure = 'x'`,
    'delete from mail_refusal',
    copyOf('mail_refusal', 'true', { email: 'x@portal.test' }),
  ],
  message: () => [
    copyOf('message', `author_id = '${customer.id}'`, {
      id: randomUUID(),
      author_id: agent.id,
      created_at: new Date(),
      idempotency_key: null,
    }),
    copyOf('message', `author_id = '${customer.id}'`, {
      id: randomUUID(),
      internal: true,
      created_at: new Date(),
      idempotency_key: null,
    }),
    `update message set idempotency_key = 'x' where author_id = '${customer.id}'`,
    `update message set idempotency_key = id::text where author_id = '${agent.id}'`,
  ],
  notification: () => [
    `update notification set read_at = now() where user_id = '${agent.id}'`,
    `update notification set kind = 'x' where user_id = '${customer.id}'`,
    copyOf('notification', `user_id = '${customer.id}'`, {
      id: randomUUID(),
      event_sequence: 9_000_000,
      user_id: agent.id,
      actor_id: agent.id,
    }),
    copyOf('notification', `user_id = '${neighbour.id}'`, {
      id: randomUUID(),
      event_sequence: 9_000_000,
      user_id: agent.id,
      actor_id: customer.id,
    }),
    `delete from notification where user_id = '${customer.id}'`,
  ],
  opening_hours: () => [`update opening_hours set slot_capacity = 9`],
  passkey: () => [
    `update passkey set name = 'x' where user_id = '${agent.id}'`,
    `update passkey set public_key = '' where user_id = '${customer.id}'`,
    `update passkey set user_id = '${customer.id}' where user_id = '${agent.id}'`,
    copyOf('passkey', `user_id = '${customer.id}'`, { id: randomUUID(), credential_id: 'another' }),
    `delete from passkey where user_id = '${customer.id}'`,
  ],
  pending_domain: () => [`update pending_domain set name = 'mine.example'`, 'delete from pending_domain'],
  portal_event: () => [
    copyOf('portal_event', `customer_id = '${neighbour.customerId}'`, {
      tenant_sequence: 9_000_000,
      customer_sequence: null,
    }),
    copyOf('portal_event', `customer_id = '${customer.customerId}'`, {
      tenant_sequence: 9_000_001,
      customer_sequence: null,
      actor_id: agent.id,
    }),
    'delete from portal_event',
  ],
  portal_user: () => [
    `update portal_user set password_hash = 'x' where id = '${agent.id}'`,
    `update portal_user set name = 'x' where id = '${colleagueId}'`,
    `update portal_user set password_hash = 'x' where id = '${customer.id}'`,
    `update portal_user set email = 'x@portal.test' where id = '${customer.id}'`,
    `update portal_user set role = 'ADMIN', customer_id = null where id = '${customer.id}'`,
    copyOf('portal_user', `id = '${customer.id}'`, { id: randomUUID(), email: 'x@portal.test' }),
    `delete from portal_user where id = '${colleagueId}'`,
  ],
  second_factor: () => [
    `update second_factor set last_step = 0 where user_id = '${customer.id}'`,
    `update second_factor set secret = null where user_id = '${agent.id}'`,
    copyOf('second_factor', `user_id = '${customer.id}'`, { user_id: neighbour.id }),
    `delete from second_factor where user_id = '${customer.id}'`,
  ],
  session: () => [
    `update session set ended_at = now() where user_id = '${agent.id}'`,
    `update session set expires_at = 'infinity' where user_id = '${customer.id}'`,
    copyOf('session', `user_id = '${customer.id}'`, { id: randomUUID() }),
    `delete from session where user_id = '${customer.id}'`,
  ],
  sign_in_code: () => [
    `update sign_in_code set used_at = null, expires_at = 'infinity'`,
    copyOf('sign_in_code', `user_id = '${agent.id}'`, { user_id: customer.id, id: randomUUID() }),
    'delete from sign_in_code',
  ],
  single_sign_on: () => [`update single_sign_on set issuer = 'https://mine.example'`, 'delete from single_sign_on'],
  single_sign_on_attempt: () => [
    `update single_sign_on_attempt set nonce = 'mine'`,
    'delete from single_sign_on_attempt',
  ],
  single_sign_on_identity: () => [
    `update single_sign_on_identity set user_id = '${customer.id}'`,
    copyOf('single_sign_on_identity', 'true', { subject: 'another', user_id: customer.id }),
    'delete from single_sign_on_identity',
  ],
  team: () => [
    `update team set name = 'x' where name = 'Nights'`,
    `delete from team where name = 'Nights'`,
    copyOf('team', 'true', { id: randomUUID(), name: 'x' }),
  ],
  team_member: () => [
    `update team_member set user_id = (select id from portal_user where role = 'ADMIN')`,
    'delete from team_member',
    copyOf('team_member', 'true', { user_id: colleagueId }),
  ],
  tenant: () => [
    `update tenant set name = 'Mine'`,
    copyOf('tenant', `id = '${tenant.id}'`, { id: tenant.id, slug: 'mine', domain: null }).then(
      (statement) => `${statement} on conflict (id) do update set name = excluded.name`,
    ),
  ],
  tenant_counter: () => [
    'update tenant_counter set last_ticket = last_ticket - 1',
    'update tenant_counter set last_event = 0',
  ],
  ticket: () => [
    `update ticket set status = 'OPEN' where customer_id = '${neighbour.customerId}'`,
    `update ticket set assignee_id = '${agent.id}' where customer_id = '${customer.customerId}'`,
    `update ticket set team_id = (select team_id from team_member) where customer_id = '${customer.customerId}'`,
    `update ticket set priority = 4 where customer_id = '${customer.customerId}'`,
    `update ticket set title = 'Other' where customer_id = '${customer.customerId}'`,
    copyOf('ticket', `customer_id = '${customer.customerId}'`, {
      id: randomUUID(),
      number: 9_000,
      created_by_id: agent.id,
      idempotency_key: null,
    }),
    copyOf('ticket', `customer_id = '${neighbour.customerId}'`, {
      id: randomUUID(),
      number: 9_001,
      created_by_id: customer.id,
      idempotency_key: null,
    }),
  ],
  ticket_field: () => [
    `update ticket_field set required = false`,
    'delete from ticket_field where id not in (select field_id from ticket_field_value)',
    copyOf('ticket_field', 'true', { id: randomUUID() }),
  ],
  ticket_field_value: () => [
    `update ticket_field_value set text = 'x'`,
    'delete from ticket_field_value',
    copyOf('ticket_field_value', 'internal', {
      ticket_id: ticketOf.get(customer),
      customer_id: customer.customerId,
    }),
  ],
};

/** A seat for a call that has none yet. */
async function freeSeatOf(person: Person): Promise<string> {
  const { id } = await person.requestCall({ note: 'Without a seat.' });
  return `insert into call_seat (tenant_id, starts_at, seat, ends_at, call_request_id)
    values ('${tenant.id}', now(), 50, now() + interval '30 minutes', '${id}')`;
}

describe('with the settings of a customer, PostgreSQL refuses to write', () => {
  it('into every table that has rows of a tenant', async () => {
    const { rows } = await portal.database.superuser.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity order by 1`,
    );
    expect(Object.keys(refused)).toEqual(rows.map(({ name }) => name));
  });

  it.each(Object.keys(refused))('%s: what others or staff write', async (table) => {
    for (const given of refused[table]!()) {
      const statement = await given;
      expect(await whoWrites(statement), statement).toEqual({ customer: false, portal: true });
    }
  });
});

describe('with the settings of a customer, PostgreSQL lets', () => {
  it('the own ticket, profile, session, passkeys, uploads, calls and feedback be changed', async () => {
    const [own, byMe] = [`customer_id = '${customer.customerId}'`, `user_id = '${customer.id}'`];
    for (const statement of [
      `update ticket set status = 'CLOSED', updated_at = now() where ${own}`,
      `update portal_user set name = 'x', theme = 'DARK' where id = '${customer.id}'`,
      `update customer set phone = null where id = '${customer.customerId}'`,
      `update session set ended_at = now() where ${byMe}`,
      `update passkey set name = 'x' where ${byMe}`,
      `update notification set read_at = now() where ${byMe}`,
      `update call_request set outcome = null, handled_by_id = null where ${own}`,
      `update feedback set rating = 1 where ${own}`,
      'delete from attachment where message_id is null',
      'select from opening_hours for share',
    ])
      expect(await whoWrites(statement), statement).toEqual({ customer: true, portal: true });
  });

  it('seats of the own calls alone be given back', async () => {
    expect(await rowsWritten(await scopeOfCustomer(), 'delete from call_seat')).toBe(1);
  });
});
