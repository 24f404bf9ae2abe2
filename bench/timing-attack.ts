import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { Worker, stopWorkers } from './worker.ts';
import { dataDirectory, startDatabase } from './database.ts';
import { median, percentile } from './measure.ts';
import { jwtSecret } from './people.ts';
import { loadPasswords } from './production-build.ts';

/**
 * Whether the response time reveals if an email address is known: `node bench/timing-attack.ts`, after `npm run build`.
 * The kinds of address alternate in random order, while the jobs of earlier requests run.
 */
const timings = 200;
const warmUp = 20;
const goal = 0.1;

const kinds = ['known', 'unknown', 'invited'] as const;
type Kind = (typeof kinds)[number];

interface Operation {
  name: string;
  query: string;
  input: (email: string, tenant: string) => Record<string, string>;
}

const operations: Operation[] = [
  {
    name: 'passwordResetRequest',
    query:
      'mutation($input: PasswordResetRequestInput!) { passwordResetRequest(input: $input) { userErrors { code } } }',
    input: (email, tenant) => ({ email, tenant }),
  },
  {
    name: 'signIn with a wrong password',
    query: 'mutation($input: SignInInput!) { signIn(input: $input) { session { expiresAt } userErrors { code } } }',
    input: (email, tenant) => ({ email, tenant, password: 'not the password' }),
  },
];

/** One request on an open connection, each from another client address, so that none is throttled. */
function send(origin: string, address: number, body: string): Promise<{ answer: string; milliseconds: number }> {
  return new Promise((resolve, reject) => {
    const from = `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`;
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': from };
    const started = performance.now();
    const sent = request(`${origin}/graphql`, { method: 'POST', headers }, (response) => {
      text(response).then((answer) => resolve({ answer, milliseconds: performance.now() - started }), reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const shuffled = <Item>(items: readonly Item[]): Item[] =>
  items
    .map((item) => ({ item, order: Math.random() }))
    .toSorted((one, other) => one.order - other.order)
    .map(({ item }) => item);

/** One address of each kind per round, all of one tenant. */
async function prepare(url: string, rounds: number): Promise<{ tenant: string; addresses: Record<Kind, string[]> }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { hashPassword } = await loadPasswords();
    const { rows } = await client.query<{ id: string; email: string; slug: string }>(
      `select portal_user.id, email, slug from portal_user join tenant on tenant.id = tenant_id
       where role = 'CUSTOMER' and slug = (select min(slug) from tenant) order by portal_user.id limit $1`,
      [2 * rounds],
    );
    if (rows.length < 2 * rounds) throw new Error('The dataset has too few customers.');
    const [known, invited] = [rows.slice(0, rounds), rows.slice(rounds)];
    const ids = (users: typeof rows) => users.map(({ id }) => id);
    await client.query('update portal_user set password_hash = $1 where id = any($2)', [
      await hashPassword('the right password'),
      ids(known),
    ]);
    await client.query('update portal_user set password_hash = null where id = any($1)', [ids(invited)]);
    const emails = (users: typeof rows) => users.map(({ email }) => email);
    return {
      tenant: rows[0]!.slug,
      addresses: {
        known: emails(known),
        invited: emails(invited),
        unknown: emails(known).map((email) => email.replace('@', '.unknown@')),
      },
    };
  } finally {
    await client.end();
  }
}

await mkdir(dataDirectory, { recursive: true });
const database = await startDatabase(console.log);
const files = await mkdtemp(join(tmpdir(), 'portal-bench-'));
try {
  const rounds = timings + warmUp;
  const copy = await database.scratchCopy({ tenants: 2, customersPerTenant: 2 * rounds, articlesPerTenant: 0 });
  const { tenant, addresses } = await prepare(copy.superuserUrl, rounds);
  const server = await Worker.start('./portal-process.ts', {
    DATABASE_URL: copy.portalUrl,
    JWT_SECRET: jwtSecret,
    DATA_DIR: files,
    PORT: '0',
    HOST: '127.0.0.1',
    TRUST_PROXY: 'true',
    LOG_LEVEL: 'error',
    BENCH_RUN_JOBS: 'true',
  });
  const origin = `http://127.0.0.1:${await server.call<number>('port')}`;
  let address = 0;
  for (const { name, query, input } of operations) {
    const times: Record<Kind, number[]> = { known: [], unknown: [], invited: [] };
    const answers = new Set<string>();
    for (let round = 0; round < rounds; round++) {
      for (const kind of shuffled(kinds)) {
        const body = JSON.stringify({ query, variables: { input: input(addresses[kind][round]!, tenant) } });
        const { answer, milliseconds } = await send(origin, ++address, body);
        answers.add(answer.trim());
        if (round >= warmUp) times[kind].push(milliseconds);
      }
    }
    if (answers.size !== 1) throw new Error(`${name} has different answers: ${[...answers].join(' ')}`);
    const medians = kinds.map((kind) => median(times[kind]));
    const apart = Math.max(...medians) / Math.min(...medians) - 1;
    console.log(
      `${name}, ${timings} timings each, the same answer for all: ` +
        kinds
          .map((kind, index) => {
            const sorted = times[kind].toSorted((one, other) => one - other);
            return `${kind} ${medians[index]!.toFixed(2)} ms (p90 ${percentile(sorted, 0.9).toFixed(2)})`;
          })
          .join(', ') +
        `; medians ${(apart * 100).toFixed(1)} % apart, the goal is at most ${goal * 100} %.`,
    );
    if (apart > goal) process.exitCode = 1;
  }
  await server.stop();
} finally {
  await stopWorkers();
  await database.stop();
  await rm(files, { recursive: true, force: true });
}
