import { mkdir } from 'node:fs/promises';
import pg from 'pg';
import { WebSocket } from 'ws';
import { dataDirectory, startDatabase, type BenchDatabase } from './database.ts';
import { percentile } from './measure.ts';
import { loadPasswords } from './production-build.ts';
import { startPortal } from './servers.ts';
import { stopWorkers } from './worker.ts';

/**
 * How soon the end of an access at one server is the end at another: `node bench/end-of-access.ts`, after `npm run build`.
 * Each round is somebody who is signed in, has an open socket and a link to a file: while both servers are idle, and while
 * they are busy.
 */
const rounds = 50;
const goalMs = 1_000;
const requestsAtOnce = 8;

const ways = [
  { name: 'deactivation', query: 'mutation($id: ID!) { result: staffDeactivate(id: $id) { userErrors { message } } }' },
  {
    name: 'another role',
    query: 'mutation($id: ID!) { result: staffUpdate(id: $id, input: { role: ADMIN }) { userErrors { message } } }',
  },
];

const password = 'the password of everybody in this bench';

interface Member {
  id: string;
  email: string;
  tenant: string;
}

/** An admin and as many agents as are needed, of one tenant. */
async function hireStaff({ superuserUrl }: BenchDatabase, agents: number): Promise<Member[]> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const { hashPassword } = await loadPasswords();
    const { rows } = await client.query<Member>(
      `with hired as (
         insert into portal_user (id, tenant_id, role, name, email, password_hash, created_at)
         select gen_random_uuid(), tenant_id, case number when 0 then 'ADMIN' else 'AGENT' end, name, number || email, $1, created_at
         from (select * from portal_user where role = 'AGENT' order by id limit 1) as agent, generate_series(0, $2::int) as number
         returning *
       )
       select hired.id, email, slug as tenant from hired join tenant on tenant.id = tenant_id order by role, hired.id`,
      [await hashPassword(password), agents],
    );
    return rows;
  } finally {
    await client.end();
  }
}

let addresses = 0;

/** Each from another client address, so that none is throttled. */
function post(origin: string, token: string | null, body: object): Promise<Response> {
  const isForm = body instanceof FormData;
  return fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: {
      'x-forwarded-for': `10.0.${(++addresses >> 8) & 255}.${addresses & 255}`,
      ...(token && { authorization: `Bearer ${token}` }),
      ...(isForm ? { 'apollo-require-preflight': 'true' } : { 'content-type': 'application/json' }),
    },
    body: isForm ? body : JSON.stringify(body),
  });
}

/** The result of a request's only operation, which is expected to succeed. */
async function resultOf<Result>(response: Response): Promise<Result> {
  const { data, errors } = (await response.json()) as { data: { result: Result }; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data.result;
}

async function signIn(origin: string, { email, tenant }: Member): Promise<string> {
  const query = 'mutation($input: SignInInput!) { result: signIn(input: $input) { session { accessToken } } }';
  const answer = await post(origin, null, { query, variables: { input: { email, tenant, password } } });
  return (await resultOf<{ session: { accessToken: string } }>(answer)).session.accessToken;
}

/** Uploads a file; answers with the link to it. */
async function upload(origin: string, token: string): Promise<string> {
  const query = 'mutation($file: Upload!) { result: attachmentUpload(file: $file) { attachment { url } } }';
  const form = new FormData();
  form.set('operations', JSON.stringify({ query, variables: { file: null } }));
  form.set('map', JSON.stringify({ file: ['variables.file'] }));
  form.set('file', new Blob(['The light went out at noon.']), 'router.log');
  return (await resultOf<{ attachment: { url: string } }>(await post(origin, token, form))).attachment.url;
}

async function openSocket(origin: string, token: string): Promise<WebSocket> {
  const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
  socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { accessToken: token } })));
  await new Promise((resolve, reject) => {
    socket.once('message', resolve);
    socket.once('close', reject);
  });
  return socket;
}

