/** How many of something each has at once. */
export class Counter {
  private readonly counts = new Map<string, number>();

  constructor(private readonly maximum: number) {}

  /** Counts one more, and answers with how to count it no more; null where there are as many as may be. */
  take(id: string): (() => void) | null {
    if (this.isFull(id)) return null;
    this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
    let isTaken = true;
    return () => {
      if (isTaken) this.leave(id);
      isTaken = false;
    };
  }

  /** Of all together. */
  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  isFull(id: string): boolean {
    return (this.counts.get(id) ?? 0) >= this.maximum;
  }

  private leave(id: string): void {
    const left = this.counts.get(id)! - 1;
    if (left > 0) this.counts.set(id, left);
    else this.counts.delete(id);
  }
}
