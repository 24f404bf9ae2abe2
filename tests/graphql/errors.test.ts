import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';

let portal: TestPortal;
let customer: Person;
let agent: Person;
let ticketId: string;

beforeAll(async () => {
  portal = await startPortal();
  const tenant = await portal.world.tenant();
  [customer, agent] = await Promise.all([tenant.customer(), tenant.agent()]);
  ({ id: ticketId } = await customer.openTicket());
});

afterAll(() => portal.stop());

const masked = {
  message: expect.stringMatching(/^Something went wrong on our side\. Quote [\da-f-]{36} when you report it\.$/),
  extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.stringMatching(/^[\da-f-]{36}$/) },
};

/** The keys an error may show: nothing of how we are made. */
const keysOf = (errors: object[] | undefined) => [
  ...new Set(
    (errors ?? []).flatMap((error) => [
      ...Object.keys(error),
      ...Object.keys((error as { extensions: object }).extensions),
    ]),
  ),
];

describe('a failure of the portal', () => {
  it('is masked: a number to quote, no SQL, no stack, no table', async () => {
    const broken = await startPortal();
    try {
      const { superuser } = broken.database;
      const person = await (await broken.world.tenant()).customer();
      const input = { title: 'No light', description: 'It went dark.' };
      const query = '{ tickets { nodes { title } } }';
      const mutation = 'mutation($input: TicketCreateInput!) { ticketCreate(input: $input) { ticket { id } } }';
      await person.get(query);

      await superuser.query('alter table ticket rename column title to heading');
      const read = await person.ask(query);
      const written = await person.ask(mutation, { input });
      expect(read).toMatchObject({ data: null, errors: [{ path: ['tickets'], ...masked }] });
      expect(written).toMatchObject({ errors: [{ path: ['ticketCreate'], ...masked }] });
      for (const { errors } of [read, written]) {
        expect(keysOf(errors).toSorted()).toEqual(['code', 'extensions', 'locations', 'message', 'path', 'requestId']);
        const told = JSON.stringify(errors?.map(({ message, extensions }) => [message, extensions]));
        expect(told).not.toMatch(/select|insert|column|relation|heading|title|node_modules|\.ts/);
        expect(errors?.[0]?.message).toContain(errors?.[0]?.extensions.requestId);
      }
      expect(read.errors?.[0]?.extensions.requestId).not.toBe(written.errors?.[0]?.extensions.requestId);

      await superuser.query('alter table ticket rename column heading to title');
      expect(await Promise.all(Array.from({ length: 20 }, () => person.get(query)))).toEqual(
        Array.from({ length: 20 }, () => ({ tickets: { nodes: [] } })),
      );
      expect((await person.openTicket(input)).number).toBe(1001);
    } finally {
      await broken.stop();
    }
  });

  it('of one part leaves the other parts of the answer alone', async () => {
    const { data, errors } = await customer.ask('{ viewer { id } agents { totalCount } }');
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ path: ['agents'], extensions: { code: 'FORBIDDEN' } }]);
  });
});

// A value that is found in an answer when it is given back in whole or in part.
const secret = 'opensesame';
const signIn = 'mutation($input: SignInInput!) { signIn(input: $input) { userErrors { code } } }';
const signInWith = (input: string) => `mutation { signIn(input: ${input}) { userErrors { code } } }`;
const update =
  'mutation($id: ID!, $input: TicketUpdateInput!) { ticketUpdate(id: $id, input: $input) { userErrors { code } } }';

type Request = [what: string, query: string, variables?: Record<string, unknown>];

