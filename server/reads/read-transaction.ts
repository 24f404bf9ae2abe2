import { escapeLiteral, type Pool, type PoolClient } from 'pg';
import { settingNames, type Settings } from '../access/scope.ts';
import type { ReadStatement } from './read-statement.ts';

/**
 * One read-only transaction, opened by the first statement and showing one moment of the database to all of them.
 * Opening it, setting the scope and the first statements travel to PostgreSQL in one flush.
 */
export class ReadTransaction {
  private client: Promise<PoolClient> | undefined;
  private failure: Error | undefined;
  /** How many reads are known to come: the transaction ends with the last of them, in the same flush. */
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

  /** Tells how many reads are to come, where that is known. More are no mistake, but see a later moment. */
  expect(reads: number): void {
    this.expected = reads;
  }

  /** Gives the connection back; the next `read` opens a new transaction at a new moment. */
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
