import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { eventChannel, payloadSql } from '../server/events/notify-payload.ts';
import type { BenchDatabase } from './database.ts';
import { eventColumns } from './baseline-statements.ts';

/**
 * Writes messages with their events directly into the database, as another server of the portal would. It leaves out
 * what the delivery does not depend on (emails, waiting for the disk), so that writing is not the bottleneck.
 */
export class EventWriter {
  private readonly client: pg.Client;
  /** The process id of its backend. */
  readonly backend: number;

  private constructor(client: pg.Client, backend: number) {
    this.client = client;
    this.backend = backend;
  }

  static async connect({ superuserUrl }: BenchDatabase): Promise<EventWriter> {
    const client = new pg.Client({ connectionString: superuserUrl });
    await client.connect();
    await client.query('set synchronous_commit = off');
    await client.query(addEvent);
    const { rows } = await client.query('select pg_backend_pid() as pid');
    return new EventWriter(client, rows[0].pid);
  }

  /** Writes `count` events at `rate` a second, to each of the tickets in turn. */
  async write(tickets: string[], count: number, rate: number, run: number): Promise<void> {
    const started = performance.now();
    let written = 0;
    while (written < count) {
      const due = Math.min(count, Math.ceil(((performance.now() - started) / 1_000) * rate));
      const batch = Array.from({ length: Math.min(maximumBatch, due - written) }, (_, index) => written + index);
      if (batch.length > 0) {
        const now = process.hrtime.bigint() / 1_000n;
        await this.client.query(addEvents, [
          batch.map((number) => tickets[number % tickets.length]),
          batch.map((number) => `live ${run} ${Math.floor(number / tickets.length) + 1} ${now}`),
        ]);
        written += batch.length;
      }
      await sleep(5);
    }
  }

  stop(): Promise<void> {
    return this.client.end();
  }
}

const maximumBatch = 100;

const addEvents = 'select pg_temp.add_event(ticket, body) from unnest($1::uuid[], $2::text[]) as event (ticket, body)';

const addEvent = `
  create function pg_temp.add_event(ticket_id uuid, body text) returns void language sql as $$
    with ticket as (
      update ticket set
        message_count = message_count + 1, public_message_count = public_message_count + 1,
        last_message_at = now, last_public_message_at = now, public_updated_at = now, updated_at = now
      from (
        select date_trunc('milliseconds', greatest(clock_timestamp(), last_message_at + interval '1 ms')) as now
        from ticket where id = $1
      ) as timestamps
      where id = $1
      returning ticket.*
    ), message as (
      insert into message (id, tenant_id, customer_id, ticket_id, author_id, body, internal, created_at)
      select uuidv7(), tenant_id, customer_id, id, created_by_id, $2, false, last_message_at from ticket
      returning id
    ), tenant_next as (
      update tenant_counter set last_event = last_event + 1
      from ticket where tenant_counter.tenant_id = ticket.tenant_id returning last_event
    ), customer_next as (
      update customer_counter set last_event = last_event + 1
      from ticket where customer_counter.customer_id = ticket.customer_id returning last_event
    ), numbered (${eventColumns}) as materialized (
      select tenant_id, tenant_next.last_event, customer_id, customer_next.last_event, 'MessageAdded', ticket.id, message.id,
        null::uuid, null, null, null::uuid, null::jsonb, clock_timestamp()::timestamptz(3)
      from ticket cross join message cross join tenant_next cross join customer_next
    ), event as (
      insert into portal_event (${eventColumns}) select * from numbered
    )
    select pg_notify('${eventChannel}', ${payloadSql('numbered')})
  $$`;
