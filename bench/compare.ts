import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { parseNotifyPayload } from '../server/events/notify-payload.ts';
import type { BenchDatabase } from './database.ts';
import { uniquePlaceholder, type BenchRequest, type Workload } from './workloads.ts';

/** Portal and baseline do not do the same, so their costs cannot be compared. */
class AnswersDiffer extends Error {}

const comparedRequests = 25;

interface Origins {
  portal: string;
  baseline: string;
}

/** Sends a sample of the requests to both sides and compares the answers field by field. Throws `AnswersDiffer`. */
export async function compareAnswers(workload: Workload, requests: BenchRequest[], origins: Origins): Promise<void> {
  const step = Math.max(1, Math.floor(requests.length / comparedRequests));
  for (let index = 0; index < requests.length; index += step) {
    const request = requests[index]!;
    const [portal, baseline] = await Promise.all([
      send(origins.portal, request.token, request.portal),
      send(origins.baseline, request.token, request.baseline),
    ]);
    assertEqual(workload, portal, baseline);
  }
}

/** The same for a workload that writes: the rows and notifications that are written are compared too. */
export async function compareWrites(
  workload: Workload,
  requests: BenchRequest[],
  origins: Origins,
  { superuserUrl }: BenchDatabase,
): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const notified: string[] = [];
    client.on('notification', ({ payload }) => notified.push(...eventsIn(payload ?? '')));
    await client.query('listen portal_event');
    const step = Math.max(1, Math.floor(requests.length / comparedRequests));
    for (let index = 0; index < requests.length; index += step) {
      const request = requests[index]!;
      const write = async (origin: string, sent: { path: string; body: string }) => {
        const { ticketId } = JSON.parse(request.baseline.body) as { ticketId: string };
        const before = await snapshotOf(client, ticketId);
        notified.length = 0;
        const key = `compared-${origin}-${Date.now()}-${index}`;
        const answer = await send(origin, request.token, { ...sent, body: sent.body.replace(uniquePlaceholder, key) });
        const after = await snapshotOf(client, ticketId);
        return normalize({ answer, notified: [...notified], changes: changesBetween(before, after) }, key, before);
      };
      assertEqual(
        workload,
        await write(origins.portal, request.portal),
        await write(origins.baseline, request.baseline),
      );
    }
  } finally {
    await client.end();
  }
}

/** Owner and type of each event that a notification carries. */
const eventsIn = (payload: string): string[] => {
  const { tenantId, customerId, events } = parseNotifyPayload(payload);
  return events()!.map(({ type }) => `${tenantId} ${customerId} ${type}`);
};

