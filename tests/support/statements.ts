import type { PoolClient } from 'pg';
import { vi } from 'vitest';
import type { TestPortal } from './portal.ts';

/** How many SQL statements the portal sends while `work` runs. */
export async function statementsOf<Result>(
  { app }: TestPortal,
  work: () => Promise<Result>,
): Promise<{ count: number; result: Result }> {
  const { pool, reads } = app.portal;
  const spies = new Map<PoolClient, { mock: { calls: unknown[] } }>();
  const watch = (client: PoolClient) => spies.has(client) || spies.set(client, vi.spyOn(client, 'query'));
  for (const watched of [pool, reads.pool]) watched.on('acquire', watch);
  try {
    const result = await work();
    return { count: [...spies.values()].reduce((sum, { mock }) => sum + mock.calls.length, 0), result };
  } finally {
    for (const watched of [pool, reads.pool]) watched.off('acquire', watch);
    vi.restoreAllMocks();
  }
}
