import type { FastifyBaseLogger } from 'fastify';
import pg from 'pg';
import { EndedSessions, sessionChannel } from '../access/ended-sessions.ts';
import { scopeSettings, viewerScope, type Scope } from '../access/scope.ts';
import { isStaff, type Viewer } from '../access/viewer.ts';
import { ReadTransaction } from '../reads/read-transaction.ts';
import { eventChannel, readAnnouncement } from './announcement.ts';
import { batchSize, readEventsAfter, readStreamEnds } from './event-store.ts';
import type { EventRow } from './portal-event.ts';

const keptEvents = 500;
const reconnectDelay = 1_000;
const heartbeat = 15_000;

/**
 * Wakes who waits for events. PostgreSQL tells every server of each commit, and of what happened in it; what was not
 * heard, the event table knows, and is read once per stream however many listen to it.
 */
export class Live {
  private readonly streams = new Map<string, Stream>();
  readonly endedSessions = new EndedSessions();
  private client: pg.Client | undefined;
  private stopped = false;

  constructor(
    private readonly databaseUrl: string,
    private readonly pool: pg.Pool,
    private readonly log: FastifyBaseLogger,
  ) {}

  async start(): Promise<void> {
    const client = new pg.Client({ connectionString: this.databaseUrl, query_timeout: heartbeat });
    client.on('error', (error) => this.log.warn({ err: error }, 'lost the connection that listens for events'));
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel === sessionChannel) this.endedSessions.note(payload);
      else this.announce(payload);
    });
    try {
      await client.connect();
      await client.query(`listen ${eventChannel}; listen ${sessionChannel}`);
      await this.endedSessions.catchUp(client);
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
    if (this.stopped) return client.end();
    this.client = client;
    // a connection can die without a word: nothing would be heard, and nobody would know
    const beat = setInterval(() => void client.query('select 1').catch(() => client.end()), heartbeat);
    client.on('end', () => {
      clearInterval(beat);
      this.reconnect();
    });
    // what was committed while nobody listened
    for (const stream of this.streams.values()) stream.wake();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.client?.end();
  }

  /** Gives the streams that are listened to what a commit has told: whose events, and the events if there was room. */
  private announce(payload: string): void {
    const { ids, events } = readAnnouncement(payload);
    for (const id of ids) this.streams.get(id)?.hear(events());
  }

  /** The stream of everything `viewer` may hear of: the tenant's for staff, otherwise the customer's. */
  stream(viewer: Viewer): Stream {
    const id = isStaff(viewer) ? viewer.tenantId : viewer.customerId!;
    let stream = this.streams.get(id);
    if (!stream) {
      stream = new Stream(this.pool, viewerScope(viewer), () => this.streams.delete(id), this.log);
      this.streams.set(id, stream);
    }
    return stream;
  }

  private reconnect() {
    if (this.stopped) return;
    setTimeout(() => {
      if (!this.stopped) this.start().catch(() => this.reconnect());
    }, reconnectDelay).unref();
  }
}

/** One numbered stream with the newest events at hand. Events are shared between its readers: never change one. */
export class Stream {
  private recent: EventRow[] = [];
  /** The newest number known; undefined until first read. */
  private newest: number | undefined;
  private refreshing: Promise<void> | undefined;
  private stale = false;
  private readers = 0;
  private readonly waiting = new Set<() => void>();
  private readonly sequenceOf: (event: EventRow) => number;

  constructor(
    private readonly pool: pg.Pool,
    private readonly scope: Scope,
    private readonly dispose: () => void,
    private readonly log: FastifyBaseLogger,
  ) {
    this.sequenceOf = scope.access === 'staff' ? (event) => event.tenantSequence : (event) => event.customerSequence!;
  }

  /** Takes the events of a commit, if they go on where the known ones end; otherwise the table is asked. */
  hear(events: EventRow[] | null): void {
    const { newest } = this;
    if (newest === undefined || this.refreshing || !events) return this.wake();
    const news = events.filter((event) => this.sequenceOf(event) > newest);
    if (news.every((event, index) => this.sequenceOf(event) === newest + 1 + index)) this.add(news);
    else this.wake();
  }

  /** Tells that something may have been committed. */
  wake(): void {
    this.stale = true;
    this.refreshing ??= this.refresh().finally(() => (this.refreshing = undefined));
  }

  /**
   * All events after number `after`, in order and each once, until `signal` says stop; from now on when `after` is
   * null. An `after` that is no longer kept, or was never given out, yields a ResyncRequired event and goes on from now.
   */
  async *read(after: number | null, signal: AbortSignal): AsyncGenerator<EventRow> {
    this.readers += 1;
    try {
      const ends = await this.transaction((reads) => readStreamEnds(reads, this.scope));
      if (this.newest === undefined) {
        this.newest = ends.newest;
        // a commit may have been announced before there was a number to compare it with
        this.wake();
      }
      let position = after ?? ends.newest;
      if (position > ends.newest || position < ends.oldest - 1) {
        position = ends.newest;
        yield resyncRequired(this.scope, position);
      }
      while (!signal.aborted) {
        const events = await this.after(position);
        for (const event of events) {
          if (signal.aborted) return;
          yield event;
          position = this.sequenceOf(event);
        }
        if (events.length === 0) await this.change(position, signal);
      }
    } finally {
      this.readers -= 1;
      if (this.readers === 0) this.dispose();
    }
  }

  private async after(position: number): Promise<EventRow[]> {
    if (position >= this.newest!) return [];
    const oldest = this.recent[0];
    if (oldest && position >= this.sequenceOf(oldest) - 1) {
      return this.recent.slice(position - this.sequenceOf(oldest) + 1);
    }
    return this.transaction((reads) => readEventsAfter(reads, this.scope, position));
  }

  /** Waits until something after `position` is known. */
  private change(position: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.add(done);
      signal.addEventListener('abort', done);
      if (signal.aborted || position < this.newest!) done();
    });
  }

  private async refresh(): Promise<void> {
    while (this.stale) {
      this.stale = false;
      if (this.newest === undefined) return;
      try {
        await this.fetchNews();
      } catch (error) {
        this.log.warn({ err: error }, 'could not read new events; trying again');
        await new Promise((resolve) => setTimeout(resolve, reconnectDelay));
        this.stale = this.readers > 0;
      }
    }
  }

  private async fetchNews(): Promise<void> {
    let events: EventRow[];
    do {
      events = await this.transaction((reads) => readEventsAfter(reads, this.scope, this.newest!));
      this.add(events);
      // what is committed after the last read announces itself
    } while (events.length === batchSize);
  }

  private add(events: EventRow[]): void {
    if (events.length === 0) return;
    this.recent.push(...events);
    if (this.recent.length > 2 * keptEvents) this.recent = this.recent.slice(-keptEvents);
    this.newest = this.sequenceOf(events.at(-1)!);
    for (const done of [...this.waiting]) done();
  }

  private async transaction<Result>(work: (reads: ReadTransaction) => Promise<Result>): Promise<Result> {
    const reads = new ReadTransaction(this.pool, scopeSettings(this.scope));
    try {
      return await work(reads);
    } finally {
      await reads.end();
    }
  }
}

const resyncRequired = ({ access }: Scope, position: number): EventRow => ({
  type: 'ResyncRequired',
  tenantSequence: access === 'staff' ? position : 0,
  customerSequence: access === 'staff' ? null : position,
  ticketId: null,
  subjectId: null,
  userId: null,
  from: null,
  to: null,
  occurredAt: new Date().toISOString(),
});
