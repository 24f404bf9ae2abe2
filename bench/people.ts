import pg from 'pg';
import type { Viewer } from '../server/access/viewer.ts';
import type { BenchDatabase } from './database.ts';
import { messagesOfLongTicket } from './dataset.ts';
import { loadTokens } from './production-build.ts';

/** A signed-in viewer of the dataset and a ticket to ask about. */
export interface Caller {
  viewer: Viewer;
  ticketId: string;
  /** The search of a reader. */
  search?: string;
  token: string;
}

export interface People {
  agents: Caller[];
  /** Customers with a full page of tickets; the ticket is their long one. */
  busyCustomers: Caller[];
  /** All kinds of customers, each with an open ticket. */
  writers: Caller[];
  /** Customers with a search for the articles of their tenant. */
  readers: Caller[];
}

export const jwtSecret = 'a secret that signs tokens of the bench only';

/** Up to `limits` callers of each kind, spread evenly over the dataset. Their tokens expire after 15 minutes. */
export async function findPeople(
  { superuserUrl }: BenchDatabase,
  limits: Record<keyof People, number>,
): Promise<People> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  const { Keyring, Tokens } = await loadTokens();
  const tokens = new Tokens(new Keyring(jwtSecret));
  const find = async (text: string, limit: number): Promise<Caller[]> => {
    const { rows } = await client.query<Viewer & { ticketId: string; search?: string }>(text);
    const step = Math.max(1, rows.length / limit);
    const chosen = Array.from({ length: Math.min(limit, rows.length) }, (_, index) => rows[Math.floor(index * step)]!);
    return Promise.all(
      chosen.map(async ({ ticketId, search, ...viewer }) => ({
        viewer,
        ticketId,
        search,
        token: (await tokens.access(viewer)).token,
      })),
    );
  };
  try {
    return {
      agents: await find(agents, limits.agents),
      busyCustomers: await find(busyCustomers, limits.busyCustomers),
      writers: await find(writers, limits.writers),
      readers: await find(readers, limits.readers),
    };
  } finally {
    await client.end();
  }
}

const viewer = `portal_user.tenant_id as "tenantId", portal_user.id as "userId", role,
  portal_user.customer_id as "customerId", portal_user.id as "sessionId"`;

const agents = `
  select distinct on (portal_user.id) ${viewer}, ticket.id as "ticketId"
  from portal_user join ticket on assignee_id = portal_user.id
  where role = 'AGENT' order by portal_user.id, ticket.id`;

const busyCustomers = `
  select ${viewer}, ticket.id as "ticketId"
  from portal_user join ticket on created_by_id = portal_user.id
  where message_count = ${messagesOfLongTicket} order by portal_user.id`;

const writers = `
  select distinct on (portal_user.id) ${viewer}, ticket.id as "ticketId"
  from portal_user join ticket on created_by_id = portal_user.id
  where status = 'OPEN' order by portal_user.id, ticket.id`;

/**
 * Of four searches one has words of a title, one lacks a letter in one of them, one ends within a word, and one is a
 * whole question with words of the title and of the body.
 */
const readers = `
  select ${viewer}, '' as "ticketId", case number % 4
    when 0 then concat_ws(' ', one, two, three) || ' '
    when 1 then concat_ws(' ', one, overlay(two placing '' from 3 for 1), three) || ' '
    when 2 then concat_ws(' ', one, two, left(three, 3))
    else concat_ws(' ', one, two, three, split_part(body_text, ' ', 7), split_part(body_text, ' ', 11), split_part(body_text, ' ', 17)) || '?'
  end as search
  from (select *, row_number() over (order by id) as number from article where published) as article
    cross join lateral (
      select split_part(title, ' ', 1), split_part(title, ' ', 2), split_part(title, ' ', 3)
    ) as words (one, two, three)
    join (
      select *, row_number() over (partition by tenant_id order by id) as position from portal_user where role = 'CUSTOMER'
    ) as portal_user on portal_user.tenant_id = article.tenant_id and position = 1 + number % 20
  order by number`;
