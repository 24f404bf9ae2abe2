/** Which events of one tenant this server has been notified of: others were committed by a server that ended before it could say so. */
export class HeardEvents {
  /** All up to here were heard of, or looked for. */
  private until: number | undefined;
  /** Those after a gap: the last number by the first. */
  private readonly ahead = new Map<number, number>();
  /** The last there was when it was last looked. */
  private seen: number | undefined;

  note(first: number, last: number): void {
    if (this.until === undefined || last <= this.until) return;
    this.ahead.set(first, last);
    this.close();
  }

  /**
   * Notes that `last` is the newest there is. False where nobody has told of all that were there the last time: then
   * everything until now is taken for looked for.
   */
  areAll(last: number): boolean {
    const areAll = this.until !== undefined && this.until >= this.seen!;
    this.seen = last;
    if (!areAll) {
      this.until = Math.max(this.until ?? last, last);
      for (const [first, until] of this.ahead) if (until <= this.until) this.ahead.delete(first);
      this.close();
    }
    return areAll;
  }

  private close(): void {
    for (;;) {
      const last = this.ahead.get(this.until! + 1);
      if (last === undefined) return;
      this.ahead.delete(this.until! + 1);
      this.until = last;
    }
  }
}
