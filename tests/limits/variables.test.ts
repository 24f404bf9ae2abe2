import { beforeAll, describe, expect, it } from 'vitest';
import { maximumErrors, variables } from '../../server/limits/limits.ts';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';

const portal = usePortal();
let customer: Person;

beforeAll(async () => {
  customer = await (await portal.world.tenant()).customer();
});

const list = 'query($filter: TicketFilter) { tickets(filter: $filter) { totalCount } }';
const withStatuses = (count: number, status: unknown) => ({
  filter: { status: Array.from({ length: count }, () => status) },
});

/** So many lists in each other, as text: the deepest are too deep for what writes JSON. */
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const refused = (rule: RegExp) => ({
  errors: [{ message: expect.stringMatching(rule), extensions: { code: 'BAD_USER_INPUT' } }],
});

describe('variables', () => {
  it('have so many values', async () => {
    expect(await customer.ask(list, withStatuses(variables.values - 3, 'OPEN'))).toEqual({
      data: { tickets: { totalCount: 0 } },
    });
    expect(await customer.ask(list, withStatuses(variables.values, 'OPEN'))).toEqual(refused(/at most 5000 values/));
  });

  it.each(['wrong', 1, null, {}, []])(
    'that are wrong thousands of times, such as %j, are told a few times',
    async (status) => {
      // interpreted at first, compiled then
      for (let time = 0; time < 3; time++) {
        const response = await customer.post({ query: list, variables: withStatuses(variables.values - 3, status) });
        expect(response.status).toBe(400);
        const answer = await response.text();
        expect(answer.length).toBeLessThan(20_000);
        const { errors } = JSON.parse(answer) as { errors: { extensions: { code: string } }[] };
        expect(errors).toHaveLength(maximumErrors + 1);
        for (const { extensions } of errors) expect(extensions.code).toBe('BAD_USER_INPUT');
      }
    },
  );

  it('that are wrong thousands of times are told a few times on a socket', async () => {
    const socket = await customer.openSocket();
    const query =
      'subscription($after: String, $ticketId: ID) { portalEvents(after: $after, ticketId: $ticketId) { cursor } }';
    const errors = await socket.subscribe(query, { ticketId: Array.from({ length: 4_000 }, () => 'x') }).refusal();
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it.each([21, 1_000, 100_000])('nested %i deep are refused, on a socket as well', async (depth) => {
    const response = await fetch(`${portal.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${customer.accessToken}` },
      body: `{"query":"{ viewer { id } }","variables":{"deep":${nested(depth)}}}`,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual(refused(/at most 20 deep/));
    const socket = await customer.openSocket();
    socket.sendText(
      `{"id":"deep","type":"subscribe","payload":{"query":"subscription { portalEvents { cursor } }","variables":{"deep":${nested(depth)}}}}`,
    );
    const { payload } = await socket.until(({ id }) => id === 'deep');
    expect(payload).toEqual(refused(/at most 20 deep/).errors);
  });

  it('are not taken for deep because of their texts', async () => {
    const deep = JSON.parse(nested(variables.depth)) as unknown;
    const texts = { brackets: '['.repeat(9_000), quotes: '\\"['.repeat(9_000), backslashes: '\\'.repeat(9_001) };
    expect((await customer.ask('{ viewer { name } }', { ...texts, deep })).errors).toBeUndefined();
  });

  it('may be nested as deep as inputs are, and more', async () => {
    const deep = JSON.parse(nested(variables.depth)) as unknown;
    expect((await customer.ask('{ viewer { email } }', { deep })).errors).toBeUndefined();
  });
});

describe('a document', () => {
  it.each([
    ['fields', `{ ${'unknown '.repeat(1_900)} }`],
    ['variables', `query(${Array.from({ length: 300 }, (_, index) => `$v${index}: Int`).join(' ')}) { viewer { id } }`],
  ])('with many wrong %s is told a few of them', async (_, query) => {
    const { errors } = await customer.ask(query);
    expect(errors?.length).toBeGreaterThan(0);
    expect(errors?.length).toBeLessThanOrEqual(maximumErrors + 1);
    for (const { extensions } of errors ?? []) expect(extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it.each([
    ['selections', '{ a '.repeat(600) + '}'.repeat(600)],
    ['inline fragments', `{ ${'... { '.repeat(600)} viewer { nothing } ${'}'.repeat(600)} }`],
    ['lists', `{ tickets(filter: { status: ${nested(900)} }) { totalCount } }`],
    ['types', `query($deep: ${'['.repeat(900)}Int${']'.repeat(900)}) { viewer { id } }`],
  ])('of %s in each other does not fail the server', async (_, query) => {
    const { errors } = await customer.ask(query);
    expect(errors?.[0]?.extensions.code).toMatch(/^GRAPHQL_(PARSE|VALIDATION)_FAILED$/);
  });
});
