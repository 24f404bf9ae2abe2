import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import { StartupError } from '../config.ts';
import { migrate, pendingMigrations, type MigrationsList } from './migrate.ts';
import { assertOwnsNothing, assertRights, inspectRole } from './role.ts';

interface Database {
  /** Of the server, as it connects. */
  pool: pg.Pool;
  databaseUrl: string;
  /** The role that owns the tables, where it is another. */
  ownerUrl: string | undefined;
  migrations: MigrationsList;
  log: FastifyBaseLogger;
}

/**
 * Brings the database up to date and checks that the server may do what it needs and, where another role owns the tables,
 * no more: docs/adr/0030. Throws `StartupError`.
 */
export async function prepareDatabase({ pool, databaseUrl, ownerUrl, migrations, log }: Database): Promise<void> {
  const role = await inspectRole(pool);
  const isOwner = role.openSchema !== null;
  if (ownerUrl !== undefined || isOwner) {
    if (ownerUrl !== undefined) assertOwnsNothing(role);
    await migrate({ ownerUrl: ownerUrl ?? databaseUrl, serverRole: role.name, migrations, log });
  }
  await assertRights(pool, role);
  const pending = await pendingMigrations(pool, migrations);
  if (pending.length > 0) {
    throw new StartupError(
      ownerUrl === undefined
        ? `the database needs the migration ${pending[0]}, which the role "${role.name}" of DATABASE_URL may not run; set MIGRATION_DATABASE_URL to the owner of the database`
        : 'MIGRATION_DATABASE_URL and DATABASE_URL do not name the same database',
    );
  }
}