const withVariables: Request[] = [
  ['a password that is a number', signIn, { input: { email: 'a@portal.test', password: 90_817_263 } }],
  ['a password that is a list', signIn, { input: { email: 'a@portal.test', password: [secret] } }],
  ['a password that is an object', signIn, { input: { email: 'a@portal.test', password: { is: secret } } }],
  ['a password with a semicolon in a list', signIn, { input: { email: 'a', password: [`x; ${secret}`] } }],
  [
    'a password with a colon in a list',
    signIn,
    { input: { email: 'a', password: [`x: cannot represent: ${secret}`] } },
  ],
  [
    'a password that looks like a rule',
    signIn,
    { input: { email: 'a', password: [`x; ${secret} cannot represent y: z`] } },
  ],
  ['a password with a place in it', signIn, { input: { email: 'a', password: [`x at "y"; ${secret}`] } }],
  ['a password beside an unknown field', signIn, { input: { email: 'a', password: secret, extra: 1 } }],
  [
    'a password with a semicolon beside an unknown field',
    signIn,
    { input: { email: 'a', password: `x; ${secret}`, no: 1 } },
  ],
  ['a password beside a missing field', signIn, { input: { password: secret } }],
  ['a password in place of the input', signIn, { input: secret }],
  ['a password in a list of inputs', signIn, { input: [{ email: 'a', password: secret }] }],
  ['an unknown status', update, { id: 'x', input: { status: secret } }],
  ['an unknown status with a semicolon', update, { id: 'x', input: { status: `OPEN; ${secret}` } }],
  ['an unknown status with a quote', update, { id: 'x', input: { status: `OPEN" enum; ${secret}` } }],
  [
    'an unknown priority in a list',
    'query($f: TicketFilter) { tickets(filter: $f) { totalCount } }',
    { f: { priority: [secret] } },
  ],
  ['an id that is an object', update, { id: { is: secret }, input: {} }],
  ['a page size that is text', 'query($first: Int) { tickets(first: $first) { totalCount } }', { first: secret }],
  [
    'a page size that is a number',
    'query($first: Int) { tickets(first: $first) { totalCount } }',
    { first: 90_817_263 },
  ],
  ['a cursor', 'query($after: String) { tickets(after: $after) { totalCount } }', { after: secret }],
  ['a switch that is text', 'query($on: Boolean!) { viewer @include(if: $on) { id } }', { on: secret }],
];

const withLiterals: Request[] = [
  ['a password that is a number', signInWith('{ email: "a", password: 90817263 }')],
  ['a password that is a name', signInWith(`{ email: "a", password: ${secret} }`)],
  ['a password that is a list', signInWith(`{ email: "a", password: ["${secret}"] }`)],
  ['a password that is an object', signInWith(`{ email: "a", password: { is: "${secret}" } }`)],
  ['a password beside an unknown field', signInWith(`{ email: "a", password: "${secret}", extra: 1 }`)],
  ['a password beside a missing field', signInWith(`{ password: "${secret}" }`)],
  ['a password in place of the input', signInWith(`"${secret}"`)],
  ['a password where a field is expected', signInWith(`{ email: "a" "${secret}" }`)],
  ['a password whose quote is not closed', signInWith(`{ email: "a", password: "${secret} }`)],
  ['a password with a wrong escape', signInWith(`{ email: "a", password: "x\\q${secret}" }`)],
  ['two passwords after the document', `{ viewer { id } } "${secret}" "${secret}"`],
  ['a password after the document', `{ viewer { id } } "${secret}"`],
  ['a password after the document, unquoted', `{ viewer { id } } ${secret}`],
  ['an unknown status', `mutation { ticketUpdate(id: "x", input: { status: ${secret} }) { userErrors { code } } }`],
  [
    'a status that is text',
    `mutation { ticketUpdate(id: "x", input: { status: "${secret}" }) { userErrors { code } } }`,
  ],
  ['a page size that is text', `{ tickets(first: "${secret}") { totalCount } }`],
  ['an id that is an object', `{ ticket(id: { is: "${secret}" }) { id } }`],
];

describe.each([
  ['in variables', withVariables],
  ['in the document', withLiterals],
])('what was sent %s', (_, requests) => {
  it.each(requests)('never comes back: %s', async (_what, query, variables) => {
    const response = await customer.post({ query, variables });
    const answer = await response.text();
    expect(answer).not.toContain(secret);
    expect(answer).not.toContain('90817263');
    expect(JSON.parse(answer)).toMatchObject({
      errors: [{ extensions: { code: expect.stringMatching(/^(BAD_USER_INPUT|GRAPHQL_(VALIDATION|PARSE)_FAILED)$/) } }],
    });
  });
});

