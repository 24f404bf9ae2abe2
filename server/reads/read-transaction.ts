import { escapeLiteral } from 'pg';
import { settingNames, type Settings } from '../access/scope.ts';
import { databaseFailure } from '../database/failure.ts';
import type { Loan, SharedPool } from '../database/shared-pool.ts';
import { maximumAnswer, tooLarge } from '../limits/answer.ts';
import type { ReadStatement } from './read-statement.ts';

/**
 * One read-only transaction, opened by its first statement, in which all statements see the same snapshot. Opening it,
 * setting the scope and the first statements are sent to PostgreSQL together.
 */
export class ReadTransaction {
  private loan: Promise<Loan> | undefined;
  private failure: Error | undefined;
  /** How many reads will follow: the transaction ends with the last of them, in the same packet. */
  private expected = Infinity;
  /** What was read so far, for all root fields together. */
  private bytes = 0;

  constructor(
    private readonly pool: SharedPool,
    private readonly settings: Settings,
    /** Ends whatever runs when it is aborted. */
    private readonly signal?: AbortSignal,
  ) {}

  /**
   * Throws SERVICE_UNAVAILABLE and TIMEOUT where the database does not answer, ANSWER_TOO_LARGE where it has too much to
   * say: a text that is too large stays there.
   */
  async read<Result>({ text, values, shape }: ReadStatement<Result>): Promise<Result> {
    const { rows } = await this.query(text, values).catch((error: unknown) => {
      throw databaseFailure(error) ?? error;
    });
    const [row] = rows;
    this.bytes += row?.bytes ?? 0;
    if (this.bytes > maximumAnswer) throw tooLarge();
    return shape(row ? JSON.parse(row.json) : null);
  }

  /** Announces how many reads will follow, where that is known. Further reads work, too, but see a later snapshot. */
  expect(reads: number): void {
    this.expected = reads;
  }

  /** A read that was not announced, since it is only needed to find out how to read. */
  readAhead<Result>(statement: ReadStatement<Result>): Promise<Result> {
    this.expected += 1;
    return this.read(statement);
  }

  /** Returns the connection to the pool; the next `read` opens a new transaction with a new snapshot. */
  async end(): Promise<void> {
    const opened = this.loan;
    this.loan = undefined;
    const loan = await opened?.catch(() => undefined);
    if (!loan) return;
    loan.client.query('commit').then(
      () => loan.release(this.failure),
      (error: Error) => loan.release(error),
    );
  }

  private async query(text: string, values: unknown[]) {
    const { client } = await (this.loan ??= this.open());
    const reading = client.query<{ json: string; bytes: number }>(measured(text), values);
    this.expected -= 1;
    if (this.expected === 0) void this.end();
    return reading;
  }

  private async open(): Promise<Loan> {
    const loan = await this.pool.connect(this.settings['portal.tenant'], this.signal);
    loan.client.query(openingSql(this.settings)).catch((error: Error) => (this.failure = error));
    return loan;
  }
}

/** `offset 0` keeps PostgreSQL from making the text once for each time it is named. */
const measured = (text: string): string =>
  `select case when bytes <= ${maximumAnswer} then json end as json, bytes ` +
  `from (select json, octet_length(json) as bytes from (${text} offset 0) as answer offset 0) as answer`;

const openingSql = (settings: Settings): string => {
  const setting = (name: (typeof settingNames)[number]) =>
    `set_config('${name}', ${escapeLiteral(settings[name])}, true)`;
  return `begin isolation level repeatable read read only; select ${settingNames.map(setting).join(', ')}`;
};
