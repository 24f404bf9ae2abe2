import { beforeAll, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';

const portal = usePortal();
let customer: Person;

beforeAll(async () => {
  customer = await (await portal.world.tenant()).customer();
  await customer.openTicket();
});

const invalid = (rule: RegExp) => [
  { message: expect.stringMatching(rule), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
];

/** A query whose fields are nested `depth` deep: a message's ticket's messages, and so on. */
function nested(depth: number): string {
  const levels = Array.from({ length: depth }, (_, index) => ['messages(first: 1)', 'nodes', 'ticket'][index % 3]);
  return levels.reduceRight<string>(
    (inner, level) => (level === 'ticket' ? `ticket { id ${inner} }` : `${level} { __typename ${inner} }`),
    '',
  );
}

const repeated = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

describe('a query', () => {
  it('may be nested as deep as a client has reason to, and no deeper', async () => {
    const query = (depth: number) => `{ tickets(first: 1) { nodes { ${nested(depth)} } } }`;
    expect((await customer.ask(query(11))).errors).toBeUndefined();
    expect((await customer.ask(query(12))).errors).toMatchObject(invalid(/depth.*14/i));
  });

  it('does not get deeper by way of fragments', async () => {
    const levels = repeated(
      10,
      (index) => `fragment f${index} on Ticket { messages(first: 1) { nodes { ticket { ...f${index + 1} } } } }`,
    );
    const query = `{ tickets(first: 1) { nodes { ...f0 } } } ${levels} fragment f10 on Ticket { id }`;
    expect((await customer.ask(query)).errors).toMatchObject(invalid(/depth.*14/i));
  });

  it('does not end in a loop of fragments', async () => {
    const loop = 'fragment a on Ticket { id ...b } fragment b on Ticket { id ...a }';
    const { errors } = await customer.ask(`{ tickets { nodes { ...a } } } ${loop}`);
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
  });

  it('may use thirty aliases and no more', async () => {
    const query = (count: number) => `{ ${repeated(count, (index) => `a${index}: viewer { id }`)} }`;
    expect((await customer.ask(query(30))).errors).toBeUndefined();
    expect((await customer.ask(query(31))).errors).toMatchObject(invalid(/alias.*30/i));
  });

  it('may use no more aliases for the name of a type', async () => {
    const query = (count: number) => `{ ${repeated(count, (index) => `a${index}: __typename`)} }`;
    expect((await customer.ask(query(30))).errors).toBeUndefined();
    expect((await customer.ask(query(31))).errors).toMatchObject(invalid(/alias.*30/i));
  });

  it('is refused before it runs when it asks for too much', async () => {
    const page = (index: number) =>
      `a${index}: tickets(first: 100) { nodes { messages(first: 100) { nodes { body } } } }`;
    const response = await customer.post({ query: `{ ${repeated(10, page)} }` });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      errors: [{ message: expect.stringMatching(/limit is 10000/), extensions: { code: 'TOO_EXPENSIVE' } }],
    });
  });

  it('has an answer of at most 8 MiB', async () => {
    const { id } = await customer.openTicket();
    const body = 'ক'.repeat(20_000);
    for (let written = 0; written < 100; written++) await customer.write(id, body);
    const ask = (first: number, aliases: number) =>
      customer.ask(
        `query($id: ID!) { ${repeated(aliases, (index) => `a${index}: ticket(id: $id) { messages(last: ${first}) { nodes { body } } }`)} }`,
        { id },
      );
    expect((await ask(100, 1)).errors).toBeUndefined();
    const refused = [{ message: expect.stringMatching(/8 MiB/), extensions: { code: 'ANSWER_TOO_LARGE' } }];
    expect(await ask(100, 2)).toMatchObject({ errors: refused });
    const bodies = repeated(2, (index) => `b${index}: body`);
    expect(
      await customer.ask(`query($id: ID!) { ticket(id: $id) { messages(last: 100) { nodes { ${bodies} } } } }`, { id }),
    ).toMatchObject({ errors: refused });
    const sideBySide = `query($id: ID!) { ticket(id: $id) { a: messages(last: 100) { nodes { body } } b: messages(last: 100) { nodes { body } } } }`;
    expect(await customer.ask(sideBySide, { id })).toMatchObject({ errors: [{ ...refused[0], path: ['ticket'] }] });
  });

  it('may have an alias of 100 characters and no longer', async () => {
    const query = (length: number) => `{ viewer { ${'a'.repeat(length)}: id } }`;
    expect((await customer.ask(query(100))).errors).toBeUndefined();
    expect((await customer.ask(query(101))).errors).toMatchObject(invalid(/alias.*100/i));
  });

  it('is refused on a socket for the same', async () => {
    const socket = await customer.openSocket();
    const messages = (index: number) => `a${index}: messages(first: 100) { nodes { attachments { id } } }`;
    const query = `subscription { portalEvents { ... on TicketCreated { ticket { ${repeated(20, messages)} } } } }`;
    expect(await socket.subscribe(query).nextMessage()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'TOO_EXPENSIVE' } }],
    });
  });

  it('cannot try thirty passwords in one request unnoticed', async () => {
    const { email, tenantSlug } = await (await portal.world.tenant()).customer();
    const attempt = (index: number) =>
      `a${index}: signIn(input: { email: "${email}", tenant: "${tenantSlug}", password: "guess ${index}" }) { userErrors { code } }`;
    const data = await portal.nobody.get<Record<string, { userErrors: { code: string }[] }>>(
      `mutation { ${repeated(12, attempt)} }`,
    );
    const codes = Object.values(data).map(({ userErrors }) => userErrors[0]?.code);
    expect(codes.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'INVALID_CREDENTIALS'));
    expect(codes).toContain('TOO_MANY_ATTEMPTS');
  });

  it('may carry fifty directives and no more', async () => {
    const query = (count: number) => `{ viewer { ${repeated(count, () => 'id @skip(if: false)')} } }`;
    expect((await customer.ask(query(50))).errors).toBeUndefined();
    expect((await customer.ask(query(51))).errors).toMatchObject(invalid(/directive.*50/i));
  });

  it('may have 2,000 words and no more', async () => {
    const query = (count: number) =>
      `{ tickets(filter: { status: [${repeated(count, () => 'OPEN')}] }) { totalCount } }`;
    expect((await customer.ask(query(1_900))).errors).toBeUndefined();
    expect((await customer.ask(query(2_000))).errors).toMatchObject([
      { message: expect.stringMatching(/2000 tokens/i), extensions: { code: 'GRAPHQL_PARSE_FAILED' } },
    ]);
  });

  it('is refused when its body is larger than 256 KiB', async () => {
    const body = (bytes: number) => ({ query: '{ viewer { id } }', variables: { filler: 'x'.repeat(bytes) } });
    expect((await customer.post(body(250 * 1024))).status).toBe(200);
    const refused = await customer.post(body(257 * 1024));
    expect(refused.status).toBe(413);
    expect(await refused.json()).toEqual({
      errors: [{ message: expect.stringMatching(/256 KiB/), extensions: { code: 'REQUEST_TOO_LARGE' } }],
    });
  });
});
