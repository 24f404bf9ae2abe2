import type pg from 'pg';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { PortalClient } from '../../server/database/client.ts';
import { makeDatabase } from '../support/database.ts';

const database = await makeDatabase();
let client: PortalClient;

beforeEach(async () => {
  client = new PortalClient({ connectionString: database.url, pipeline: true });
  await client.connect();
  return () => client.end();
});

afterAll(() => database.drop());

const run = async (text: string, ...values: unknown[]): Promise<any[]> =>
  (await (client as pg.Client).query(text, values)).rows;

const shape = (index: number) => `select $1::int as shape_${index}`;

/** The texts that PostgreSQL keeps prepared on this connection. */
async function prepared(): Promise<string[]> {
  return (await run('select statement from pg_prepared_statements')).map(({ statement }) => statement);
}

describe('a connection', () => {
  it('prepares a statement with values once, and names it to PostgreSQL from then on', async () => {
    for (let time = 0; time < 3; time++) expect(await run(shape(0), time)).toEqual([{ shape_0: time }]);
    expect(await prepared()).toEqual([shape(0)]);
    expect(await run('select generic_plans + custom_plans as plans from pg_prepared_statements')).toEqual([
      { plans: '3' },
    ]);
  });

  it('closes those used longest ago when many shapes are asked of it, and keeps what is in use', async () => {
    for (let index = 1; index <= 1_200; index++) await Promise.all([run(shape(0), index), run(shape(index), index)]);
    const texts = await prepared();
    expect(texts).toHaveLength(500);
    expect(texts).toContain(shape(0));
    expect(texts).toContain(shape(1_200));
    expect(texts).not.toContain(shape(1));
    expect(await run(shape(1), 7)).toEqual([{ shape_1: 7 }]);
    expect(await prepared()).toHaveLength(500);
  });

  it('closes them in a failed transaction, too, without a failure of its own', async () => {
    for (let index = 0; index < 500; index++) await run(shape(index), index);
    await run('begin');
    await expect(run('select 1 / $1::int', 0)).rejects.toThrow('division by zero');
    await expect(run(shape(500), 1)).rejects.toThrow('current transaction is aborted');
    await run('rollback');
    const texts = await prepared();
    // the one that failed to be planned is counted, and not there
    expect(texts).toHaveLength(499);
    expect(texts).not.toContain(shape(1));
    expect(await run(shape(500), 1)).toEqual([{ shape_500: 1 }]);
  });

  it('does not wait for a transaction to be opened and scoped; the statement behind fails where that failed', async () => {
    const sent: string[] = [];
    const send = client.connection.query.bind(client.connection);
    vi.spyOn(client.connection, 'query').mockImplementation((text) => (sent.push(text), send(text)));
    await run('begin');
    await run(`select set_config('not a setting', 'x', true)`);
    await expect(run('select 1 as one')).rejects.toThrow('current transaction is aborted');
    expect(sent).toEqual(['begin', `select set_config('not a setting', 'x', true)`, 'select 1 as one']);
    await run('rollback');
    expect(await run('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('sends what is asked in one turn of the event loop in one packet', async () => {
    const { stream } = client.connection;
    const packets = vi.spyOn(stream, '_writev' as never);
    await Promise.all([
      run('begin'),
      run(`select set_config('portal.tenant', 'x', true)`),
      run(shape(0), 1),
      run('select 1 as one'),
      run('commit'),
    ]);
    expect(packets).toHaveBeenCalledTimes(1);
  });
});
