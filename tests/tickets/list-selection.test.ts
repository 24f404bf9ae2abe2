import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';
import { statementsOf } from '../support/statements.ts';
import type { Person } from '../support/world.ts';

const portal = usePortal();
let customer: Person;
let agent: Person;
let ticketId: string;

/** A hundred tickets of four messages each; the oldest has the bodies 1, 2, 3 and 4. */
beforeAll(async () => {
  const tenant = await portal.world.tenant();
  [customer, agent] = await Promise.all([tenant.customer(), tenant.agent()]);
  const newTicket = async () => {
    const { id } = await customer.openTicket({ description: '1' });
    await agent.write(id, '2');
    await customer.write(id, '3');
    await agent.write(id, '4');
    await agent.done('ticketUpdate', { id, input: { assigneeId: agent.id } });
    return id;
  };
  ticketId = await newTicket();
  // no more at once than one person may have in progress
  const eleven = async () => {
    for (let count = 0; count < 11; count++) await newTicket();
  };
  await Promise.all(Array.from({ length: 9 }, eleven));
}, 60_000);

const listQuery = `query($first: Int!) {
  tickets(first: $first) {
    totalCount
    nodes {
      title description customer { name } assignee { name } messageCount lastMessageAt viewerCanReply
      messages(last: 3) { totalCount nodes { body author { name } } }
    }
  }
}`;

const ask = async (viewer: ApiClient, query: string, variables: Record<string, unknown> = {}) =>
  viewer.get(query, { id: ticketId, ...variables });

const bodies = (connection: { nodes: { body: string }[] }) => connection.nodes.map(({ body }) => body);

describe('a list of a hundred tickets with people and messages', () => {
  it.each([['a customer'], ['an agent']])('costs as many SQL statements as one of twenty, for %s', async (who) => {
    const viewer = who === 'an agent' ? agent : customer;
    const few = await statementsOf(portal, () => viewer.get(listQuery, { first: 20 }));
    const many = await statementsOf(portal, () => viewer.get(listQuery, { first: 100 }));
    expect(few.result.tickets.nodes).toHaveLength(20);
    expect(many.result.tickets.nodes).toHaveLength(100);
    for (const ticket of many.result.tickets.nodes) {
      expect(ticket).toMatchObject({ assignee: { name: agent.name }, messageCount: 4, messages: { totalCount: 4 } });
      expect(bodies(ticket.messages)).toEqual(['2', '3', '4']);
    }
    expect(few.count).toBeGreaterThan(0);
    expect(many.count).toBe(few.count);
  });

  it('gives its connection back: a hundred requests get by with a pool of eight', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => customer.get(listQuery, { first: 1 })));
    expect(answers).toHaveLength(100);
    expect(portal.app.portal.pool.totalCount).toBeLessThanOrEqual(8);
    expect(portal.app.portal.pool.waitingCount).toBe(0);
  });
});

describe('two aliases of one list', () => {
  it('are two lists, each with its own arguments', async () => {
    const { ticket } = await ask(
      customer,
      `query($id: ID!) {
        ticket(id: $id) {
          oldest: messages(first: 1) { nodes { body } pageInfo { hasNextPage } }
          newest: messages(last: 2) { nodes { body } pageInfo { hasNextPage } }
          messages { nodes { body } }
        }
      }`,
    );
    expect(bodies(ticket.oldest)).toEqual(['1']);
    expect(bodies(ticket.newest)).toEqual(['3', '4']);
    expect(bodies(ticket.messages)).toEqual(['1', '2', '3', '4']);
    expect([ticket.oldest.pageInfo.hasNextPage, ticket.newest.pageInfo.hasNextPage]).toEqual([true, false]);
  });

  it('may have their arguments in variables', async () => {
    const { a, b } = await ask(
      customer,
      `query($id: ID!, $one: Int, $two: Int) {
        a: ticket(id: $id) { messages(first: $one) { nodes { body } } }
        b: ticket(id: $id) { messages(first: $two) { nodes { body } } }
      }`,
      { one: 1, two: 2 },
    );
    expect([bodies(a.messages), bodies(b.messages)]).toEqual([['1'], ['1', '2']]);
  });

  it('may be one list asked for different things, however the arguments are written', async () => {
    const { ticket } = await ask(
      customer,
      `query($id: ID!, $one: Int) {
        ticket(id: $id) {
          a: messages(first: 1) { nodes { body } }
          b: messages(first: $one) { nodes { author { role } } pageInfo { hasNextPage } }
        }
      }`,
      { one: 1 },
    );
    expect(ticket).toEqual({
      a: { nodes: [{ body: '1' }] },
      b: { nodes: [{ author: { role: 'CUSTOMER' } }], pageInfo: { hasNextPage: true } },
    });
  });

  it('stay two lists below two aliases of the object that has them', async () => {
    const { ticket } = await ask(
      customer,
      `query($id: ID!) {
        ticket(id: $id) {
          messages(first: 1) {
            nodes {
              one: ticket { messages(first: 1) { nodes { body } } }
              two: ticket { messages(last: 1) { nodes { body } } }
            }
          }
        }
      }`,
    );
    const [{ one, two }] = ticket.messages.nodes;
    expect([bodies(one.messages), bodies(two.messages)]).toEqual([['1'], ['4']]);
  });

  it('stay two lists below the nodes and below the edges of a page', async () => {
    const { tickets } = await ask(
      customer,
      `{
        tickets(last: 1) {
          nodes { messages(first: 1) { nodes { body } } }
          edges { node { messages(last: 1) { nodes { body } } } }
        }
      }`,
    );
    expect(bodies(tickets.nodes[0].messages)).toEqual(['1']);
    expect(bodies(tickets.edges[0].node.messages)).toEqual(['4']);
  });

  it('give one name to two things below two aliases', async () => {
    const { ticket } = await ask(
      customer,
      `query($id: ID!) {
        ticket(id: $id) {
          messages(first: 1) { nodes { one: ticket { it: title } two: ticket { it: status } } }
        }
      }`,
    );
    expect(ticket.messages.nodes).toEqual([{ one: { it: 'No light on the modem' }, two: { it: 'OPEN' } }]);
  });
});

