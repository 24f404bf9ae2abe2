import { once } from 'node:events';
import { connect } from 'node:net';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { largeInFlight, requestsInFlight, transfersInFlight } from '../../server/limits/limits.ts';
import { text } from '../support/files.ts';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';

const portal = usePortal();
let customer: Person;
let other: Person;

beforeAll(async () => {
  const tenant = await portal.world.tenant();
  [customer, other] = await Promise.all([tenant.customer(), tenant.customer()]);
});

/** Nothing that reads `table` is answered until the lock is released. */
async function lock(table: string): Promise<() => Promise<void>> {
  const { superuser } = portal.database;
  await superuser.query(`begin; lock table ${table} in access exclusive mode`);
  return async () => void (await superuser.query('rollback'));
}

const refused = {
  errors: [{ message: expect.stringMatching(/in progress/), extensions: { code: 'RATE_LIMITED' } }],
};

interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

/** Those that wait for the database are answered after some time, and make room. */
const some = 50;

/** The first that is refused of `count` requests sent at once, and how all of them end. */
async function sendAtOnce(count: number, send: () => Promise<Response>) {
  const sent = Array.from({ length: count }, async (): Promise<Answer> => {
    const response = await send();
    return { status: response.status, headers: response.headers, body: await response.text() };
  });
  const first = await Promise.any(
    sent.map(async (answer) => {
      expect((await answer).status).toBe(429);
      return answer;
    }),
  );
  return { first, all: Promise.all(sent) };
}

describe('requests in progress', () => {
  it('are so many of one user, and as many wait as may: one more is refused at once, and nobody else', async () => {
    const { each, waiting } = requestsInFlight.user;
    const release = await lock('ticket');
    const { first, all } = await sendAtOnce(each + waiting + some, () =>
      customer.post({ query: '{ tickets { totalCount } }' }),
    );
    expect(first.headers.get('retry-after')).toBe('1');
    expect(JSON.parse(first.body)).toEqual(refused);
    expect((await other.post({ query: '{ viewer { id } }' })).status).toBe(200);
    expect((await portal.nobody.post({ query: '{ portal { name } }' })).status).not.toBe(429);
    await release();
    await all;
    expect((await customer.post({ query: '{ tickets { totalCount } }' })).status).toBe(200);
  });

  it('are few of one user where they are large, and others are answered meanwhile', async () => {
    const { each, waiting } = largeInFlight.user;
    const release = await lock('ticket');
    const query = `{ tickets(first: 100) { nodes { messages(first: 2) { nodes { id } } } } }`;
    const { first, all } = await sendAtOnce(each + waiting + some, () => customer.post({ query }));
    expect(JSON.parse(first.body)).toEqual(refused);
    expect((await customer.post({ query: '{ viewer { id } }' })).status).toBe(200);
    await release();
    await all;
    expect((await customer.post({ query })).status).toBe(200);
  });

  it('are so many uploads of one user', async () => {
    const { each, waiting } = transfersInFlight.user;
    const head = [
      'POST /graphql HTTP/1.1',
      'Host: portal.test',
      `Authorization: Bearer ${customer.accessToken}`,
      'Apollo-Require-Preflight: true',
      'Content-Type: multipart/form-data; boundary=x',
      'Content-Length: 100000',
      '\r\n',
    ].join('\r\n');
    const begun = Array.from({ length: each + waiting + 1 }, () => connect(portal.app.port, '127.0.0.1'));
    onTestFinished(() => begun.forEach((socket) => socket.destroy()));
    for (const socket of begun) socket.write(head);
    const [answer] = (await Promise.any(begun.map((socket) => once(socket, 'data')))) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 429 /);
    expect((await other.upload(text())).name).toBe('router.log');
    for (const socket of begun) socket.destroy();
    await expect.poll(async () => (await customer.sendFile(text())).errors, { timeout: 10_000 }).toBeUndefined();
  });

  it('are so many downloads of one address', async () => {
    const { each, waiting } = transfersInFlight.address;
    const { url } = await customer.upload(text());
    const release = await lock('attachment');
    const { first, all } = await sendAtOnce(each + waiting + some, () => fetch(`${portal.url}${url}`));
    expect(first.headers.get('retry-after')).toBe('1');
    await release();
    await all;
    expect((await fetch(`${portal.url}${url}`)).status).toBe(200);
  });
});
