import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { readAnnouncement } from '../server/events/announcement.ts';
import type { BenchDatabase } from './database.ts';
import { uniqueMark, type BenchRequest, type Workload } from './workloads.ts';

/** What is measured would not be comparable. */
export class AnswersDiffer extends Error {}

const comparedRequests = 25;

interface Ends {
  portal: string;
  floor: string;
}

/** Puts a sample of the requests to both sides and compares their answers field by field. Throws `AnswersDiffer`. */
export async function compareAnswers(workload: Workload, requests: BenchRequest[], ends: Ends): Promise<void> {
  const step = Math.max(1, Math.floor(requests.length / comparedRequests));
  for (let index = 0; index < requests.length; index += step) {
    const request = requests[index]!;
    const [ours, floors] = await Promise.all([
      ask(ends.portal, request.token, request.portal),
      ask(ends.floor, request.token, request.floor),
    ]);
    refuseDifference(workload, ours, floors);
  }
}

/** The same for a workload that writes: what both leave behind in the database counts as part of the answer. */
export async function compareWrites(
  workload: Workload,
  requests: BenchRequest[],
  ends: Ends,
  { superuserUrl }: BenchDatabase,
): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const heard: string[] = [];
    client.on('notification', ({ payload }) => heard.push(...toldIn(payload ?? '')));
    await client.query('listen portal_event');
    const step = Math.max(1, Math.floor(requests.length / comparedRequests));
    for (let index = 0; index < requests.length; index += step) {
      const request = requests[index]!;
      const write = async (origin: string, sent: { path: string; body: string }) => {
        const { ticketId } = JSON.parse(request.floor.body) as { ticketId: string };
        const before = await tracesOf(client, ticketId);
        heard.length = 0;
        const key = `compared-${origin}-${Date.now()}-${index}`;
        const answer = await ask(origin, request.token, { ...sent, body: sent.body.replace(uniqueMark, key) });
        const after = await tracesOf(client, ticketId);
        return withoutIncident({ answer, heard: [...heard], changes: changesBetween(before, after) }, key, before);
      };
      refuseDifference(workload, await write(ends.portal, request.portal), await write(ends.floor, request.floor));
    }
  } finally {
    await client.end();
  }
}

/** Whose events were announced, and of which kinds. */
const toldIn = (payload: string): string[] => {
  const { ids, events } = readAnnouncement(payload);
  return events()!.map(({ type }) => `${ids.join(' ')} ${type}`);
};

async function ask(origin: string, token: string, { path, body }: { path: string; body: string }): Promise<unknown> {
  const response = await fetch(origin + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body,
  });
  const text = await response.text();
  if (!response.ok) throw new AnswersDiffer(`${origin}${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

function refuseDifference(workload: Workload, ours: unknown, floors: unknown): void {
  const differences = differencesOf(ours, floors, 'answer');
  if (differences.length > 0) {
    throw new AnswersDiffer(`${workload.id}: ours and the floor differ:\n${differences.slice(0, 20).join('\n')}`);
  }
  const { answer = ours } = ours as { answer?: unknown };
  const { data } = answer as { data: never };
  if (!data || !workload.isFull(data))
    throw new AnswersDiffer(`${workload.id}: not a full answer: ${JSON.stringify(answer)}`);
}

function differencesOf(ours: unknown, floors: unknown, path: string): string[] {
  if (isDeepStrictEqual(ours, floors) || isSameMoment(ours, floors) || areCursors(path, ours, floors)) return [];
  if (isObject(ours) && isObject(floors)) {
    const keys = new Set([...Object.keys(ours), ...Object.keys(floors)]);
    return [...keys].flatMap((key) => differencesOf(ours[key], floors[key], `${path}.${key}`));
  }
  return [`  ${path}: ours ${JSON.stringify(ours)}, floor ${JSON.stringify(floors)}`];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** The floor leaves moments as PostgreSQL writes them: RFC 3339 as well, in another of its forms. */
const isSameMoment = (one: unknown, other: unknown): boolean =>
  typeof one === 'string' &&
  typeof other === 'string' &&
  moment.test(one) &&
  moment.test(other) &&
  Date.parse(one) === Date.parse(other);

/** Cursors are opaque, and each side reads only its own. */
const areCursors = (path: string, one: unknown, other: unknown): boolean =>
  /[cC]ursor$/.test(path) && [one, other].every((cursor) => typeof cursor === 'string' && cursor.length > 20);

type Traces = Record<string, unknown>;

/** Everything a message on this ticket can change. */
async function tracesOf(client: pg.Client, ticketId: string): Promise<Traces> {
  const { rows } = await client.query<{ traces: Traces }>(
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
     ) as traces
     from ticket where ticket.id = $1`,
    [ticketId],
  );
  return rows[0]!.traces;
}

/** Fields that are there or different afterwards; numbers as what was added to them. */
function changesBetween(before: unknown, after: unknown): unknown {
  if (isObject(before) && isObject(after)) {
    const changed = Object.keys(after).filter((key) => !isDeepStrictEqual(before[key], after[key]));
    return Object.fromEntries(changed.map((key) => [key, changesBetween(before[key], after[key])]));
  }
  return typeof before === 'number' && typeof after === 'number' ? after - before : after;
}

/** With what differs between any two writes (ids, times, running numbers) replaced by what kind of thing it is. */
function withoutIncident(written: unknown, key: string, before: Traces): unknown {
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
