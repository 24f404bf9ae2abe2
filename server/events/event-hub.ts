import type { FastifyBaseLogger } from 'fastify';
import { scopeSettings, tenantScope, viewerScope } from '../access/scope.ts';
import type { SharedPool } from '../database/shared-pool.ts';
import { isStaff, type Viewer } from '../access/viewer.ts';
import { ReadTransaction } from '../reads/read-transaction.ts';
import { streamEnds } from './event-store.ts';
import { EventStream } from './event-stream.ts';
import { HeardEvents } from './heard-events.ts';
import { parseNotifyPayload } from './notify-payload.ts';

/** Milliseconds between looks for events that nobody has published. */
const lookInterval = 2_000;

/**
 * The streams that are read on this server. It is notified of each commit and of the events it recorded, and looks for what it
 * was not notified of: a server may end between a commit and its publishing.
 */
export class EventHub {
  /** By tenant, and within by whose stream it is: that of the tenant or that of a customer. */
  private readonly tenants = new Map<string, { heard: HeardEvents; streams: Map<string, EventStream> }>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly pool: SharedPool,
    private readonly log: FastifyBaseLogger,
  ) {}

  /** Begins to look. */
  start(): void {
    this.timer = setInterval(() => {
      this.looking ??= this.look().finally(() => (this.looking = undefined));
    }, lookInterval);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  /** The stream of everything `viewer` may receive: the tenant's for staff, otherwise the customer's. */
  stream(viewer: Viewer): EventStream {
    const { tenantId } = viewer;
    const id = isStaff(viewer) ? tenantId : viewer.customerId!;
    let tenant = this.tenants.get(tenantId);
    if (!tenant) this.tenants.set(tenantId, (tenant = { heard: new HeardEvents(), streams: new Map() }));
    const { streams } = tenant;
    let stream = streams.get(id);
    if (!stream) {
      const dispose = () => {
        streams.delete(id);
        if (streams.size === 0) this.tenants.delete(tenantId);
      };
      streams.set(id, (stream = new EventStream(this.pool, viewerScope(viewer), dispose, this.log)));
    }
    return stream;
  }

  /** Gives the events of a commit to the streams they belong to. */
  accept(payload: string): void {
    const { tenantId, customerId, first, last, events } = parseNotifyPayload(payload);
    const tenant = this.tenants.get(tenantId);
    if (!tenant) return;
    tenant.heard.note(first, last);
    tenant.streams.get(tenantId)?.accept(events());
    if (customerId !== null) tenant.streams.get(customerId)?.accept(events());
  }

  /** Lets every stream look for events it was not notified of. */
  invalidate(): void {
    for (const { streams } of this.tenants.values()) for (const stream of streams.values()) stream.invalidate();
  }

  /** Compares what each tenant has recorded with what this server was notified of. */
  private async look(): Promise<void> {
    for (const [tenantId, { heard, streams }] of this.tenants) {
      const scope = tenantScope(tenantId);
      const transaction = new ReadTransaction(this.pool, scopeSettings(scope));
      transaction.expect(1);
      try {
        const { newest } = await transaction.read(streamEnds(scope));
        if (!heard.areAll(newest)) for (const stream of streams.values()) stream.invalidate();
      } catch (error) {
        this.log.warn({ err: error }, 'could not look for new events; trying again');
        return;
      } finally {
        await transaction.end();
      }
    }
  }
}