async function send(origin: string, token: string, { path, body }: { path: string; body: string }): Promise<unknown> {
  const response = await fetch(origin + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body,
  });
  const text = await response.text();
  if (!response.ok) throw new AnswersDiffer(`${origin}${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

function assertEqual(workload: Workload, portal: unknown, baseline: unknown): void {
  const differences = differencesOf(portal, baseline, 'answer');
  if (differences.length > 0) {
    throw new AnswersDiffer(`${workload.id}: portal and baseline differ:\n${differences.slice(0, 20).join('\n')}`);
  }
  const { answer = portal } = portal as { answer?: unknown };
  const { data } = answer as { data: never };
  if (!data || !workload.isFull(data))
    throw new AnswersDiffer(`${workload.id}: not a full answer: ${JSON.stringify(answer)}`);
}

function differencesOf(portal: unknown, baseline: unknown, path: string): string[] {
  if (isDeepStrictEqual(portal, baseline) || isSameTimestamp(portal, baseline) || areCursors(path, portal, baseline))
    return [];
  if (isObject(portal) && isObject(baseline)) {
    const keys = new Set([...Object.keys(portal), ...Object.keys(baseline)]);
    return [...keys].flatMap((key) => differencesOf(portal[key], baseline[key], `${path}.${key}`));
  }
  return [`  ${path}: portal ${JSON.stringify(portal)}, baseline ${JSON.stringify(baseline)}`];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const timestamp = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** The baseline has timestamps as PostgreSQL writes them: RFC 3339 too, in another of its forms. */
const isSameTimestamp = (one: unknown, other: unknown): boolean =>
  typeof one === 'string' &&
  typeof other === 'string' &&
  timestamp.test(one) &&
  timestamp.test(other) &&
  Date.parse(one) === Date.parse(other);

/** Cursors are opaque, and each side reads its own only. */
const areCursors = (path: string, one: unknown, other: unknown): boolean =>
  /[cC]ursor$/.test(path) && [one, other].every((cursor) => typeof cursor === 'string' && cursor.length > 20);

type Snapshot = Record<string, unknown>;

/** Every row that a message on this ticket can change. */
async function snapshotOf(client: pg.Client, ticketId: string): Promise<Snapshot> {
  const { rows } = await client.query<{ snapshot: Snapshot }>(
    `select json_build_object(
       'ticket', to_jsonb(ticket),
       'tenantCounter', (select to_jsonb(counter) from tenant_counter counter where counter.tenant_id = ticket.tenant_id),
       'customerCounter', (select to_jsonb(counter) from customer_counter counter where counter.customer_id = ticket.customer_id),
       'messages', (select json_object_agg(id, message) from message where ticket_id = ticket.id),
       'events', (select json_object_agg(tenant_sequence, event) from portal_event event where ticket_id = ticket.id),
       'notifications', (select json_object_agg(id, notice) from notification notice where ticket_id = ticket.id),
       'jobs', (
         select json_object_agg(key, json_build_object(
           'task', identifier, 'payload', payload, 'priority', priority, 'attempts', max_attempts, 'queue', job_queue_id
         ))
         from graphile_worker._private_jobs job join graphile_worker._private_tasks task on task.id = task_id
         where key like '%/' || ticket.tenant_id || '/%'
       )
     ) as snapshot
     from ticket where ticket.id = $1`,
    [ticketId],
  );
  return rows[0]!.snapshot;
}

/** Fields that are new or different afterwards; of numbers the difference. */
function changesBetween(before: unknown, after: unknown): unknown {
  if (isObject(before) && isObject(after)) {
    const changed = Object.keys(after).filter((key) => !isDeepStrictEqual(before[key], after[key]));
    return Object.fromEntries(changed.map((key) => [key, changesBetween(before[key], after[key])]));
  }
  return typeof before === 'number' && typeof after === 'number' ? after - before : after;
}

/** Replaces what differs between any two writes (ids, times, sequences) with placeholders. */
function normalize(written: unknown, key: string, before: Snapshot): unknown {
  const { message_count, public_message_count } = before['ticket'] as Record<string, number>;
  const tenantEvent = (before['tenantCounter'] as { last_event: number }).last_event;
  const customerEvent = (before['customerCounter'] as { last_event: number }).last_event;
  const text = JSON.stringify(written)
    .replaceAll(key, 'KEY')
    .replaceAll(
      /"messageCount":(\d+)/g,
      (_, count: string) =>
        `"messageCount":"${Number(count) - (Number(count) > public_message_count! + 1 ? message_count! : public_message_count!)} more"`,
    )
    .replaceAll(
      /"(tenant_sequence|event_sequence|sequence)":(\d+)/g,
      (_, name: string, number: string) => `"${name}":"${Number(number) - tenantEvent} later"`,
    )
    .replaceAll(
      /"customer_sequence":(\d+)/g,
      (_, number: string) => `"customer_sequence":"${Number(number) - customerEvent} later"`,
    )
    .replaceAll(
      /"(mailEvent\/[^"]*\/)?(\d+)":\{/g,
      (_, task: string | undefined, number: string) => `"${task ?? ''}${Number(number) - tenantEvent} later":{`,
    )
    .replaceAll(/"(\d{4}-\d{2}-\d{2}T[^"]*)"/g, (whole, time: string) =>
      Date.now() - Date.parse(time) < 60_000 ? '"now"' : whole,
    )
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => (id.startsWith('01940') ? id : 'NEW-ID'));
  return JSON.parse(text);
}
