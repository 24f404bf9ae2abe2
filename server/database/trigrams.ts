import type { Pool } from 'pg';

/** Whether the extension pg_trgm is there for this role; on a foreign PostgreSQL it may not be. */
export async function hasTrigrams(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ there: boolean }>(
    `select to_regprocedure('similarity(text, text)') is not null as there`,
  );
  return rows[0]!.there;
}
