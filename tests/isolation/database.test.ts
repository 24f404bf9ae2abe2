import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type pg from 'pg';
import { scopedEntityManager, viewerScope, type Scope } from '../../server/access/scope.ts';
import type { Viewer } from '../../server/access/viewer.ts';
import { AccountLinkRow } from '../../server/account-links/account-link.entity.ts';
import { SessionRow } from '../../server/sessions/session.entity.ts';
import { AttachmentRow } from '../../server/attachments/attachment.entity.ts';
import { FeedbackRow } from '../../server/feedback/feedback.entity.ts';
import { ArticleRating, ArticleRow, ArticleSolution } from '../../server/knowledge-base/article.entity.ts';
import { ArticleTerm, ArticleWord } from '../../server/article-search/search-index.entity.ts';
import { CallSeat, CallRequestRow } from '../../server/call-requests/call-request.entity.ts';
import { CategoryRow } from '../../server/categories/category.entity.ts';
import { MailDelivery } from '../../server/mail/delivery.entity.ts';
import { MessageRow } from '../../server/messages/message.entity.ts';
import { NotificationRow } from '../../server/notifications/notification.entity.ts';
import { TicketFieldRow, TicketFieldValueRow } from '../../server/ticket-fields/ticket-field.entity.ts';
import { TicketRow } from '../../server/tickets/ticket.entity.ts';
import { Device } from '../passkeys/device.ts';
import { createKey } from '../api-keys/keys.ts';
import { connect } from '../support/database.ts';
import { text } from '../support/files.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';
import { archivedCategoryOf } from './id-operations.ts';

let portal: TestPortal;
let customer: Person;
let neighbour: Person;
let agent: Person;
let foreigner: Person;
/** As the portal connects, with no settings. */
let raw: pg.Client;
let tables: string[];

beforeAll(async () => {
  portal = await startPortal();
  const [tenant, other] = [await portal.world.alwaysOpen(), await portal.world.alwaysOpen()];
  [customer, neighbour, agent] = await Promise.all([tenant.customer(), tenant.customer(), tenant.agent()]);
  const admin = await tenant.admin();
  const internal = await admin.addField('Device', { internal: true });
  await admin.done('ownDomainSet', { input: { name: 'help.padma.example' } });
  await admin.done('singleSignOnUpdate', { input: { label: 'Padma' } });
  await portal.database.superuser.query(
    `insert into single_sign_on_attempt values ('attempt', '${tenant.id}', 'b', 'i', 'c', 'n', 'v', '/', now());
     insert into single_sign_on_identity values ('${tenant.id}', 'i', 's', '${customer.id}', now())`,
  );
  for (const person of [customer, agent]) await person.done('totpSetUp', {});
  const input = { email: agent.email, tenant: tenant.tenant.slug };
  await portal.nobody.done('signInCodeRequest', { input });
  await admin.createTeam('Billing', agent);
  await new Device(portal.url, 'portal.test').register(customer);
  await new Device(portal.url, 'portal.test').register(neighbour);
  await createKey(admin, ['tickets:read']);
  foreigner = await other.customer();
  const foreignAdmin = await other.admin();
  for (const person of [customer, neighbour, foreigner]) {
    const sent = await person.upload(text(`sent by ${person.name}.txt`));
    const ticket = await person.openTicket({ title: `Of ${person.name}`, attachmentIds: [sent.id] });
    await person.upload(text(`kept by ${person.name}.txt`));
    await person.requestCall({ ticketId: ticket.id, note: `Call ${person.name}` });
    const slots = await person.slots();
    await person.requestCall({ scheduledAt: slots.find(({ available }) => available > 0)!.startsAt });
    if (person === foreigner) continue;
    await agent.done('customerNoteAdd', { customerId: person.customerId!, input: { body: 'Has a dog.' } });
    const noted = await agent.upload(text('of a note.txt'));
    await agent.write(ticket.id, 'A note.', { internal: true, attachmentIds: [noted.id] });
    const fields = [{ fieldId: internal.id, text: 'A modem' }];
    await agent.done('ticketUpdate', { id: ticket.id, input: { status: 'RESOLVED', fields } });
    await person.done('feedbackSubmit', { ticketId: ticket.id, input: { rating: 4, comment: `By ${person.name}` } });
  }
  await agent.done('customerInvite', { input: { name: 'Invited', email: 'invited@portal.test' } });
  const [ofCustomer] = (await customer.get('{ tickets { nodes { id } } }')).tickets.nodes;
  await archivedCategoryOf(ofCustomer.id, admin);
  await admin.addCategory({ en: 'Bills' });
  await foreignAdmin.addCategory({ en: 'Foreign' });
  const article = await agent.publishArticle({ title: 'Published' });
  await agent.writeArticle({ title: 'Drafted' });
  await customer.done('articleRate', { id: article.id, helpful: true });
  await customer.done('articleMarkSolved', { id: article.id, input: { idempotencyKey: 'a try' } });
  await portal.settle();
  // the mail server of the next one refuses it for good
  portal.mailbox.refusing = 550;
  await agent.done('customerInvite', { input: { name: 'Nobody', email: 'nobody@portal.test' } });
  await portal.settle();
  raw = await connect(portal.database.url);
  const { rows } = await portal.database.superuser.query(
    `select distinct table_name as name from information_schema.columns
     where table_schema = 'public' and column_name in ('tenant_id', 'slug') order by 1`,
  );
  tables = rows.map(({ name }) => name);
});

