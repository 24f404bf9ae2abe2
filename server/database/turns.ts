import { unavailable } from './failure.ts';

export interface TurnLimits {
  /** At once, of all tenants together. */
  total: number;
  /** At once, of one tenant. */
  perTenant: number;
  /** How many of one tenant may wait; more are refused at once. */
  waiting: number;
  /** Milliseconds one may wait. */
  patience: number;
}

interface Tenant {
  taken: number;
  waiting: (() => void)[];
}

/**
 * Shares of one pool: whoever wants a connection waits here for a turn, before it holds anything, and tenants take
 * turns. However much one tenant asks, a share of the pool is left for the others.
 */
export class Turns {
  private taken = 0;
  /** Those that have turns or wait for one; next is the one who has had none for the longest time. */
  private readonly tenants = new Map<string, Tenant>();

  constructor(private readonly limits: TurnLimits) {}

  /** Resolves with how to give the turn back. Throws SERVICE_UNAVAILABLE when too many wait, or for too long. */
  async take(tenantId: string, signal?: AbortSignal): Promise<() => void> {
    if (signal?.aborted) throw gone();
    let tenant = this.tenants.get(tenantId);
    if (!tenant) this.tenants.set(tenantId, (tenant = { taken: 0, waiting: [] }));
    if (tenant.waiting.length > 0 || !this.isFreeFor(tenant)) await this.wait(tenantId, tenant, signal);
    else this.grant(tenantId, tenant);
    return () => this.giveBack(tenantId, tenant);
  }

  private wait(tenantId: string, tenant: Tenant, signal: AbortSignal | undefined): Promise<void> {
    const { waiting } = tenant;
    return new Promise((resolve, reject) => {
      if (waiting.length >= this.limits.waiting) return reject(busy());
      const settle = (settled: () => void) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
        settled();
      };
      const turn = () => settle(resolve);
      const refuse = (error: Error) => {
        waiting.splice(waiting.indexOf(turn), 1);
        this.leaveOutIfIdle(tenantId, tenant);
        settle(() => reject(error));
      };
      const leave = () => refuse(gone());
      const timer = setTimeout(() => refuse(busy()), this.limits.patience);
      signal?.addEventListener('abort', leave);
      waiting.push(turn);
    });
  }

  private isFreeFor({ taken }: Tenant): boolean {
    return this.taken < this.limits.total && taken < this.limits.perTenant;
  }

  private grant(tenantId: string, tenant: Tenant): void {
    this.taken += 1;
    tenant.taken += 1;
    this.tenants.delete(tenantId);
    this.tenants.set(tenantId, tenant);
  }

  private giveBack(tenantId: string, tenant: Tenant): void {
    this.taken -= 1;
    tenant.taken -= 1;
    this.leaveOutIfIdle(tenantId, tenant);
    for (const [id, next] of this.tenants) {
      if (next.waiting.length === 0 || !this.isFreeFor(next)) continue;
      this.grant(id, next);
      next.waiting.shift()!();
      return;
    }
  }

  private leaveOutIfIdle(tenantId: string, tenant: Tenant): void {
    if (tenant.taken === 0 && tenant.waiting.length === 0) this.tenants.delete(tenantId);
  }
}

const busy = () => unavailable('Too much is asked at the moment; nothing was done. Try again soon.');
const gone = () => unavailable('Nobody waits for the answer any more; nothing was done.');
