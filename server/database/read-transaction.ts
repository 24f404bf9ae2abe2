import type { Pool, PoolClient } from 'pg';
import { settingNames, type Settings } from '../access/scope.ts';
import type { ReadStatement } from './read-statement.ts';

/**
 * One read-only transaction, opened by the first statement and showing one moment of the database to all of them.
 * Opening it, setting the scope and the first statement travel to PostgreSQL together.
 */
export class ReadTransaction {
  private client: Promise<PoolClient> | undefined;
  private failure: Error | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly settings: Settings,
  ) {}

  async read<Result>({ text, values, shape }: ReadStatement<Result>): Promise<Result> {
    const client = await (this.client ??= this.open());
    const { rows } = await client.query({ text, values, ...statementName(text) });
    return shape(rows.length === 0 ? null : JSON.parse(rows[0].json));
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
    const opening = [
      client.query('begin isolation level repeatable read read only'),
      client.query({ name: 'scope', text: setScope, values: settingNames.map((name) => this.settings[name]) }),
    ];
    for (const step of opening) step.catch((error: Error) => (this.failure = error));
    return client;
  }
}

const setScope = `select ${settingNames.map((name, index) => `set_config('${name}', $${index + 1}, true)`).join(', ')}`;

/** Prepared statements stay on every connection: only so many different ones are kept, the rest are planned each time. */
const maximumNamedStatements = 400;
const names = new Map<string, string>();

function statementName(text: string): { name?: string } {
  let name = names.get(text);
  if (name === undefined && names.size < maximumNamedStatements) names.set(text, (name = `read_${names.size + 1}`));
  return name === undefined ? {} : { name };
}
