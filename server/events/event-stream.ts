import type { FastifyBaseLogger } from 'fastify';
import { scopeSettings, type Scope } from '../access/scope.ts';
import type { SharedPool } from '../database/shared-pool.ts';
import type { ReadStatement } from '../reads/read-statement.ts';
import { ReadTransaction } from '../reads/read-transaction.ts';
import { batchSize, storedEvents, streamEnds } from './event-store.ts';
import type { EventRow } from './event-row.ts';

const maxRecentEvents = 500;
const retryDelay = 1_000;

/**
 * One numbered stream with its newest events in memory; older ones are read from the event table, once however many
 * read the stream. Events are shared between its readers: never change one.
 */
export class EventStream {
  private recent: EventRow[] = [];
  /** The newest number known; undefined until first read. */
  private newest: number | undefined;
  private refreshing: Promise<void> | undefined;
  private stale = false;
  private readers = 0;
  private readonly waiting = new Set<() => void>();
  private readonly sequenceOf: (event: EventRow) => number;

  constructor(
    private readonly pool: SharedPool,
    private readonly scope: Scope,
    private readonly dispose: () => void,
    private readonly log: FastifyBaseLogger,
  ) {
    this.sequenceOf = scope.access === 'staff' ? (event) => event.tenantSequence : (event) => event.customerSequence!;
  }

  /** Adds the events of a commit if they continue the known ones; otherwise the table is read. */
  accept(events: EventRow[] | null): void {
    const { newest } = this;
    if (newest === undefined || this.refreshing || !events) return this.invalidate();
    const newEvents = events.filter((event) => this.sequenceOf(event) > newest);
    const isContinuous = newEvents.every((event, index) => this.sequenceOf(event) === newest + 1 + index);
    if (isContinuous) this.add(newEvents);
    else this.invalidate();
  }

  /** Something may have been committed: reads the table for new events. */
  invalidate(): void {
    this.stale = true;
    this.refreshing ??= this.refresh().finally(() => (this.refreshing = undefined));
  }

  /**
   * All events after number `after`, in order and each once, until `signal` is aborted; from now on when `after` is
   * null. An `after` that is no longer kept, or was never assigned, yields a ResyncRequired event and continues from now.
   */
  async *read(after: number | null, signal: AbortSignal): AsyncGenerator<EventRow> {
    this.readers += 1;
    try {
      const ends = await this.readStored(streamEnds(this.scope));
      if (this.newest === undefined) {
        this.newest = ends.newest;
        // a notification may have come before there was a number to compare it with
        this.invalidate();
      }
      let position = after ?? ends.newest;
      if (position > ends.newest || position < ends.oldest - 1) {
        position = ends.newest;
        yield resyncRequired(this.scope, position);
      }
      while (!signal.aborted) {
        const events = await this.eventsAfter(position);
        for (const event of events) {
          if (signal.aborted) return;
          yield event;
          position = this.sequenceOf(event);
        }
        if (events.length === 0) await this.waitForEventAfter(position, signal);
      }
    } finally {
      this.readers -= 1;
      if (this.readers === 0) this.dispose();
    }
  }

  private async eventsAfter(position: number): Promise<EventRow[]> {
    if (position >= this.newest!) return [];
    const oldest = this.recent[0];
    if (oldest && position >= this.sequenceOf(oldest) - 1) {
      return this.recent.slice(position - this.sequenceOf(oldest) + 1);
    }
    return this.readStored(storedEvents(this.scope, position));
  }

  private waitForEventAfter(position: number, signal: AbortSignal): Promise<void> {
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
        await this.fetchNewEvents();
      } catch (error) {
        this.log.warn({ err: error }, 'could not read new events; trying again');
        await new Promise((resolve) => setTimeout(resolve, retryDelay));
        this.stale = this.readers > 0;
      }
    }
  }

  private async fetchNewEvents(): Promise<void> {
    let events: EventRow[];
    do {
      events = await this.readStored(storedEvents(this.scope, this.newest!));
      this.add(events);
      // what is committed after the last read sends a notification of its own
    } while (events.length === batchSize);
  }

  private add(events: EventRow[]): void {
    if (events.length === 0) return;
    this.recent.push(...events);
    if (this.recent.length > 2 * maxRecentEvents) this.recent = this.recent.slice(-maxRecentEvents);
    this.newest = this.sequenceOf(events.at(-1)!);
    for (const done of [...this.waiting]) done();
  }

  private async readStored<Result>(statement: ReadStatement<Result>): Promise<Result> {
    const transaction = new ReadTransaction(this.pool, scopeSettings(this.scope));
    try {
      return await transaction.read(statement);
    } finally {
      await transaction.end();
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
  actorId: null,
  changed: null,
  occurredAt: new Date().toISOString(),
});
