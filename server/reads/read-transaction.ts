import { escapeLiteral, type Pool, type PoolClient } from 'pg';
import { settingNames, type Settings } from '../access/scope.ts';
import type { ReadStatement } from './read-statement.ts';

/**
 * One read-only transaction, opened by its first statement, in which all statements see the same snapshot. Opening it,
 * setting the scope and the first statements are sent to PostgreSQL together.
 */
export class ReadTransaction {
  private client: Promise<PoolClient> | undefined;
  private failure: Error | undefined;
  /** How many reads will follow: the transaction ends with the last of them, in the same packet. */
  private expected = Infinity;

  constructor(
    private readonly pool: Pool,
    private readonly settings: Settings,
  ) {}

  async read<Result>({ text, values, shape }: ReadStatement<Result>): Promise<Result> {
    const client = await (this.client ??= this.open());
    const reading = client.query(text, values);
    this.expected -= 1;
    if (this.expected === 0) void this.end();
    const { rows } = await reading;
    return shape(rows.length === 0 ? null : JSON.parse(rows[0].json));
  }

  /** Announces how many reads will follow, where that is known. Further reads work, too, but see a later snapshot. */
  expect(reads: number): void {
    this.expected = reads;
  }

  /** Returns the connection to the pool; the next `read` opens a new transaction with a new snapshot. */
  async end(): Promise<void> {
    const opened = this.client;
    this.client = undefined;
    const client = await opened?.catch(() => undefined);
    if (!client) return;
    client.query('commit').then(
      () => client.release(this.failure),
      (error: Error) => client.release(error),
    );
  }

  private async open(): Promise<PoolClient> {
    const client = await this.pool.connect();
    client.query(openingSql(this.settings)).catch((error: Error) => (this.failure = error));
    return client;
  }
}

const openingSql = (settings: Settings): string => {
  const setting = (name: (typeof settingNames)[number]) =>
    `set_config('${name}', ${escapeLiteral(settings[name])}, true)`;
  return `begin isolation level repeatable read read only; select ${settingNames.map(setting).join(', ')}`;
};
