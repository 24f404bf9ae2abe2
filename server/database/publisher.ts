import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'pg';

interface Notification {
  channel: string;
  payload: string;
}

const notifications = new WeakMap<EntityManager, Notification[]>();

/** Notifies all who listen to the channel, once the transaction of this EntityManager has committed. */
export function publish(entityManager: EntityManager, channel: string, payload = ''): void {
  const earlier = notifications.get(entityManager);
  if (earlier) earlier.push({ channel, payload });
  else notifications.set(entityManager, [{ channel, payload }]);
}

/** At most so many in one transaction. */
const batchSize = 500;

/**
 * Says what has been committed, for all transactions of this process together: a transaction that notifies by itself keeps
 * every other one of the database from committing meanwhile. What is not said, because the process or the database is no
 * more, is found by whoever listens: docs/adr/0070.
 */
export class Publisher {
  private waiting: Notification[] = [];
  private sending: Promise<void> | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly log: FastifyBaseLogger,
  ) {}

  /** Says what the transaction had to be said, now that it has committed. */
  committed(entityManager: EntityManager): void {
    const made = notifications.get(entityManager);
    if (!made) return;
    this.waiting.push(...made);
    this.sending ??= this.sendAll().finally(() => (this.sending = undefined));
  }

  /** Resolves once everything is said. */
  async close(): Promise<void> {
    await this.sending;
  }

  /** What comes while a batch is under way is the next one. */
  private async sendAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, batchSize);
      try {
        await this.pool.query(
          'select pg_notify(channel, payload) from unnest($1::text[], $2::text[]) as published (channel, payload)',
          [batch.map(({ channel }) => channel), batch.map(({ payload }) => payload)],
        );
      } catch (error) {
        this.log.warn({ err: error }, 'could not publish what was written; others find it by looking');
      }
    }
  }
}
