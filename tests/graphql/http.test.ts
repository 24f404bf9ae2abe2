import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';
import { Visitor } from '../sessions/visitor.ts';

const portal = usePortal();
let customer: Person;

beforeAll(async () => {
  customer = await (await portal.world.tenant()).customer();
});

const send = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(`${portal.url}/graphql`, { method: 'POST', headers, body });

const get = (query: string, headers: Record<string, string> = {}) =>
  fetch(`${portal.url}/graphql?${new URLSearchParams({ query }).toString()}`, { headers });

describe('another site', () => {
  it.each([
    ['plain text', 'text/plain', JSON.stringify({ query: 'mutation { signOut { userErrors { code } } }' })],
    ['a form', 'application/x-www-form-urlencoded', 'query=mutation+%7B+signOut+%7B+userErrors+%7B+code+%7D+%7D+%7D'],
    ['a form with parts', 'multipart/form-data; boundary=x', '--x\r\n\r\n--x--'],
  ])('cannot make a browser send %s for it', async (_, contentType, body) => {
    const visitor = new Visitor(portal.url);
    await visitor.signIn({ email: customer.email, tenant: customer.tenantSlug });
    const cookie = `portal_refresh=${visitor.refreshToken}`;
    const response = await send(body, { 'content-type': contentType, cookie });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect((await visitor.refresh()).userErrors).toEqual([]);
  });

  it('cannot make a browser send a body that says nothing of what it is', async () => {
    const response = await fetch(`${portal.url}/graphql`, {
      method: 'POST',
      body: new Blob([JSON.stringify({ query: 'mutation { signOut { userErrors { code } } }' })]),
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
  });

  it('cannot have a mutation carried out by a link', async () => {
    const mutation = 'mutation { signOut { userErrors { code } } }';
    expect((await get(mutation)).status).toBe(400);
    const forced = await get(mutation, { 'apollo-require-preflight': 'true' });
    expect(forced.status).toBe(405);
    expect(await forced.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it('cannot have a query carried out by a link either, unless the browser asks us first', async () => {
    const refused = await get('{ viewer { id } }');
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ errors: [{ message: expect.stringContaining('CSRF') }] });
    const asked = await get('{ viewer { id } }', { 'apollo-require-preflight': 'true' });
    expect(await asked.json()).toEqual({ data: { viewer: null } });
  });

  it.each([
    ['another origin', { origin: 'https://another.example' }],
    ['an origin below ours', { origin: 'http://evil.portal.test' }],
    ['an origin that is hidden', { origin: 'null' }],
    ['an origin that is none', { origin: 'another' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['a host beside ours, which hides its origin', { 'sec-fetch-site': 'same-site' }],
  ])('cannot post from %s, whatever it posts', async (_, headers) => {
    const mutation = JSON.stringify({ query: 'mutation { signOut { userErrors { code } } }' });
    for (const body of [mutation, 'no JSON']) {
      const refused = await send(body, {
        'content-type': 'application/json',
        'apollo-require-preflight': '1',
        ...headers,
      });
      expect(refused.status).toBe(403);
      expect(await refused.json()).toEqual({
        errors: [{ message: 'A page of another site cannot send this.', extensions: { code: 'FORBIDDEN' } }],
      });
    }
  });

  it('is none where the page is ours, or there is no page', async () => {
    const body = JSON.stringify({ query: '{ viewer { id } }' });
    const { host } = new URL(portal.url);
    const sameSite = { 'sec-fetch-site': 'same-origin' };
    const ours: Record<string, string>[] = [
      {},
      { origin: `http://${host}` },
      { origin: `https://${host}`, ...sameSite },
      sameSite,
      { 'sec-fetch-site': 'none' },
    ];
    for (const headers of ours) {
      const answer = await send(body, { 'content-type': 'application/json', ...headers });
      expect(await answer.json()).toEqual({ data: { viewer: null } });
    }
  });

  it('is not told by CORS that it may read the answer', async () => {
    const response = await send(JSON.stringify({ query: '{ viewer { id } }' }), {
      'content-type': 'application/json',
      origin: 'https://another.example',
    });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('a request', () => {
  it.each(['{"query": "opensesame', '', '{"query"}', 'opensesame'])(
    'of the malformed JSON %j is a 400',
    async (body) => {
      const response = await send(body);
      expect(response.status).toBe(400);
      const answer = await response.text();
      expect(answer).not.toContain('opensesame');
      expect(JSON.parse(answer)).toEqual({
        errors: [{ message: expect.stringContaining('JSON'), extensions: { code: 'BAD_REQUEST' } }],
      });
    },
  );

  it.each([
    ['nothing', {}],
    ['no query', { variables: {} }],
    ['a query that is a number', { query: 5 }],
    ['variables that are text', { query: '{ viewer { id } }', variables: 'opensesame' }],
    ['an operation that is not in it', { query: 'query a { viewer { id } }', operationName: 'b' }],
    ['two operations and no name', { query: 'query a { viewer { id } } query b { viewer { id } }' }],
    ['a subscription', { query: 'subscription { portalEvents { cursor } }' }],
  ])('with %s is a 400 that says why', async (_, body) => {
    const response = await portal.nobody.post(body);
    expect(response.status).toBe(400);
    const answer = (await response.json()) as { errors: { message: string; extensions: { code: string } }[] };
    expect(answer.errors[0]?.message).not.toBe('');
    expect(answer.errors[0]?.extensions.code).not.toBe('INTERNAL_SERVER_ERROR');
    expect(JSON.stringify(answer)).not.toContain('opensesame');
  });

  it('carries one operation: a batch is refused whole', async () => {
    const response = await portal.nobody.post([{ query: '{ viewer { id } }' }, { query: '{ viewer { id } }' }]);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ message: expect.stringMatching(/batching/i) }] });
  });

  it.each([
    ['a form', 'application/x-www-form-urlencoded', 415],
    ['XML', 'application/xml', 415],
    ['JSON in another charset', 'application/json; charset=iso-8859-1', 415],
    ['JSON in UTF-16', 'application/json; charset="utf-16"', 415],
    ['JSON in UTF-8', 'application/json; charset=UTF-8', 200],
    ['JSON in UTF-8 by its other name', 'application/json;charset="utf8"', 200],
  ])('of %s is answered with its status', async (_, contentType, status) => {
    const response = await send(JSON.stringify({ query: '{ viewer { id } }' }), { 'content-type': contentType });
    expect(response.status).toBe(status);
    if (status !== 200)
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }] });
  });

  it('has a body that is not compressed', async () => {
    const response = await fetch(`${portal.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: gzipSync(JSON.stringify({ query: '{ viewer { id } }' })),
    });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }] });
  });

  it.each([
    ['another hash', { version: 1, sha256Hash: 'a'.repeat(64) }, 400, 'BAD_REQUEST'],
    ['an unknown version', { version: 2, sha256Hash: 'a'.repeat(64) }, 400, 'BAD_REQUEST'],
  ])('of a persisted query with %s is refused', async (_, persistedQuery, status, code) => {
    const response = await portal.nobody.post({ query: '{ viewer { id } }', extensions: { persistedQuery } });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
  });

  it('may hold several operations and name the one it means', async () => {
    const query = 'query a { viewer { id } } query b { viewer { email } }';
    const response = await customer.post({ query, operationName: 'b' });
    expect(await response.json()).toEqual({ data: { viewer: { email: customer.email } } });
  });

  it('runs its mutations one after the other, each seeing what was written before', async () => {
    const create = (title: string) =>
      `ticketCreate(input: { title: "${title}", description: "x" }) { ticket { number } }`;
    const close = (index: number) => `c${index}: ticketClose(id: $id) { ticket { status } userErrors { code } }`;
    const newcomer = await (await portal.world.tenant()).customer();
    expect(await newcomer.get(`mutation { a: ${create('A')} b: ${create('B')} }`)).toEqual({
      a: { ticket: { number: 1001 } },
      b: { ticket: { number: 1002 } },
    });
    const { id } = await newcomer.openTicket();
    expect(await newcomer.get(`mutation($id: ID!) { ${close(1)} ${close(2)} }`, { id })).toEqual({
      c1: { ticket: { status: 'CLOSED' }, userErrors: [] },
      c2: { ticket: null, userErrors: [{ code: 'WRONG_STATE' }] },
    });
  });
});

describe('the header `Host`', () => {
  /** What a request for the name of the portal is answered with; fetch sends no other `Host` than that of its address. */
  const ask = (host: string) =>
    new Promise<{ status: number; answer: any }>((resolve, reject) => {
      const headers = { host, 'content-type': 'application/json' };
      const asking = request(`${portal.url}/graphql`, { method: 'POST', headers }, (response) => {
        json(response).then((answer) => resolve({ status: response.statusCode!, answer }), reject);
      });
      asking.on('error', reject);
      asking.end(JSON.stringify({ query: '{ portal { tenant { slug } } }' }));
    });

  it.each(["' or 1=1 --", 'a b', 'portal.test:port', 'portal..test', '-.test', '[::1', 'user@portal.test', 'a/b'])(
    'that is %j is a 400',
    async (host) => {
      const { status, answer } = await ask(host);
      expect(status).toBe(400);
      expect(answer).toEqual({
        errors: [{ message: 'The header `Host` names no host.', extensions: { code: 'BAD_REQUEST' } }],
      });
    },
  );

  it.each(['portal.test', 'portal.test:4000', '127.0.0.1', '[::1]:4000', 'xn--bcher-kva.example'])(
    'may be %s',
    async (host) => expect((await ask(host)).status).toBe(200),
  );

  it('names the same host with a dot at its end', async () => {
    const { tenant } = await portal.world.tenant();
    for (const host of [`${tenant.slug}.portal.test`, `${tenant.slug}.portal.test.`, `${tenant.slug}.PORTAL.test.:80`])
      expect((await ask(host)).answer.data).toEqual({ portal: { tenant: { slug: tenant.slug } } });
  });
});

describe('a header of a proxy that is not trusted', () => {
  it('is warned of once', async () => {
    const warned = vi.spyOn(portal.app.portal.log, 'warn');
    onTestFinished(() => warned.mockRestore());
    const headers = { 'x-forwarded-for': '192.0.2.7' };
    for (let time = 0; time < 3; time++) await portal.nobody.post({ query: '{ viewer { id } }' }, headers);
    expect(warned.mock.calls).toEqual([[expect.stringMatching(/TRUST_PROXY is not set/)]]);
  });
});
