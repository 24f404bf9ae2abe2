import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { serveParent } from './worker.ts';
import type { Viewer } from '../server/access/viewer.ts';
import { articleSearch } from './baseline-search.ts';
import {
  dashboard,
  messageAdd,
  ticketList,
  ticketWithMessages,
  type BaselineStatement,
} from './baseline-statements.ts';
import { loadTokens } from './production-build.ts';

/** The least a correct answer costs: no framework, no ORM, no GraphQL and no row level security. */
const { DATABASE_URL, DATABASE_POOL, JWT_SECRET } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL!, max: Number(DATABASE_POOL), options: '-c timezone=UTC' });
const { Keyring, Tokens } = await loadTokens();
// tokens are verified by the portal's own code, so that both sides do the same
const tokens = new Tokens(new Keyring(JWT_SECRET!));

/** The variables of all requests; each request has some of them. */
interface Variables {
  status: string[];
  id: string;
  ticketId: string;
  search: string;
  first: number;
  input: { body: string; idempotencyKey: string };
}

type Answer = (
  variables: Variables,
  viewer: Viewer,
) => {
  statement: BaselineStatement;
  values: unknown[];
  /** Makes the response of PostgreSQL's text, where that is not the response already. */
  finish?: (json: string) => string;
};

/** One statement per kind of viewer, made once. */
const forBoth = (make: (access: 'customer' | 'staff') => BaselineStatement) => {
  const [customer, staff] = [make('customer'), make('staff')];
  return (viewer: Viewer) => (viewer.customerId === null ? staff : customer);
};

const lists = forBoth(ticketList);
const tickets = forBoth(ticketWithMessages);
const dashboards = forBoth(dashboard);
const additions = forBoth(messageAdd);

const answers: Record<string, Answer> = {
  '/tickets': ({ status }, viewer) => ({ statement: lists(viewer), values: [status[0]] }),
  '/ticket': ({ id }, viewer) => ({ statement: tickets(viewer), values: [id] }),
  '/dashboard': (_, viewer) => ({ statement: dashboards(viewer), values: [viewer.userId] }),
  '/articles': ({ search, first }, viewer) => articleSearch(search, first, viewer),
  '/message-add': ({ ticketId, input: { body, idempotencyKey } }, viewer) => ({
    statement: additions(viewer),
    values: [ticketId, viewer.userId, uuid(), body.trim(), idempotencyKey],
  }),
};

async function readViewer({ headers }: IncomingMessage): Promise<Viewer> {
  const access = await tokens.readAccess(headers.authorization!.slice('Bearer '.length));
  if (!access) throw new Error('invalid token');
  return access.viewer;
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => resolve(body));
    request.on('error', reject);
  });
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const [body, viewer] = await Promise.all([readBody(request), readViewer(request)]);
    const { statement, values, finish } = answers[request.url!]!(JSON.parse(body) as Variables, viewer);
    const { rows } = await pool.query({ ...statement, values: [viewer.tenantId, viewer.customerId, ...values] });
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
    response.end(finish ? finish(rows[0].json) : rows[0].json);
  } catch (error) {
    response.writeHead(500, { 'content-type': 'text/plain' });
    response.end(String(error));
  }
}

const server = createServer((request, response) => void serve(request, response));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
serveParent({ port: () => (server.address() as AddressInfo).port });
