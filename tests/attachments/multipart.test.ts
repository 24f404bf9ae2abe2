import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectOnly, temporaryFiles, useOwnTemporaryFolder } from '../support/files.ts';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';

const portal = usePortal();
let customer: Person;

useOwnTemporaryFolder();

beforeAll(async () => {
  customer = await (await portal.world.tenant()).customer();
});

afterEach(async () => expect.poll(temporaryFiles).toEqual([]));

const query = 'mutation($file: Upload!) { attachmentUpload(file: $file) { userErrors { code } attachment { id } } }';
const operations = JSON.stringify({ query, variables: { file: null } });
const map = '{"0":["variables.file"]}';
const field = (name: string, value: string) =>
  `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (name: string, content = 'text') =>
  `--x\r\nContent-Disposition: form-data; name="${name}"; filename="a.txt"\r\n\r\n${content}\r\n`;
const end = '--x--\r\n';

async function send(body: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${portal.url}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${customer.accessToken}`,
      'apollo-require-preflight': 'true',
      'content-type': 'multipart/form-data; boundary=x',
      ...headers,
    },
    body,
  });
  return { status: response.status, answer: await response.json() };
}

describe('a multipart request', () => {
  it.each([
    ['without fields', end],
    ['without a map', field('operations', operations) + end],
    ['with the map first', field('map', map) + field('operations', operations) + end],
    ['with the file first', file('0') + field('operations', operations) + field('map', map) + end],
    ['with operations that are no JSON', field('operations', '{') + field('map', map) + file('0') + end],
    ['with operations that are nothing', field('operations', 'null') + field('map', map) + file('0') + end],
    ['with a map that is a list', field('operations', operations) + field('map', '[]') + file('0') + end],
    ['with a path that is none', field('operations', operations) + field('map', '{"0":[1]}') + file('0') + end],
    ['with a path into nowhere', field('operations', '[]') + field('map', '{"0":["0.a.b"]}') + file('0') + end],
    ['with a header that is none', `--x\r\nno header\r\n\r\n\r\n--x--`],
    ['without its file', field('operations', operations) + field('map', map) + end],
    ['that ends within its file', field('operations', operations) + field('map', map) + file('0').slice(0, -4)],
    [
      'with several operations',
      field('operations', `[${operations}]`) + field('map', '{"0":["0.variables.file"]}') + file('0') + end,
    ],
  ])('%s is malformed', async (_, body) => {
    const { status, answer } = await send(body);
    expect([status, answer.errors?.[0].extensions.code]).toEqual([400, 'BAD_REQUEST']);
    await expectOnly(portal, []);
  });

  it.each([
    [
      'fields',
      field('operations', JSON.stringify({ query, variables: { file: null, more: 'x'.repeat(4_000) } })) +
        field('map', map),
    ],
    [
      'map',
      field('operations', operations) +
        field('map', JSON.stringify({ 0: Array.from({ length: 400 }, () => 'variables.file') })),
    ],
    [
      'number of files',
      field('operations', operations) + field('map', '{"0":["variables.file"],"1":["variables.other"]}'),
    ],
  ])('is bounded in its %s', async (_, fields) => {
    const { status, answer } = await send(fields + file('0') + end);
    expect([status, answer.errors[0].extensions.code]).toEqual([413, 'REQUEST_TOO_LARGE']);
  });

  it('with the deepest possible map does not block other requests', async () => {
    const deep = JSON.stringify({ 0: [`variables.${'a.'.repeat(2_000)}b`] });
    const before = process.cpuUsage();
    const [{ status }, { viewer }] = await Promise.all([
      send(field('operations', operations) + field('map', deep) + file('0') + end),
      customer.get('{ viewer { id } }'),
    ]);
    expect(status).toBeLessThan(500);
    expect(viewer.id).toBe(customer.id);
    // in microseconds of work rather than of waiting, which other processes would prolong
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  });

  it("without the header that requires a preflight is rejected, and so is any other site's", async () => {
    const body = field('operations', operations) + field('map', map) + file('0') + end;
    const { status, answer } = await send(body, { 'apollo-require-preflight': '' });
    expect([status, answer.errors[0].extensions.code]).toEqual([400, 'BAD_REQUEST']);
  });

  it('that is answered before its file arrives leaves nothing of the file', async () => {
    const socket = connect(portal.app.port, '127.0.0.1');
    const body =
      field('operations', JSON.stringify({ query: '{ nothing }', variables: { file: null } })) + field('map', map);
    // the map ends where the next part begins
    const begin = '--x\r\n';
    const rest = file('0', 'x'.repeat(10_000)).slice(begin.length) + end;
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: portal.test\r\nauthorization: Bearer ${customer.accessToken}\r\n` +
        `apollo-require-preflight: true\r\ncontent-type: multipart/form-data; boundary=x\r\n` +
        `content-length: ${body.length + begin.length + rest.length}\r\n\r\n${body}${begin}`,
    );
    expect(String((await once(socket, 'data'))[0])).toContain('GRAPHQL_VALIDATION_FAILED');
    socket.write(`${rest}GET /health HTTP/1.1\r\nhost: portal.test\r\nconnection: close\r\n\r\n`);
    expect(String((await once(socket, 'data'))[0])).toContain('200 OK');
    await expectOnly(portal, []);
  });

  it('is rejected with an invalid token', async () => {
    const body = field('operations', operations) + field('map', map) + file('0') + end;
    const { status, answer } = await send(body, { authorization: 'Bearer forged' });
    expect([status, answer.errors[0].extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('to another path is not read', async () => {
    const response = await fetch(`${portal.url}/health`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: end,
    });
    expect(response.status).toBe(404);
  });

  it('leaves the limit of ordinary requests as it is', async () => {
    const response = await customer.post({ query: '{ viewer { id } }', variables: { more: 'x'.repeat(300_000) } });
    expect(response.status).toBe(413);
  });

  it('is the only way to send a file', async () => {
    const { errors } = await customer.ask(query, { file: 'a.txt' });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    const literal = await customer.ask('mutation { attachmentUpload(file: "a.txt") { userErrors { code } } }');
    expect(literal.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });
});
