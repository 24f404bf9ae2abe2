import { describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';

const portal = usePortal();

async function newTicket() {
  const tenant = await portal.world.tenant();
  const [customer, agent] = await Promise.all([tenant.customer(), tenant.agent()]);
  const { id } = await customer.openTicket({ description: 'Message 1' });
  return { tenant, customer, agent, id };
}

interface Thread {
  messageCount: number;
  lastMessageAt: string;
  messages: {
    totalCount: number;
    nodes: { id: string; body: string; createdAt: string }[];
    pageInfo: { hasPreviousPage: boolean; hasNextPage: boolean; startCursor: string; endCursor: string };
  };
}

async function readThread(viewer: ApiClient, id: string, page: Record<string, unknown>): Promise<Thread> {
  const { ticket } = await viewer.get<{ ticket: Thread }>(
    `query($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
      ticket(id: $id) {
        messageCount lastMessageAt
        messages(first: $first, after: $after, last: $last, before: $before) {
          totalCount nodes { id body createdAt } pageInfo { hasPreviousPage hasNextPage startCursor endCursor }
        }
      }
    }`,
    { id, ...page },
  );
  return ticket;
}

const bodies = ({ messages }: Thread) => messages.nodes.map(({ body }) => body);

describe('twenty messages at once', () => {
  it('stand in one strict order, the same for both sides, and are all counted', async () => {
    const { customer, agent, id } = await newTicket();
    const second = await portal.secondServer();
    const writers = [customer, agent, customer.at(second.url), agent.at(second.url)];
    const written = Array.from({ length: 20 }, (_, index) => `Message ${index + 2}`);
    await Promise.all(written.map((body, index) => writers[index % 4]!.write(id, body)));

    const thread = await readThread(customer, id, { first: 100 });
    const moments = thread.messages.nodes.map(({ createdAt }) => Date.parse(createdAt));
    for (const [index, moment] of moments.entries()) {
      if (index > 0) expect(moment).toBeGreaterThan(moments[index - 1]!);
    }
    expect(bodies(thread)[0]).toBe('Message 1');
    expect(bodies(thread).toSorted()).toEqual(['Message 1', ...written].toSorted());
    expect(thread).toMatchObject({
      messageCount: 21,
      lastMessageAt: thread.messages.nodes.at(-1)?.createdAt,
      messages: { totalCount: 21 },
    });
    expect(await readThread(agent, id, { first: 100 })).toEqual(thread);
  });

  it('are counted apart for customers and staff when some are internal', async () => {
    const { customer, agent, id } = await newTicket();
    const second = await portal.secondServer();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const writer = index % 2 ? agent : agent.at(second.url);
        return writer.write(id, `Message ${index + 2}`, { internal: index % 4 === 0 });
      }),
    );
    const [seen, all] = await Promise.all([customer, agent].map((viewer) => readThread(viewer, id, { first: 100 })));
    expect(seen).toMatchObject({ messageCount: 16, lastMessageAt: seen?.messages.nodes.at(-1)?.createdAt });
    expect(seen?.messages.nodes).toHaveLength(16);
    expect(all).toMatchObject({ messageCount: 21, lastMessageAt: all?.messages.nodes.at(-1)?.createdAt });
    expect(all?.messages.nodes).toHaveLength(21);
  });
});

