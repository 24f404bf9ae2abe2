import type { Pool } from 'pg';
import { StartupError } from '../config.ts';

/** Row level security does not bind superusers and BYPASSRLS roles: the portal does not run as one. */
export async function assertSafeRole(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ role: string; unsafe: boolean }>(
    'select rolname as role, rolsuper or rolbypassrls as unsafe from pg_roles where rolname = current_user',
  );
  if (rows[0]!.unsafe) {
    throw new StartupError(
      `DATABASE_URL connects as "${rows[0]!.role}", a superuser or BYPASSRLS role, which row level security does not bind; use an ordinary role that owns the database`,
    );
  }
}