/** Asks again and again until the answer has this status; resolves to when that was. */
async function firstWith(status: number, request: () => Promise<Response>): Promise<number> {
  for (;;) {
    const response = await request();
    await response.arrayBuffer();
    if (response.status === status) return performance.now();
    if (!response.ok) throw new Error(`Answered with ${response.status}`);
  }
}

/** Milliseconds until each had ended at the other server. */
type Ends = Record<'socket' | 'token' | 'link', number>;

/** One round at two servers; the times from the start of the mutation at the first, and from its answer. */
async function measure(origins: string[], admin: string, member: Member, query: string): Promise<[Ends, Ends]> {
  const [here, there] = origins as [string, string];
  const token = await signIn(here, member);
  const link = there + (await upload(here, token));
  const socket = await openSocket(there, token);
  const ends = Promise.all([
    new Promise<number>((resolve) => socket.once('close', () => resolve(performance.now()))),
    firstWith(401, () => post(there, token, { query: '{ viewer { id } }' })),
    firstWith(403, () => fetch(link)),
  ]);
  const started = performance.now();
  const answer = await post(here, admin, { query, variables: { id: member.id } });
  const { userErrors } = await resultOf<{ userErrors: unknown[] }>(answer);
  const answered = performance.now();
  if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
  const [socketEnd, tokenEnd, linkEnd] = await ends;
  const after = (from: number) => ({ socket: socketEnd - from, token: tokenEnd - from, link: linkEnd - from });
  return [after(started), after(answered)];
}

/** Keeps the servers busy while `work` runs. */
async function underLoad(origins: string[], token: string, work: () => Promise<void>): Promise<void> {
  const state = { done: false };
  const query = '{ tickets(first: 20) { nodes { id number title messageCount customer { name } } } }';
  const send = async (origin: string) => {
    while (!state.done) await (await post(origin, token, { query })).arrayBuffer();
  };
  const senders = origins.flatMap((origin) => Array.from({ length: requestsAtOnce }, () => send(origin)));
  await work().finally(() => (state.done = true));
  await Promise.all(senders);
}

function report(name: string, from: string, ends: Ends[]): void {
  const figures = (['socket', 'token', 'link'] as const).map((what) => {
    const sorted = ends.map((end) => end[what]).toSorted((one, other) => one - other);
    if (sorted.at(-1)! > goalMs) process.exitCode = 1;
    const [p50, p95, longest] = [percentile(sorted, 0.5), percentile(sorted, 0.95), sorted.at(-1)!];
    return `${what} ${p50.toFixed(1)} / ${p95.toFixed(1)} / ${longest.toFixed(1)}`;
  });
  console.log(`${name}, ms from ${from}, p50 / p95 / max of ${ends.length}: ${figures.join(', ')}`);
}

await mkdir(dataDirectory, { recursive: true });
const database = await startDatabase(console.log);
try {
  const copy = await database.scratchCopy({ tenants: 2, customersPerTenant: 50, articlesPerTenant: 0 });
  const [admin, busy, ...members] = await hireStaff(copy, 1 + 2 * rounds * ways.length);
  const servers = [await startPortal(copy, false), await startPortal(copy, false)];
  const origins = servers.map(({ origin }) => origin);
  const [adminToken, busyToken] = [await signIn(origins[0]!, admin!), await signIn(origins[0]!, busy!)];
  const measureAll = async (load: string) => {
    for (const { name, query } of ways) {
      const all = [];
      while (all.length < rounds) all.push(await measure(origins, adminToken, members.pop()!, query));
      report(
        `${name}, ${load}`,
        'its start',
        all.map(([ends]) => ends),
      );
      report(
        `${name}, ${load}`,
        'its answer',
        all.map(([, ends]) => ends),
      );
    }
  };
  await measureAll('idle servers');
  await underLoad(origins, busyToken, () => measureAll(`${requestsAtOnce} requests at once at each server`));
} finally {
  await stopWorkers();
  await database.stop();
}