describe('an idempotency key', () => {
  it('writes one message, however often the request is sent again', async () => {
    const { customer, id } = await newTicket();
    const first = await customer.write(id, 'Any news?', { idempotencyKey: 'again' });
    expect(await customer.write(id, ' Any news? ', { idempotencyKey: 'again' })).toEqual(first);
    expect(await customer.thread(id)).toEqual(['Message 1', 'Any news?']);
    expect((await readThread(customer, id, {})).messageCount).toBe(2);
  });

  it('writes one message when five requests arrive at once at two servers', async () => {
    const { customer, id } = await newTicket();
    const second = await portal.secondServer();
    const written = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        customer.at(index % 2 ? second.url : portal.url).write(id, 'Any news?', { idempotencyKey: 'at once' }),
      ),
    );
    expect(new Set(written.map((message) => message.id)).size).toBe(1);
    expect(await readThread(customer, id, {})).toMatchObject({ messageCount: 2, messages: { totalCount: 2 } });
  });

  it('answers again after the ticket was closed', async () => {
    const { customer, id } = await newTicket();
    const first = await customer.write(id, 'Thanks.', { idempotencyKey: 'late' });
    await customer.done('ticketClose', { id });
    expect(await customer.write(id, 'Thanks.', { idempotencyKey: 'late' })).toEqual(first);
    expect(await customer.get('query($id: ID!) { ticket(id: $id) { status } }', { id })).toEqual({
      ticket: { status: 'CLOSED' },
    });
  });

  it('does not open a resolved ticket again when the message was written before that', async () => {
    const { customer, agent, id } = await newTicket();
    await customer.write(id, 'Any news?', { idempotencyKey: 'before' });
    await agent.done('ticketUpdate', { id, input: { status: 'RESOLVED' } });
    await customer.write(id, 'Any news?', { idempotencyKey: 'before' });
    expect(await customer.get('query($id: ID!) { ticket(id: $id) { status } }', { id })).toEqual({
      ticket: { status: 'RESOLVED' },
    });
  });

  it('is a CONFLICT when used for other words, another ticket, or another audience', async () => {
    const { customer, agent, id } = await newTicket();
    const other = await customer.openTicket();
    const conflict = { code: 'CONFLICT', field: 'input.idempotencyKey' };
    await agent.write(id, 'We looked.', { idempotencyKey: 'taken' });
    const attempts = [
      { ticketId: id, input: { body: 'We looked again.', idempotencyKey: 'taken' } },
      { ticketId: other.id, input: { body: 'We looked.', idempotencyKey: 'taken' } },
      { ticketId: id, input: { body: 'We looked.', internal: true, idempotencyKey: 'taken' } },
    ];
    for (const attempt of attempts) expect(await agent.refusal('messageAdd', attempt)).toMatchObject(conflict);
    expect(await agent.thread(id)).toEqual(['Message 1', 'We looked.']);
  });

  it('belongs to who uses it: both sides may choose the same', async () => {
    const { customer, agent, id } = await newTicket();
    await Promise.all([customer, agent].map((viewer) => viewer.write(id, 'Hello', { idempotencyKey: 'same' })));
    expect(await customer.thread(id)).toEqual(['Message 1', 'Hello', 'Hello']);
  });

  it('is none when it is null or empty: each request writes', async () => {
    const { customer, id } = await newTicket();
    for (const idempotencyKey of [null, null, '', '']) await customer.write(id, 'Hello', { idempotencyKey });
    expect((await readThread(customer, id, {})).messageCount).toBe(5);
  });
});

describe('a long thread', () => {
  it('of 130 messages is read back from the newest, and forward from the oldest, each message once', async () => {
    const { customer, agent, id } = await newTicket();
    const written = Array.from({ length: 129 }, (_, index) => `Message ${index + 2}`);
    for (const [index, body] of written.entries()) await (index % 2 ? customer : agent).write(id, body);
    const all = ['Message 1', ...written];

    const back: string[][] = [];
    let page = await readThread(customer, id, { last: 50 });
    for (;;) {
      back.unshift(bodies(page));
      expect(page).toMatchObject({ messageCount: 130, messages: { totalCount: 130 } });
      if (!page.messages.pageInfo.hasPreviousPage) break;
      page = await readThread(customer, id, { last: 50, before: page.messages.pageInfo.startCursor });
    }
    expect(back.map((bodiesOfPage) => bodiesOfPage.length)).toEqual([30, 50, 50]);
    expect(back.flat()).toEqual(all);

    const forward: string[] = [];
    let next = await readThread(agent, id, {});
    expect(next.messages.nodes).toHaveLength(25);
    for (;;) {
      forward.push(...bodies(next));
      if (!next.messages.pageInfo.hasNextPage) break;
      next = await readThread(agent, id, { first: 100, after: next.messages.pageInfo.endCursor });
    }
    expect(forward).toEqual(all);
  });

  it('goes on where the reader was when messages arrive meanwhile', async () => {
    const { customer, agent, id } = await newTicket();
    for (let count = 2; count <= 6; count++) await agent.write(id, `Message ${count}`);
    const newest = await readThread(customer, id, { last: 2 });
    await agent.write(id, 'Message 7');
    const older = await readThread(customer, id, { last: 2, before: newest.messages.pageInfo.startCursor });
    expect([...bodies(older), ...bodies(newest)]).toEqual(['Message 3', 'Message 4', 'Message 5', 'Message 6']);
    const newer = await readThread(customer, id, { first: 2, after: newest.messages.pageInfo.endCursor });
    expect(bodies(newer)).toEqual(['Message 7']);
  });
});
