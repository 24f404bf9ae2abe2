/** What became of an attack, as its attacker saw it. */
export interface Outcome {
  /** How often each kind of answer came. */
  answers: Record<string, number>;
  /** Milliseconds of the slowest answer. */
  slowest: number;
  /** Bytes of all answers. */
  bytes: number;
}

export class Tally {
  private readonly answers = new Map<string, number>();
  private slowest = 0;
  private bytes = 0;

  note(answer: string, milliseconds = 0, bytes = 0): void {
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
    this.slowest = Math.max(this.slowest, milliseconds);
    this.bytes += bytes;
  }

  outcome(): Outcome {
    const { slowest, bytes } = this;
    return { answers: Object.fromEntries(this.answers), slowest: Math.round(slowest), bytes };
  }
}
