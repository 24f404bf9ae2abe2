const interval = 60_000;

/** Sums by tenant in whole minutes, so that however many tenants there are, two minutes are kept. */
export class Talkers {
  private minute = 0;
  private current = new Map<string, number>();
  private last = new Map<string, number>();

  add(tenantId: string, price: number, now = Date.now()): void {
    this.turn(now);
    this.current.set(tenantId, (this.current.get(tenantId) ?? 0) + price);
  }

  /** Those with most in the last whole minute, the most first. */
  most(count: number, now = Date.now()): [tenantId: string, price: number][] {
    this.turn(now);
    return [...this.last].toSorted(([, one], [, other]) => other - one).slice(0, count);
  }

  private turn(now: number): void {
    const minute = Math.floor(now / interval);
    if (minute === this.minute) return;
    this.last = minute === this.minute + 1 ? this.current : new Map();
    this.current = new Map();
    this.minute = minute;
  }
}