describe('what was sent over a socket', () => {
  it.each([
    [
      'in a variable',
      'subscription($after: String) { portalEvents(after: $after) { cursor } }',
      { after: [`x; ${secret}`] },
    ],
    ['in the document', `subscription { portalEvents(after: { is: "${secret}" }) { cursor } }`, {}],
    ['as a cursor', 'subscription($after: String) { portalEvents(after: $after) { cursor } }', { after: secret }],
  ])('never comes back: %s', async (_what, query, variables) => {
    const socket = await customer.openSocket();
    const { type, payload } = await socket.subscribe(query, variables).nextMessage();
    expect(JSON.stringify(payload)).not.toContain(secret);
    const errors = type === 'error' ? payload : (payload as { errors: unknown }).errors;
    expect(errors).toMatchObject([
      { extensions: { code: expect.stringMatching(/^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED)$/) } },
    ]);
  });
});

describe('a mistake in what was sent', () => {
  const firstError = async (viewer: ApiClient, query: string, variables: Record<string, unknown> = {}) => {
    const { errors } = await viewer.ask(query, variables);
    return errors?.[0];
  };

  it('is told with the name of the variable and the place in it', async () => {
    const wrong = await firstError(customer, signIn, { input: { email: 'a', password: 5 } });
    expect(wrong?.message).toContain('$input');
    expect(wrong?.message).toContain('input.password');
    const missing = await firstError(customer, signIn, { input: { email: 'a' } });
    expect(missing?.message).toContain('"password"');
    const unknown = await firstError(customer, signIn, { input: { email: 'a', password: 'b', passwort: 'c' } });
    expect(unknown?.message).toContain('"passwort"');
    const enumeration = await firstError(agent, update, { id: ticketId, input: { status: 'SOLVED' } });
    expect(enumeration?.message).toContain('TicketStatus');
  });

  it.each([
    ['left out', {}, 'Variable "$input" of required type "SignInInput!" was not provided.'],
    ['null', { input: null }, 'Variable "$input" of non-null type "SignInInput!" must not be null.'],
    [
      'of a wrong type',
      { input: 5 },
      'Variable "$input" of type "SignInInput!" got an invalid value; Expected type "SignInInput" to be an object.',
    ],
  ])('is told with the type of a variable that is %s, each time', async (_, variables, message) => {
    const expected = { message, extensions: { code: 'BAD_USER_INPUT' } };
    // interpreted at first, compiled then
    for (let time = 0; time < 3; time++) expect(await firstError(customer, signIn, variables)).toMatchObject(expected);
  });

  it.each([
    ['a field', (name: string) => [`{ ${name} }`, {}]],
    ['a type', (name: string) => [`query($input: ${name}) { viewer { id } }`, {}]],
    ['a variable', (name: string) => [`query($${name}: Int!) { tickets(first: $${name}) { totalCount } }`, {}]],
    ['a field of an input', (name: string) => [signIn, { input: { email: 'a', password: 'b', [name]: 1 } }]],
    ['a field of an input with quotes', (name: string) => [signIn, { input: { [`"${name}" ${name}`]: 1 } }]],
  ] satisfies [string, (name: string) => [string, Record<string, unknown>]][])(
    'is told with 100 characters of the name of %s',
    async (_, request) => {
      const { errors } = await customer.ask(...request('n'.repeat(5_000)));
      expect(errors?.length).toBeGreaterThan(0);
      for (const { message } of errors ?? []) {
        expect(message).not.toContain('n'.repeat(101));
        expect(message.length).toBeLessThan(1_100);
      }
    },
  );

  it('is told with the name of the field there is not', async () => {
    expect(await firstError(customer, '{ tickts { totalCount } }')).toMatchObject({
      message: expect.stringContaining('tickts'),
      locations: [{ line: 1, column: 3 }],
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
  });

  it('that breaks a rule of the portal is told without the value', async () => {
    const title = secret.repeat(30);
    const refusal = await customer.refusal('ticketCreate', { input: { title, description: 'It went dark.' } });
    expect(refusal.code).toBe('TOO_LONG');
    expect(JSON.stringify(refusal)).not.toContain(secret);
  });

  it('in the Authorization header is told without the header', async () => {
    const response = await portal.nobody.post({ query: '{ viewer { id } }' }, { authorization: `Bearer ${secret}` });
    expect(await response.text()).not.toContain(secret);
  });
});
