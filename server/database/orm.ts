import { MikroORM, type Options } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import type { FastifyBaseLogger } from 'fastify';
import type { PoolConfig } from 'pg';
import type { MigrationsList } from './migrate.ts';
import { poolOptions, type PoolLimits } from './pools.ts';
import { PortalDriver } from './driver.ts';

interface OrmOptions {
  databaseUrl: string;
  limits: PoolLimits;
  entities: NonNullable<Options['entities']>;
  migrations: MigrationsList;
  log: FastifyBaseLogger;
}

/** The ORM over one pool, whose connections take several statements in one flush. */
export function makeOrm({ databaseUrl, limits, entities, migrations, log }: OrmOptions): Promise<MikroORM> {
  const pool: PoolConfig = poolOptions(limits);
  const options: Options = {
    clientUrl: databaseUrl,
    driver: PortalDriver,
    entities,
    driverOptions: pool,
    pool: { min: 0, max: limits.connections },
    forceUtcTimezone: true,
    ignoreUndefinedInQuery: false,
    extensions: [Migrator],
    // a connection is made when it is needed; who owns the database has made it
    ensureDatabase: false,
    // each by itself, as `migrate` runs them
    migrations: {
      migrationsList: migrations,
      snapshot: false,
      tableName: 'migration',
      transactional: true,
      allOrNothing: false,
    },
    // foreign keys carry tenant and customer, which only the migrations can say
    schemaGenerator: { createForeignKeyConstraints: false },
    logger: (message) => log.debug(message),
  };
  return MikroORM.init(options);
}
