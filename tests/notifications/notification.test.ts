import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetExpired } from '../../server/jobs/housekeeping.ts';
import type { ApiClient } from '../support/api.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import { statementsOf } from '../support/statements.ts';

let portal: TestPortal;

beforeAll(async () => {
  portal = await startPortal();
});

afterAll(() => portal.stop());

/** A tenant's people and a ticket of the customer, which the agent looks after. */
async function ticketWithPeople() {
  const tenant = await portal.world.tenant();
  const [customer, agent, admin] = await Promise.all([tenant.customer(), tenant.agent(), tenant.admin()]);
  const { id, number } = await customer.openTicket();
  await agent.done('ticketUpdate', { id, input: { assigneeId: agent.id } });
  return { id, number, tenant, customer, agent, admin };
}

/** As `ticketWithPeople`, with so many answers the customer was notified of. */
async function withAnswers(count: number) {
  const made = await ticketWithPeople();
  for (let number = 1; number <= count; number++) await made.agent.write(made.id, `Answer ${number}`);
  return made;
}

const listQuery = `query($unreadOnly: Boolean, $first: Int, $after: String) {
  notifications(unreadOnly: $unreadOnly, first: $first, after: $after) {
    totalCount unreadCount pageInfo { hasNextPage endCursor }
    nodes {
      id kind status readAt actor { id name } ticket { id number title status customer { name } }
      message { body } feedback { rating }
    }
  }
}`;

const list = async (who: ApiClient, variables: Record<string, unknown> = {}) =>
  (await who.get(listQuery, variables)).notifications;

const bodies = ({ nodes }: { nodes: { message: { body: string } }[] }) => nodes.map(({ message }) => message.body);

const cursorOf = async (who: ApiClient) => (await who.get('{ portalEventsCursor }')).portalEventsCursor;

