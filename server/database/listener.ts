import type { FastifyBaseLogger } from 'fastify';
import pg from 'pg';

/** Short: until then this server does not learn which sessions end. */
const reconnectDelay = 250;
const heartbeatInterval = 15_000;
/** By which its connection is known in `pg_stat_activity`. */
const listenerName = 'portal listener';

/** What is done with the notifications of one channel. */
export interface ChannelHandler {
  channel: string;
  onNotification: (payload: string) => void;
  /** Catches up on what may have been missed; called whenever a new connection listens. */
  onConnect: (client: pg.ClientBase) => Promise<void> | void;
}

/** Listens to channels of PostgreSQL on one connection, and on a new one whenever that is lost. */
export class DatabaseListener {
  private client: pg.Client | undefined;
  private stopped = false;

  constructor(
    private readonly databaseUrl: string,
    private readonly handlers: ChannelHandler[],
    private readonly log: FastifyBaseLogger,
  ) {}

  async start(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.databaseUrl,
      query_timeout: heartbeatInterval,
      application_name: listenerName,
    });
    client.on('error', (error) => this.log.warn({ err: error }, 'lost the connection that listens to notifications'));
    client.on('notification', ({ channel, payload = '' }) => {
      for (const handler of this.handlers) if (handler.channel === channel) handler.onNotification(payload);
    });
    try {
      await client.connect();
      await client.query(this.handlers.map(({ channel }) => `listen ${channel}`).join('; '));
      for (const handler of this.handlers) await handler.onConnect(client);
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
    if (this.stopped) return client.end();
    this.client = client;
    // a connection can die silently: only a query shows it
    const heartbeat = setInterval(() => void client.query('select 1').catch(() => client.end()), heartbeatInterval);
    client.on('end', () => {
      clearInterval(heartbeat);
      this.reconnect();
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.client?.end();
  }

  private reconnect(): void {
    if (this.stopped) return;
    setTimeout(() => {
      if (!this.stopped) this.start().catch(() => this.reconnect());
    }, reconnectDelay).unref();
  }
}