afterAll(async () => {
  await raw.end();
  await portal.stop();
});

const viewerOf = async (person: Person): Promise<Viewer> =>
  (await portal.app.portal.tokens.readAccess(person.accessToken!))!.viewer;

const scopeOf = async (person: Person): Promise<Scope> => viewerScope(await viewerOf(person));

describe('the database, asked past the portal', () => {
  it('shows no row of any table to a connection that has said nothing about itself', async () => {
    expect(tables).toEqual([
      'account_link',
      'api_key',
      'api_key_secret',
      'article',
      'article_rating',
      'article_solution',
      'article_term',
      'article_word',
      'attachment',
      'attachment_settings',
      'attachment_usage',
      'call_request',
      'call_seat',
      'category',
      'customer',
      'customer_counter',
      'customer_note',
      'event_origin',
      'feedback',
      'mail_delivery',
      'mail_refusal',
      'message',
      'notification',
      'opening_hours',
      'passkey',
      'pending_domain',
      'portal_event',
      'portal_user',
      'second_factor',
      'session',
      'sign_in_code',
      'single_sign_on',
      'single_sign_on_attempt',
      'single_sign_on_identity',
      'team',
      'team_member',
      'tenant',
      'tenant_counter',
      'ticket',
      'ticket_field',
      'ticket_field_value',
    ]);
    for (const table of tables) {
      const behind = await portal.database.superuser.query(`select count(*)::int as rows from ${table}`);
      expect(behind.rows[0].rows, `${table} is not empty`).toBeGreaterThan(0);
      expect((await raw.query(`select * from ${table}`)).rows, table).toEqual([]);
    }
  });

  it('neither changes nor deletes nor takes a row from such a connection', async () => {
    for (const table of tables) {
      expect((await raw.query(`delete from ${table}`)).rowCount, table).toBe(0);
    }
    await expect(
      raw.query(`insert into tenant_counter (tenant_id) select '00000000-0000-7000-8000-000000000000'`),
    ).rejects.toThrow('row-level security');
  });

  it('forces row security on every table that belongs to a tenant, also for its owner', async () => {
    const { rows } = await portal.database.superuser.query(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace
       and relkind in ('r', 'p') and relrowsecurity and relforcerowsecurity order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(tables);
  });

  it('has a role that is neither superuser nor BYPASSRLS', async () => {
    const { rows } = await raw.query(
      'select rolsuper or rolbypassrls as unsafe from pg_roles where rolname = current_user',
    );
    expect(rows).toEqual([{ unsafe: false }]);
  });
});

describe('with the filters of the ORM switched off on purpose', () => {
  it('a customer still gets their own tickets only', async () => {
    const tickets = await scopedEntityManager(portal.app.portal.orm.em, await scopeOf(customer)).find(
      TicketRow,
      {},
      { filters: false },
    );
    expect(tickets.map(({ title }) => title)).toEqual([`Of ${customer.name}`]);
  });

  it('an agent still gets the tickets of the own tenant only', async () => {
    const tickets = await scopedEntityManager(portal.app.portal.orm.em, await scopeOf(agent)).find(
      TicketRow,
      {},
      { filters: { tenant: false } },
    );
    expect(tickets.map(({ title }) => title).toSorted()).toEqual(
      [`Of ${customer.name}`, `Of ${neighbour.name}`].toSorted(),
    );
  });

  it('a customer still reads no internal note and no owed mail', async () => {
    const entityManager = scopedEntityManager(portal.app.portal.orm.em, await scopeOf(customer));
    const messages = await entityManager.find(MessageRow, {}, { filters: false });
    expect(messages.map(({ body }) => body)).toEqual(['It went dark at noon.']);
    expect(await entityManager.find(MailDelivery, {}, { filters: false })).toEqual([]);
  });

  it('a customer still sees no internal field and no value of one', async () => {
    const found = async (person: Person) => {
      const entityManager = scopedEntityManager(portal.app.portal.orm.em, await scopeOf(person));
      const [fields, values] = [
        await entityManager.find(TicketFieldRow, {}, { filters: false }),
        await entityManager.find(TicketFieldValueRow, {}, { filters: false }),
      ];
      return [fields.length, values.length];
    };
    expect(await found(customer)).toEqual([0, 0]);
    expect(await found(agent)).toEqual([1, 2]);
    expect(await found(foreigner)).toEqual([0, 0]);
  });

  it('a customer still reads no emailed link, and nobody the sessions of somebody else', async () => {
    const reader = async (person: Person) => scopedEntityManager(portal.app.portal.orm.em, await scopeOf(person));
    expect(await (await reader(customer)).find(AccountLinkRow, {}, { filters: false })).toEqual([]);
    for (const person of [customer, agent]) {
      const sessions = await (await reader(person)).find(SessionRow, {}, { filters: false });
      expect(sessions.map(({ userId }) => userId)).toEqual([person.id]);
    }
  });

  it('a customer still gets the files of their own public messages, and what only they have uploaded', async () => {
    const files = async (person: Person) => {
      const entityManager = scopedEntityManager(portal.app.portal.orm.em, await scopeOf(person));
      const found = await entityManager.find(AttachmentRow, {}, { filters: false });
      return found.map(({ name }) => name).toSorted();
    };
    expect(await files(customer)).toEqual([`kept by ${customer.name}.txt`, `sent by ${customer.name}.txt`]);
    expect(await files(agent)).toEqual(
      ['of a note.txt', 'of a note.txt', `sent by ${customer.name}.txt`, `sent by ${neighbour.name}.txt`].toSorted(),
    );
  });

  it('a customer still gets their own feedback only, an agent that of the tenant', async () => {
    const feedback = async (person: Person) => {
      const entityManager = scopedEntityManager(portal.app.portal.orm.em, await scopeOf(person));
      const found = await entityManager.find(FeedbackRow, {}, { filters: false });
      return found.map(({ comment }) => comment).toSorted();
    };
    expect(await feedback(customer)).toEqual([`By ${customer.name}`]);
    expect(await feedback(agent)).toEqual([`By ${customer.name}`, `By ${neighbour.name}`].toSorted());
    expect(await feedback(foreigner)).toEqual([]);
  });

  it('everybody still gets their own notifications only', async () => {
    const told = async (person: Person) => {
      const entityManager = scopedEntityManager(portal.app.portal.orm.em, await scopeOf(person));
      const found = await entityManager.find(NotificationRow, {}, { filters: false });
      return new Set(found.map(({ userId }) => userId));
    };
    expect(await told(customer)).toEqual(new Set([customer.id]));
    expect(await told(neighbour)).toEqual(new Set([neighbour.id]));
    expect(await told(agent)).toEqual(new Set([agent.id]));
  });

  it('a customer still gets their own calls only, and of a seat in a slot no more than that it is taken', async () => {
    const entityManager = scopedEntityManager(portal.app.portal.orm.em, await scopeOf(customer));
    const calls = await entityManager.find(CallRequestRow, {}, { filters: false });
    expect(calls.map(({ customerId }) => customerId)).toEqual([customer.customerId, customer.customerId]);
    const seats = await entityManager.find(CallSeat, {}, { filters: false });
    expect(seats).toHaveLength(2);
    expect(Object.keys(seats[0]!).toSorted()).toEqual(['callRequestId', 'endsAt', 'seat', 'startsAt', 'tenantId']);
  });

  it('a customer still finds neither drafts nor their words, and no rating of somebody else', async () => {
    const found = async (person: Person) => {
      const entityManager = scopedEntityManager(portal.app.portal.orm.em, await scopeOf(person));
      const articles = await entityManager.find(ArticleRow, {}, { filters: false });
      const terms = await entityManager.find(ArticleTerm, { term: { $in: ['draft', 'publish'] } }, { filters: false });
      const words = await entityManager.find(ArticleWord, { term: { $in: ['draft', 'publish'] } }, { filters: false });
      return {
        titles: articles.map(({ title }) => title).toSorted(),
        terms: terms.map(({ term }) => term).toSorted(),
        words: words.map(({ word }) => word).toSorted(),
        ratings: await entityManager.count(ArticleRating, {}, { filters: false }),
        solutions: await entityManager.count(ArticleSolution, {}, { filters: false }),
      };
    };
    const published = { titles: ['Published'], terms: ['publish'], words: ['published'] };
    expect(await found(customer)).toEqual({ ...published, ratings: 1, solutions: 1 });
    expect(await found(neighbour)).toEqual({ ...published, ratings: 0, solutions: 0 });
    expect(await found(foreigner)).toEqual({ titles: [], terms: [], words: [], ratings: 0, solutions: 0 });
    expect(await found(agent)).toEqual({
      titles: ['Drafted', 'Published'],
      terms: ['draft', 'publish'],
      words: ['drafted', 'published'],
      ratings: 1,
      solutions: 1,
    });
  });

  it('a customer still gets the categories that can be chosen, and archived ones of their own tickets', async () => {
    const names = async (person: Person) => {
      const entityManager = scopedEntityManager(portal.app.portal.orm.em, await scopeOf(person));
      const found = await entityManager.find(CategoryRow, {}, { filters: false, orderBy: { id: 'asc' } });
      return found.map((category) => category.names[0]!.text);
    };
    expect(await names(customer)).toEqual(['Modems', 'Bills']);
    expect(await names(neighbour)).toEqual(['Bills']);
    expect(await names(agent)).toEqual(['Modems', 'Bills']);
    expect(await names(foreigner)).toEqual(['Foreign']);
  });

  it('a customer cannot write into the ticket of a neighbour', async () => {
    const [theirs] = await scopedEntityManager(portal.app.portal.orm.em, await scopeOf(neighbour)).find(TicketRow, {});
    const scope = await scopeOf(customer);
    const changed = await portal.app.portal.write(scope, (entityManager) =>
      entityManager.nativeUpdate(TicketRow, { id: theirs!.id }, { title: 'Mine now' }, { filters: false }),
    );
    expect(changed).toBe(0);
    await expect(
      portal.app.portal.write(scope, (entityManager) =>
        entityManager.execute(
          `insert into message (id, tenant_id, customer_id, ticket_id, author_id, body, created_at)
           values (gen_random_uuid(), ?, ?, ?, ?, 'Intruding', now())`,
          [scope.tenantId, neighbour.customerId, theirs!.id, scope.userId],
        ),
      ),
    ).rejects.toThrow('row-level security');
    await expect(
      portal.app.portal.write(scope, (entityManager) =>
        entityManager.execute(
          `insert into message (id, tenant_id, customer_id, ticket_id, author_id, body, created_at)
           values (gen_random_uuid(), ?, ?, ?, ?, 'Smuggled under the own customer', now())`,
          [scope.tenantId, scope.customerId, theirs!.id, scope.userId],
        ),
      ),
    ).rejects.toThrow('foreign key');
  });
});

describe('connections are shared, what they may see is not', () => {
  it('tenants, failures and empty scopes interleaved over few connections never mix', async () => {
    const titles = async (person: Person) =>
      (await person.get('{ tickets { nodes { title } } }')).tickets.nodes
        .map(({ title }: { title: string }) => title)
        .toSorted();
    const broken = (person: Person) =>
      person.ask('{ tickets(after: "WyIyMDI2LTEzLTQ1VDAwOjAwOjAwWiIsIngiXQ") { nodes { id } } }');
    const expected = new Map([
      [customer, [`Of ${customer.name}`]],
      [foreigner, [`Of ${foreigner.name}`]],
      [agent, [`Of ${customer.name}`, `Of ${neighbour.name}`].toSorted()],
    ]);
    const rounds = Array.from({ length: 60 }, async (_, round) => {
      const person = [...expected.keys()][round % 3]!;
      if (round % 5 === 0) await broken(person);
      if (round % 7 === 0) await portal.app.portal.pool.query('select 1/0').catch(() => undefined);
      if (round % 4 === 0) expect((await portal.app.portal.pool.query('select * from ticket')).rows).toEqual([]);
      expect(await titles(person)).toEqual(expected.get(person));
    });
    await Promise.all(rounds);
  });
});
