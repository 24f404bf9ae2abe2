import { beforeAll, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { ApiClient } from '../support/api.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let agent: Person;
let admin: Person;

beforeAll(async () => {
  tenant = await portal.world.alwaysOpen();
  [agent, admin] = await Promise.all([tenant.agent(), tenant.admin()]);
});

/** What a copy has of each object, in lists and in entries alike. */
const fields = {
  ticket: 'id number title status priority assignee { id } customer { id } messageCount createdAt updatedAt',
  message: 'id body internal author { id } createdAt ticket { id }',
  feedback: 'id rating comment updatedAt ticket { id }',
  callRequest: 'id status outcome scheduledAt ticket { id } updatedAt',
  customer: 'id name phone timeZone status updatedAt',
  article: 'id title status version updatedAt',
};
type Name = keyof typeof fields;
type Entity = { id: string } & Record<string, unknown>;

/** A copy that an integrator keeps as docs/integrating.md says. */
class Copy {
  readonly objects = new Map<string, { name: Name; object: Entity }>();
  events: string[] = [];
  cursor = '';

  constructor(private readonly who: ApiClient) {}

  static async begin(who: ApiClient): Promise<Copy> {
    const copy = new Copy(who);
    copy.cursor = (await who.get('{ portalEventsCursor }')).portalEventsCursor;
    await copy.load();
    return copy;
  }

  async load(): Promise<void> {
    await this.list(
      'tickets',
      'ticket',
      `messages(first: 100) { nodes { ${fields.message} } } feedback { ${fields.feedback} }`,
    );
    await this.list('callRequests', 'callRequest');
    await this.list('customers', 'customer');
    await this.list('articles', 'article');
  }

  async catchUp(): Promise<void> {
    const objects = Object.entries(fields).map(([name, asked]) => `${name} { ${asked} }`);
    for (;;) {
      const { portalEvents } = await this.who.get(
        `query($after: String!) { portalEvents(after: $after, first: 20) {
          nodes { id event ${objects.join(' ')} } pageInfo { hasNextPage endCursor }
        } }`,
        { after: this.cursor },
      );
      for (const entry of portalEvents.nodes) {
        this.events.push(entry.id);
        for (const name of Object.keys(fields) as Name[]) this.store(name, entry[name]);
      }
      this.cursor = portalEvents.pageInfo.endCursor;
      if (!portalEvents.pageInfo.hasNextPage) return;
    }
  }

  /** Without the counts of a page, which are asked for at different times. */
  get state(): Record<string, Entity> {
    const sorted = [...this.objects.entries()].toSorted(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(sorted.map(([id, { object }]) => [id, object]));
  }

  private async list(list: string, name: Name, within = ''): Promise<void> {
    let after: string | null = null;
    do {
      const page: any = (
        await this.who.get(
          `query($after: String) { page: ${list}(first: 10, after: $after, sort: { field: CREATED_AT, direction: ASCENDING }) {
            nodes { ${fields[name]} ${within} } pageInfo { hasNextPage endCursor }
          } }`,
          { after },
        )
      ).page;
      for (const { messages, feedback, ...object } of page.nodes) {
        this.store(name, object);
        for (const message of messages?.nodes ?? []) this.store('message', message);
        this.store('feedback', feedback);
      }
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
  }

  private store(name: Name, object: Entity | null | undefined): void {
    if (object) this.objects.set(object.id, { name, object });
  }
}

/** Everything that people do, one after the other. */
async function work(customer: Person, round: number): Promise<void> {
  const { id } = await customer.openTicket({ title: `Round ${round}` });
  await agent.done('ticketUpdate', { id, input: { assigneeId: agent.id, priority: 'HIGH' } });
  await agent.write(id, 'A note.', { internal: true });
  const call = await customer.requestCall({ ticketId: id });
  await customer.write(id, 'Still dark.');
  await agent.done('callRequestComplete', { id: call.id, input: { outcome: 'REACHED' } });
  await agent.done('ticketUpdate', { id, input: { status: 'RESOLVED', assigneeId: null } });
  await customer.done('feedbackSubmit', { ticketId: id, input: { rating: 3 } });
  await customer.done('feedbackUpdate', { ticketId: id, input: { rating: 4, comment: 'Better.' } });
  await customer.done('profileUpdate', { input: { phone: `+88017123456${10 + round}` } });
  const article = await admin.publishArticle({ title: `Round ${round} of ${customer.name}` });
  await admin.done('articleSave', { id: article.id, input: { title: 'Another title', body: 'Changed.', version: 1 } });
  await admin.done('articleArchive', { id: article.id });
  await agent.done('customerInvite', { input: { name: `Of ${id}`, email: `${id}@portal.test` } });
}

describe('a copy that is kept as the guide says', () => {
  it('is in the end what the server has, while people write, with every event once', async () => {
    const customers = await Promise.all(Array.from({ length: 4 }, () => tenant.customer()));
    await Promise.all(customers.map((customer) => work(customer, 0)));
    const writing = new Set(customers);
    const writers = customers.map(async (customer) => {
      await work(customer, 1);
      writing.delete(customer);
    });
    const copy = await Copy.begin(admin);
    const keep = async () => {
      while (writing.size > 0) await copy.catchUp();
      await copy.catchUp();
    };
    await Promise.all([...writers, keep()]);

    const fresh = await Copy.begin(admin);
    expect(copy.state).toEqual(fresh.state);
    expect(Object.keys(copy.state).length).toBeGreaterThan(50);
    expect(copy.events).toEqual([...new Set(copy.events)]);
    expect(copy.events.map(Number)).toEqual(copy.events.map(Number).toSorted((one, other) => one - other));
  });
});

describe('on two servers, with 12 people writing', () => {
  it('a list that is followed and a subscription that is cut again and again have the same events, once and in order', async () => {
    const second = await portal.secondServer();
    const customers = await Promise.all(Array.from({ length: 12 }, () => tenant.customer()));
    const begin = await admin.cursor();
    const writing = new Set(customers);
    const writers = customers.map(async (customer, index) => {
      const url = index % 2 === 0 ? portal.url : second.url;
      const { id } = await customer.at(url).openTicket();
      await Promise.all([
        customer.at(url).write(id, 'Still dark.'),
        agent.at(second.url).done('ticketUpdate', { id, input: { priority: 'HIGH', assigneeId: agent.id } }),
      ]);
      await agent.at(portal.url).done('ticketUpdate', { id, input: { status: 'RESOLVED' } });
      await customer.at(url).done('feedbackSubmit', { ticketId: id, input: { rating: 4 } });
      writing.delete(customer);
    });
    const followed: string[] = [];
    const follow = async () => {
      let cursor = begin;
      for (let last = false; !last;) {
        last = writing.size === 0;
        const page = await after(admin, cursor, 100);
        followed.push(...page.nodes.map(({ id }: { id: string }) => id));
        cursor = page.pageInfo.endCursor;
        last &&= !page.pageInfo.hasNextPage;
      }
    };
    const expected = customers.length * 6;
    const heard: string[] = [];
    const listen = async () => {
      let cursor = begin;
      while (heard.length < expected) {
        const listening = await admin.at(second.url).listen({ after: cursor });
        for (const event of await listening.take(Math.min(7, expected - heard.length))) {
          heard.push(event.id);
          cursor = event.cursor;
        }
        listening.socket.cut();
      }
    };
    await Promise.all([...writers, follow(), listen()]);
    expect(followed).toHaveLength(expected);
    expect(heard).toEqual(followed);
    expect(followed.map(Number)).toEqual([...new Set(followed.map(Number))].toSorted((one, other) => one - other));
  });
});

const after = async (who: ApiClient, cursor: string, first?: number) =>
  (
    await who.get(
      `query($after: String!, $first: Int) { portalEvents(after: $after, first: $first) {
        nodes { id event message { body } ticket { id } } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      } }`,
      { after: cursor, first },
    )
  ).portalEvents;

describe('events as a list', () => {
  it('are those of the subscription, and their cursors go on from each other', async () => {
    const customer = await tenant.customer();
    const begin = await customer.cursor();
    const { id } = await customer.openTicket();
    await agent.write(id, 'A note.', { internal: true });
    await agent.write(id, 'An answer.');
    const listening = await customer.listen({ after: begin });
    const [created, answered] = await listening.take(2);
    const page = await after(customer, begin);
    expect(page.nodes).toMatchObject([
      { event: 'TicketCreated', ticket: { id } },
      { event: 'MessageAdded', message: { body: 'An answer.' } },
    ]);
    expect(page.edges.map(({ cursor }: { cursor: string }) => cursor)).toEqual([created.cursor, answered.cursor]);
    expect(page.pageInfo).toMatchObject({ hasNextPage: false, endCursor: answered.cursor });
    expect((await after(customer, created.cursor)).nodes).toMatchObject([{ message: { body: 'An answer.' } }]);
    expect((await after(customer, begin, 1)).pageInfo).toMatchObject({ hasNextPage: true, endCursor: created.cursor });
  });

  it('go on from the same place where nothing has happened', async () => {
    const customer = await tenant.customer();
    const cursor = await customer.cursor();
    expect(await after(customer, cursor)).toMatchObject({
      nodes: [],
      pageInfo: { endCursor: cursor, hasNextPage: false },
    });
  });

  it('go on from a time', async () => {
    const customer = await tenant.customer();
    const { id } = await customer.openTicket();
    await customer.write(id, 'One.');
    const { id: second } = await customer.write(id, 'Two.');
    await customer.write(id, 'Three.');
    const { ticket } = await customer.get(
      'query($id: ID!) { ticket(id: $id) { messages { nodes { id createdAt } } } }',
      { id },
    );
    const { createdAt: time } = ticket.messages.nodes.find((message: { id: string }) => message.id === second);
    for (const who of [customer, agent]) {
      const { portalEventsCursorAt: cursor } = await who.get(
        'query($time: DateTime!) { portalEventsCursorAt(time: $time) }',
        { time },
      );
      const bodies = (await after(who, cursor)).nodes.map(({ message }: any) => message.body);
      expect(bodies).toEqual(['Two.', 'Three.']);
    }
  });

  it.each([
    ['nothing', 'garbage'],
    ['another stream', Buffer.from('["tenant",1]').toString('base64url')],
    ['an event that is yet to come', Buffer.from('["customer",999999]').toString('base64url')],
  ])('refuse a cursor of %s', async (_, cursor) => {
    const customer = await tenant.customer();
    const { errors } = await customer.ask(
      'query($after: String!) { portalEvents(after: $after) { nodes { event } } }',
      { after: cursor },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
  });
});
