import { unavailable } from './failure.ts';

export interface TurnLimits {
  /** At once, of all together. */
  total: number;
  /** At once, of each: of one tenant, user or address. */
  each: number;
  /** How many of each may wait; more are refused at once. */
  waiting: number;
  /** Milliseconds one may wait. */
  patience: number;
}

interface Share {
  taken: number;
  waiting: (() => void)[];
}

/**
 * Shares of what there is little of, such as the connections of a pool: whoever wants one waits here for a turn, before
 * it holds anything, and tenants (users, addresses) take turns. However much one asks, a share is left for the others.
 */
export class Turns {
  private taken = 0;
  private waiting = 0;
  /** Those that have turns or wait for one; next is the one who has had none for the longest time. */
  private readonly shares = new Map<string, Share>();

  constructor(
    private readonly limits: TurnLimits,
    /** The error for whoever finds too many waiting, or waits for too long. */
    private readonly refusal: () => Error = busy,
  ) {}

  /** How many wait. */
  get queued(): number {
    return this.waiting;
  }

  /** Resolves with how to give the turn back. Throws SERVICE_UNAVAILABLE when too many wait, or for too long. */
  async take(id: string, signal?: AbortSignal): Promise<() => void> {
    if (signal?.aborted) throw gone();
    let share = this.shares.get(id);
    if (!share) this.shares.set(id, (share = { taken: 0, waiting: [] }));
    if (share.waiting.length > 0 || !this.isFreeFor(share)) await this.wait(id, share, signal);
    else this.grant(id, share);
    return () => this.giveBack(id, share);
  }

  private wait(id: string, share: Share, signal: AbortSignal | undefined): Promise<void> {
    const { waiting } = share;
    return new Promise((resolve, reject) => {
      if (waiting.length >= this.limits.waiting) return reject(this.refusal());
      const settle = (settled: () => void) => {
        this.waiting -= 1;
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
        settled();
      };
      const turn = () => settle(resolve);
      const refuse = (error: Error) => {
        waiting.splice(waiting.indexOf(turn), 1);
        this.leaveOutIfIdle(id, share);
        settle(() => reject(error));
      };
      const leave = () => refuse(gone());
      const timer = setTimeout(() => refuse(this.refusal()), this.limits.patience);
      signal?.addEventListener('abort', leave);
      waiting.push(turn);
      this.waiting += 1;
    });
  }

  private isFreeFor({ taken }: Share): boolean {
    return this.taken < this.limits.total && taken < this.limits.each;
  }

  private grant(id: string, share: Share): void {
    this.taken += 1;
    share.taken += 1;
    this.shares.delete(id);
    this.shares.set(id, share);
  }

  private giveBack(id: string, share: Share): void {
    this.taken -= 1;
    share.taken -= 1;
    this.leaveOutIfIdle(id, share);
    if (this.waiting === 0) return;
    for (const [nextId, next] of this.shares) {
      if (next.waiting.length === 0 || !this.isFreeFor(next)) continue;
      this.grant(nextId, next);
      next.waiting.shift()!();
      return;
    }
  }

  private leaveOutIfIdle(id: string, share: Share): void {
    if (share.taken === 0 && share.waiting.length === 0) this.shares.delete(id);
  }
}

const busy = () => unavailable('Too much is asked at the moment; nothing was done. Try again soon.');
const gone = () => unavailable('Nobody waits for the answer any more; nothing was done.');
