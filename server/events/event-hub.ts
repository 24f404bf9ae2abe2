import type { FastifyBaseLogger } from 'fastify';
import { viewerScope } from '../access/scope.ts';
import type { SharedPool } from '../database/shared-pool.ts';
import { isStaff, type Viewer } from '../access/viewer.ts';
import { EventStream } from './event-stream.ts';
import { parseNotifyPayload } from './notify-payload.ts';

/** The streams that are read on this server. PostgreSQL notifies it of each commit and of the events it recorded. */
export class EventHub {
  private readonly streams = new Map<string, EventStream>();

  constructor(
    private readonly pool: SharedPool,
    private readonly log: FastifyBaseLogger,
  ) {}

  /** The stream of everything `viewer` may receive: the tenant's for staff, otherwise the customer's. */
  stream(viewer: Viewer): EventStream {
    const id = isStaff(viewer) ? viewer.tenantId : viewer.customerId!;
    let stream = this.streams.get(id);
    if (!stream) {
      stream = new EventStream(this.pool, viewerScope(viewer), () => this.streams.delete(id), this.log);
      this.streams.set(id, stream);
    }
    return stream;
  }

  /** Gives the events of a commit to the streams they belong to. */
  accept(payload: string): void {
    const { streamIds, events } = parseNotifyPayload(payload);
    for (const id of streamIds) this.streams.get(id)?.accept(events());
  }

  /** Lets every stream look for events it was not notified of. */
  invalidate(): void {
    for (const stream of this.streams.values()) stream.invalidate();
  }
}