describe('a notification', () => {
  it('tells the customer who answered what', async () => {
    const { id, number, customer, agent } = await withAnswers(1);
    expect((await list(customer)).nodes).toMatchObject([
      {
        kind: 'MESSAGE_ADDED',
        readAt: null,
        actor: { id: agent.id, name: agent.name },
        ticket: { id, number, customer: { name: customer.name } },
        message: { body: 'Answer 1' },
        feedback: null,
        status: null,
      },
    ]);
  });

  it('tells the customer which status the ticket was given, whatever it is now', async () => {
    const { id, customer, agent } = await ticketWithPeople();
    for (const status of ['RESOLVED', 'OPEN', 'CLOSED']) await agent.done('ticketUpdate', { id, input: { status } });
    const { nodes } = await list(customer);
    expect(nodes.map(({ kind, status, ticket, message }: any) => [kind, status, ticket.status, message])).toEqual(
      ['CLOSED', 'OPEN', 'RESOLVED'].map((status) => ['TICKET_STATUS_CHANGED', status, 'CLOSED', null]),
    );
  });

  it('tells the admins of a new ticket, with what was written, and of feedback', async () => {
    const { id, customer, agent, admin } = await ticketWithPeople();
    await agent.done('ticketUpdate', { id, input: { status: 'RESOLVED' } });
    await customer.done('feedbackSubmit', { ticketId: id, input: { rating: 2 } });
    expect((await list(admin)).nodes).toMatchObject([
      { kind: 'FEEDBACK_SUBMITTED', actor: { id: customer.id }, feedback: { rating: 2 }, message: null },
      { kind: 'TICKET_CREATED', actor: { id: customer.id }, message: { body: 'It went dark at noon.' } },
    ]);
  });

  it('tells the assignee what the customer wrote and did, and nobody else', async () => {
    const { id, customer, agent, admin } = await ticketWithPeople();
    await customer.write(id, 'Still dark.');
    await customer.done('ticketClose', { id });
    expect((await list(agent)).nodes).toMatchObject([
      { kind: 'TICKET_STATUS_CHANGED', status: 'CLOSED' },
      { kind: 'MESSAGE_ADDED', message: { body: 'Still dark.' } },
    ]);
    expect((await list(admin)).nodes).toMatchObject([{ kind: 'TICKET_CREATED' }]);
  });

  it('never comes to who did it, nor of an internal note', async () => {
    const { id, customer, agent } = await withAnswers(1);
    await agent.write(id, 'Between us.', { internal: true });
    expect((await list(agent)).totalCount).toBe(0);
    expect(bodies(await list(customer))).toEqual(['Answer 1']);
  });

  it('is written with the event, or not at all', async () => {
    const { id, customer, agent } = await ticketWithPeople();
    await agent.done('ticketClose', { id });
    const before = await list(customer);
    await agent.refusal('messageAdd', { ticketId: id, input: { body: 'Too late.' } });
    await agent.refusal('ticketClose', { id });
    expect(await list(customer)).toEqual(before);
    const { rows } = await portal.database.superuser.query(
      `select count(*)::int as lost from notification n where not exists (
        select from portal_event e where e.tenant_id = n.tenant_id and e.tenant_sequence = n.event_sequence and e.type = n.kind)`,
    );
    expect(rows).toEqual([{ lost: 0 }]);
  });

  it('is for one user alone: neither colleagues nor neighbours nor strangers have it', async () => {
    const { tenant, customer } = await withAnswers(2);
    const elsewhere = await portal.world.tenant();
    const others = await Promise.all([
      tenant.customer(),
      tenant.agent(),
      tenant.admin(),
      elsewhere.customer(),
      elsewhere.admin(),
    ]);
    for (const other of others) expect(await list(other)).toMatchObject({ totalCount: 0, unreadCount: 0, nodes: [] });
    expect(await list(customer)).toMatchObject({ totalCount: 2, unreadCount: 2 });
    expect((await portal.nobody.ask(listQuery)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});

describe('the list of notifications', () => {
  it('is newest first, in pages, and counts the unread ones whatever it is limited to', async () => {
    const { customer } = await withAnswers(5);
    const [newest] = (await list(customer, { first: 1 })).nodes;
    await customer.done('notificationsMarkRead', { input: { ids: [newest.id] } });
    const found: string[] = [];
    let after: string | null = null;
    do {
      const page: any = await list(customer, { first: 2, after });
      expect(page).toMatchObject({ totalCount: 5, unreadCount: 4 });
      found.push(...bodies(page));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(found).toEqual([5, 4, 3, 2, 1].map((number) => `Answer ${number}`));
    const unread = await list(customer, { unreadOnly: true });
    expect(unread).toMatchObject({ totalCount: 4, unreadCount: 4 });
    expect(bodies(unread)).toEqual([4, 3, 2, 1].map((number) => `Answer ${number}`));
  });

  it('can be counted alone, under any name', async () => {
    const { customer } = await withAnswers(2);
    expect(await customer.get('{ bell: notifications(first: 1) { unread: unreadCount } }')).toEqual({
      bell: { unread: 2 },
    });
  });

  it('costs the same SQL statements, however long it is', async () => {
    const { customer } = await withAnswers(12);
    const few = await statementsOf(portal, () => list(customer, { first: 1 }));
    const many = await statementsOf(portal, () => list(customer, { first: 100 }));
    expect([few.result.nodes.length, many.result.nodes.length]).toEqual([1, 12]);
    expect(many.count).toBe(few.count);
  });
});

describe('reading', () => {
  it('notifications by their ids reads these, and leaves the rest', async () => {
    const { customer } = await withAnswers(3);
    const { nodes } = await list(customer);
    const ids = [nodes[0].id, nodes[2].id.toUpperCase(), nodes[0].id];
    expect(await customer.done('notificationsMarkRead', { input: { ids } })).toEqual({ unreadCount: 1 });
    const after = (await list(customer)).nodes;
    expect(after.map(({ readAt }: { readAt: string | null }) => readAt !== null)).toEqual([true, false, true]);
  });

  it('a ticket reads everything about it, and nothing else', async () => {
    const { id, customer, agent } = await withAnswers(2);
    const other = await customer.openTicket();
    await agent.write(other.id, 'About another matter.');
    expect(await customer.done('notificationsMarkRead', { input: { ticketId: id } })).toEqual({ unreadCount: 1 });
    expect(bodies(await list(customer, { unreadOnly: true }))).toEqual(['About another matter.']);
  });

  it('all reads all of the viewer, and of nobody else', async () => {
    const { id, customer, agent } = await withAnswers(3);
    await customer.write(id, 'For the agent.');
    expect(await customer.done('notificationsMarkRead', { input: { all: true } })).toEqual({ unreadCount: 0 });
    expect(await list(customer, { unreadOnly: true })).toMatchObject({ nodes: [], totalCount: 0 });
    expect((await list(customer)).totalCount).toBe(3);
    expect((await list(agent)).unreadCount).toBe(1);
  });

  it('again keeps the time of the first reading, also by another way', async () => {
    const { id, customer } = await withAnswers(1);
    const [{ id: notification }] = (await list(customer)).nodes;
    await customer.done('notificationsMarkRead', { input: { ids: [notification] } });
    const [{ readAt }] = (await list(customer)).nodes;
    for (const input of [{ ids: [notification] }, { ticketId: id }, { all: true }]) {
      expect(await customer.done('notificationsMarkRead', { input })).toEqual({ unreadCount: 0 });
    }
    expect((await list(customer)).nodes[0].readAt).toBe(readAt);
  });

  it('one that is not the viewer’s reads none: it is not there', async () => {
    const { id, customer, agent } = await withAnswers(2);
    await customer.write(id, 'For the agent.');
    const [[theirs], [own]] = [(await list(agent)).nodes, (await list(customer)).nodes];
    for (const stranger of [theirs.id, '01900000-0000-7000-8000-000000000000', 'not-a-uuid', '']) {
      expect(await customer.refusal('notificationsMarkRead', { input: { ids: [own.id, stranger] } })).toEqual({
        code: 'NOT_FOUND',
        field: 'input.ids',
        message: 'There is no such notification.',
      });
    }
    expect((await list(customer)).unreadCount).toBe(2);
    expect((await list(agent)).unreadCount).toBe(1);
  });

  it.each([
    ['nothing', {}, 'INVALID', 'input'],
    ['all: false', { all: false }, 'INVALID', 'input'],
    ['nulls', { ids: null, all: null, ticketId: null }, 'INVALID', 'input'],
    ['two ways at once', { ids: ['01900000-0000-7000-8000-000000000000'], all: true }, 'INVALID', 'input'],
    ['no ids', { ids: [] }, 'REQUIRED', 'input.ids'],
    ['more than 100 ids', { ids: Array.from({ length: 101 }, () => 'x') }, 'TOO_MANY', 'input.ids'],
  ])('%s is refused by the name of the field', async (_, input, code, field) => {
    const customer = await (await portal.world.tenant()).customer();
    expect(await customer.refusal('notificationsMarkRead', { input })).toMatchObject({ code, field });
  });

  it('all is nothing to do without a viewer', async () => {
    const { errors } = await portal.nobody.ask(
      'mutation { notificationsMarkRead(input: { all: true }) { unreadCount userErrors { code } } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('the same many times at once at two servers is read once', async () => {
    const { id, customer } = await withAnswers(8);
    const ids = (await list(customer)).nodes.map((node: { id: string }) => node.id);
    const second = await portal.secondServer();
    const inputs = [{ ids }, { all: true }, { ids: ids.toReversed() }, { ticketId: id }, { all: true }, { ids }];
    await Promise.all(
      inputs.map((input, index) =>
        customer.at(index % 2 ? second.url : portal.url).done('notificationsMarkRead', { input }),
      ),
    );
    const { rows } = await portal.database.superuser.query(
      `select count(*)::int as events from portal_event where user_id = $1 and type = 'NotificationsRead'`,
      [customer.id],
    );
    expect(rows).toEqual([{ events: 1 }]);
  });
});

describe('live', () => {
  it('a notification reaches the user concerned, with the count, right after its event', async () => {
    const { id, customer, agent } = await ticketWithPeople();
    const listening = await customer.listen({ after: await cursorOf(customer) });
    await agent.write(id, 'Look here.');
    expect(await listening.nextOfAll()).toMatchObject({ __typename: 'MessageAdded', message: { body: 'Look here.' } });
    expect(await listening.nextOfAll()).toMatchObject({
      __typename: 'NotificationAdded',
      notification: { kind: 'MESSAGE_ADDED', ticket: { id } },
      unreadCount: 1,
    });
  });

  it('a notification reaches nobody else who listens to the same stream', async () => {
    const { id, tenant, customer, agent, admin } = await ticketWithPeople();
    const colleague = await tenant.agent();
    const [after, forCustomer] = [await cursorOf(admin), await cursorOf(customer)];
    await customer.write(id, 'For the assignee.');
    await agent.write(id, 'For the customer.');
    const kinds = (events: { __typename: string }[]) => events.map(({ __typename }) => __typename);
    const hears = async (who: ApiClient, from: string, count: number) => {
      const listening = await who.listen({ after: from });
      const heard = [];
      while (heard.length < count) heard.push(await listening.nextOfAll());
      await listening.socket.roundTrip();
      expect(listening.messages).toHaveLength(count);
      return kinds(heard);
    };
    for (const other of [colleague, admin])
      expect(await hears(other, after, 2)).toEqual(['MessageAdded', 'MessageAdded']);
    expect(await hears(agent, after, 3)).toEqual(['MessageAdded', 'NotificationAdded', 'MessageAdded']);
    expect(await hears(customer, forCustomer, 3)).toEqual(['MessageAdded', 'MessageAdded', 'NotificationAdded']);
  });

  it.each(['customer', 'agent'] as const)('what the %s reads on one device is read on the others', async (role) => {
    const people = await ticketWithPeople();
    const { id, customer, agent, [role]: reader } = people;
    await (role === 'customer' ? agent : customer).write(id, 'To be read.');
    const second = await portal.secondServer();
    const after = await cursorOf(reader);
    const phone = await reader.at(second.url).listen({ after });
    const other = await (role === 'customer' ? agent : customer).listen({
      after: await cursorOf(role === 'customer' ? agent : customer),
    });
    await reader.done('notificationsMarkRead', { input: { ticketId: id } });
    await reader.done('notificationsMarkRead', { input: { all: true } });
    expect(await phone.nextOfAll()).toMatchObject({ __typename: 'NotificationsRead', unreadCount: 0 });
    await customer.write(id, 'Afterwards.');
    expect(await phone.next()).toMatchObject({ message: { body: 'Afterwards.' } });
    expect(await other.next()).toMatchObject({ message: { body: 'Afterwards.' } });
  });

  it('what was missed is replayed, in order and once', async () => {
    const { id, customer, agent } = await ticketWithPeople();
    const after = await cursorOf(customer);
    await agent.write(id, 'Missed.');
    await customer.done('notificationsMarkRead', { input: { all: true } });
    await agent.done('ticketUpdate', { id, input: { status: 'RESOLVED' } });
    const listening = await customer.listen({ after });
    const heard = [];
    while (heard.length < 5) heard.push((await listening.nextOfAll()).__typename);
    expect(heard).toEqual([
      'MessageAdded',
      'NotificationAdded',
      'NotificationsRead',
      'TicketStatusChanged',
      'NotificationAdded',
    ]);
  });
});

describe('every night', () => {
  it('notifications read and older than 90 days go, and unread ones older than a year', async () => {
    const { customer } = await withAnswers(6);
    const { nodes } = await list(customer);
    const ages = [
      [89, true],
      [91, true],
      [91, false],
      [364, false],
      [366, false],
      [366, true],
    ] as const;
    for (const [index, [days, read]] of ages.entries()) {
      await portal.database.superuser.query(
        `update notification set created_at = now() - $2 * interval '1 day',
           read_at = case when $3 then now() - interval '1 hour' end where id = $1`,
        [nodes[index].id, days, read],
      );
    }
    await forgetExpired(portal.app.portal, null);
    const left = (await list(customer)).nodes.map((node: { id: string }) => node.id);
    expect(left).toEqual([nodes[0].id, nodes[2].id, nodes[3].id]);
  });
});
