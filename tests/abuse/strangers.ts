import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attack } from './attack.ts';
import type { Attacker } from './attacker.ts';

const repeat = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');

/** A document of about 4 KB that nobody has sent before. */
const newDocument = () =>
  `{ ${repeat(28, (i) => `a${i}_${randomBytes(45).toString('hex')}: viewer { id name role }`)} }`;

const signIn = `mutation($input: SignInInput!) { signIn(input: $input) { session { accessToken } userErrors { code } } }`;
const resetRequest = `mutation($input: PasswordResetRequestInput!) { passwordResetRequest(input: $input) { userErrors { code } } }`;

/** Opens connections that send a byte a second and never finish. */
async function trickle(attacker: Attacker, count: number, beginning: string): Promise<void> {
  const sockets = await Promise.all(Array.from({ length: count }, () => attacker.connection()));
  for (const socket of sockets) socket.write(beginning);
  await attacker.crowd(1, async () => {
    for (const socket of sockets) if (socket.writable) socket.write('x');
    await sleep(1_000, undefined, { signal: attacker.ending }).catch(() => {});
  });
}

/** Attacks of those who are not signed in. */
export const strangers: Attack[] = [
  {
    who: 'stranger',
    what: 'different documents of 4 KB',
    isKnown: true,
    run: (attacker) => attacker.crowd(20, () => attacker.ask(newDocument())),
  },
  {
    who: 'stranger',
    what: 'different documents of 4 KB, each twice',
    run: (attacker) =>
      attacker.crowd(20, async () => {
        const document = newDocument();
        await attacker.ask(document);
        await attacker.ask(document);
      }),
  },
  {
    who: 'stranger',
    what: 'aliased introspection of 900 bytes',
    isKnown: true,
    run: (attacker) =>
      attacker.crowd(20, () =>
        attacker.ask(`{ ${repeat(20, (i) => `s${i}: __schema { types { fields { args { type { name } } } } }`)} }`),
      ),
  },
  {
    who: 'stranger',
    what: 'whole introspection, again and again',
    run: (attacker) =>
      attacker.crowd(20, () =>
        attacker.ask(
          '{ __schema { types { name description fields { name description args { name description type { name ofType { name } } } } inputFields { name description } enumValues { name description } } } }',
        ),
      ),
  },
  {
    who: 'stranger',
    what: 'bodies of one byte a second',
    isKnown: true,
    run: (attacker) =>
      trickle(
        attacker,
        500,
        'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 10000\r\n\r\n{',
      ),
  },
  {
    who: 'stranger',
    what: 'headers of one byte a second',
    run: (attacker) => trickle(attacker, 500, 'GET /graphql HTTP/1.1\r\nhost: localhost\r\nx-slow: '),
  },
  {
    who: 'stranger',
    what: 'connections opened and left',
    run: async (attacker) => {
      await Promise.all(Array.from({ length: 2_000 }, () => attacker.connection()));
      await attacker.untilEnd();
    },
  },
  {
    who: 'stranger',
    what: 'sockets opened and left',
    isKnown: true,
    run: async (attacker) => {
      for (let batch = 0; batch < 30 && !attacker.ending.aborted; batch++)
        await Promise.all(Array.from({ length: 100 }, () => attacker.socket()));
      await attacker.untilEnd();
    },
  },
  {
    who: 'stranger',
    what: 'sockets initialised and dropped',
    run: (attacker) =>
      attacker.crowd(50, async () => {
        const socket = await attacker.socket();
        if (socket.readyState === socket.OPEN) socket.send('{"type":"connection_init"}');
        socket.terminate();
      }),
  },
  {
    who: 'stranger',
    what: 'sockets with frames of a megabyte',
    run: (attacker) =>
      attacker.crowd(20, async () => {
        const socket = await attacker.socket();
        if (socket.readyState !== socket.OPEN) return sleep(10);
        socket.send(`{"type":"connection_init","payload":{"x":"${'x'.repeat(1_000_000)}"}}`);
        return new Promise((resolve) => socket.once('close', resolve));
      }),
  },
  {
    who: 'stranger',
    what: 'sockets with ten thousand operations',
    run: (attacker) =>
      attacker.crowd(5, async () => {
        const socket = await attacker.socket();
        if (socket.readyState !== socket.OPEN) return sleep(10);
        socket.on('message', () => {});
        socket.send('{"type":"connection_init"}');
        for (let i = 0; i < 10_000; i++)
          socket.send(
            JSON.stringify({ id: `${i}`, type: 'subscribe', payload: { query: `{ a${i}: viewer { id } }` } }),
          );
        return sleep(1_000);
      }),
  },
  {
    who: 'stranger',
    what: 'broken Host headers',
    isKnown: true,
    run: (attacker) =>
      attacker.crowd(20, (_, time) =>
        attacker.get('/graphql?query={viewer{id}}', {
          headers: {
            host: ["' or 1=1 --", 'a'.repeat(5_000), 'x:y:z', '[::', 'tenant.localhost.', '../..'][time % 6],
            'apollo-require-preflight': '1',
          },
        }),
      ),
  },
  {
    who: 'stranger',
    what: 'wrong passwords',
    run: (attacker) =>
      attacker.crowd(50, () =>
        attacker.ask(signIn, {
          input: { tenant: attacker.target.tenant, email: `nobody@${randomUUID()}.example`, password: randomUUID() },
        }),
      ),
  },
  {
    who: 'stranger',
    what: 'requests for a new password',
    run: (attacker) =>
      attacker.crowd(50, () =>
        attacker.ask(resetRequest, {
          input: { tenant: attacker.target.tenant, email: `nobody@${randomUUID()}.example` },
        }),
      ),
  },
  {
    who: 'stranger',
    what: 'forged access tokens',
    run: (attacker) =>
      attacker.crowd(50, () =>
        attacker.send('/graphql', '{"query":"{ viewer { id } }"}', undefined, {
          authorization: `Bearer ${randomBytes(100).toString('base64url')}.${randomBytes(100).toString('base64url')}.x`,
        }),
      ),
  },
  {
    who: 'stranger',
    what: 'selections nested six hundred deep',
    run: (attacker) => attacker.crowd(20, () => attacker.ask(`${'{viewer'.repeat(600)}{id}${'}'.repeat(600)}`)),
  },
  {
    who: 'stranger',
    what: 'bodies nested a hundred thousand deep',
    run: (attacker) =>
      attacker.crowd(20, () =>
        attacker.send(
          '/graphql',
          `{"query":"{ viewer { id } }","variables":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
        ),
      ),
  },
  {
    who: 'stranger',
    what: 'fragments that double twenty times',
    run: (attacker) =>
      attacker.crowd(20, () =>
        attacker.ask(
          `{ viewer { ...f0 } } ${repeat(20, (i) => `fragment f${i} on User { ...f${i + 1} ...f${i + 1} }`)} fragment f20 on User { id }`,
        ),
      ),
  },
  {
    who: 'stranger',
    what: 'aliases of __typename',
    run: (attacker) => attacker.crowd(20, () => attacker.ask(`{ ${repeat(600, (i) => `t${i}: __typename`)} }`)),
  },
  {
    who: 'stranger',
    what: 'batches of a thousand operations',
    run: (attacker) =>
      attacker.crowd(20, () =>
        attacker.send(
          '/graphql',
          JSON.stringify(Array.from({ length: 1_000 }, () => ({ query: '{ viewer { id } }' }))),
        ),
      ),
  },
  {
    who: 'stranger',
    what: 'lists of ten thousand wrong values',
    isKnown: true,
    run: (attacker) =>
      attacker.crowd(20, () =>
        attacker.ask('query($status: [TicketStatus!]) { tickets(filter: { status: $status }) { totalCount } }', {
          status: Array.from({ length: 10_000 }, (_, i) => i),
        }),
      ),
  },
  {
    who: 'stranger',
    what: 'wrong hashes of persisted queries',
    run: (attacker) =>
      attacker.crowd(50, () =>
        attacker.ask(
          '{ viewer { id } }',
          {},
          {
            extensions: { persistedQuery: { version: 1, sha256Hash: randomBytes(32).toString('hex') } },
          },
        ),
      ),
  },
  {
    who: 'stranger',
    what: 'compressed bodies that unpack to a gigabyte',
    run: (attacker) => {
      const body = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));
      return attacker.crowd(10, () => attacker.send('/graphql', body, undefined, { 'content-encoding': 'gzip' }));
    },
  },
  {
    who: 'stranger',
    what: 'bodies of 20 MB',
    run: (attacker) => {
      const body = Buffer.alloc(20_000_000, 0x20);
      return attacker.crowd(10, () => attacker.send('/graphql', body));
    },
  },
  {
    who: 'stranger',
    what: 'addresses that do not exist',
    run: (attacker) => attacker.crowd(100, (index, time) => attacker.get(`/${'x'.repeat(2_000)}/${index}/${time}`)),
  },
];