describe('a query', () => {
  it('may be put together from fragments', async () => {
    const { ticket } = await ask(
      customer,
      `query($id: ID!) { ticket(id: $id) { ...whole ... on Ticket { customer { name } } ... { customer { email } } } }
      fragment whole on Ticket { title ...thread messages(last: 1) { totalCount } }
      fragment thread on Ticket { messages(last: 1) { edges { node { ...line } } } }
      fragment line on Message { body author { role } }`,
    );
    expect(ticket).toEqual({
      title: 'No light on the modem',
      customer: { name: customer.name, email: customer.email },
      messages: { totalCount: 4, edges: [{ node: { body: '4', author: { role: 'AGENT' } } }] },
    });
  });

  it.each([
    [true, { title: 'No light on the modem', messages: { nodes: [{ body: '1', author: { role: 'CUSTOMER' } }] } }],
    [false, { number: 1001, messages: { totalCount: 4, nodes: [{ body: '1' }] } }],
  ])('leaves out and takes in what the directives say: %s', async (detailed, expected) => {
    const { ticket } = await ask(
      customer,
      `query($id: ID!, $detailed: Boolean!) {
        ticket(id: $id) {
          title @include(if: $detailed)
          number @skip(if: $detailed)
          messages(first: 1) {
            totalCount @skip(if: $detailed)
            nodes { body ... @include(if: $detailed) { author { role } } }
          }
        }
      }`,
      { detailed },
    );
    expect(ticket).toEqual(expected);
  });

  it('may ask for the kind of everything alone', async () => {
    const { ticket } = await ask(
      customer,
      'query($id: ID!) { ticket(id: $id) { __typename messages(first: 1) { __typename nodes { __typename } } } }',
    );
    expect(ticket).toEqual({
      __typename: 'Ticket',
      messages: { __typename: 'MessageConnection', nodes: [{ __typename: 'Message' }] },
    });
  });

  it('shows one moment: what is written in between is in all of it or in none', async () => {
    const query = `query($id: ID!) {
      ${Array.from({ length: 10 }, (_, index) => `n${index}: ticket(id: $id) { messageCount }`).join('\n')}
    }`;
    const [answers] = await Promise.all([
      Promise.all(Array.from({ length: 20 }, () => ask(customer, query))),
      ...Array.from({ length: 10 }, () => customer.write(ticketId, 'Another.')),
    ]);
    for (const answer of answers as Record<string, { messageCount: number }>[]) {
      expect(new Set(Object.values(answer).map(({ messageCount }) => messageCount)).size).toBe(1);
    }
  });
});

describe('a query for more than 10,000 rows', () => {
  const refused = [{ message: expect.stringContaining('10000'), extensions: { code: 'TOO_EXPENSIVE' } }];

  it('is refused, nested lists multiplied out', async () => {
    const rows = (first: number, inner: number) =>
      `{ tickets(first: 100) { nodes { messages(first: ${first}) { nodes { ticket { messages(first: ${inner}) { totalCount } } } } } } }`;
    await customer.get(rows(9, 9));
    expect((await customer.ask(rows(10, 11))).errors).toMatchObject(refused);
  });

  it('is refused, lists side by side added up', async () => {
    const aliases = Array.from({ length: 20 }, (_, index) => `m${index}: messages(first: 100) { nodes { id } }`);
    expect((await customer.ask(`{ tickets(first: 100) { nodes { ${aliases.join(' ')} } } }`)).errors).toMatchObject(
      refused,
    );
  });
});
