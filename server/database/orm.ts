import { MikroORM, type Options } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import type { FastifyBaseLogger } from 'fastify';
import type { PoolConfig } from 'pg';
import { PortalClient } from './client.ts';
import { PortalDriver } from './driver.ts';

interface OrmOptions {
  databaseUrl: string;
  poolSize: number;
  entities: NonNullable<Options['entities']>;
  migrations: MigrationsList;
  log: FastifyBaseLogger;
}

type MigrationsList = NonNullable<NonNullable<Options['migrations']>['migrationsList']>;

/** The ORM over one pool, whose connections take several statements in one flush. */
export function makeOrm({ databaseUrl, poolSize, entities, migrations, log }: OrmOptions): Promise<MikroORM> {
  const pool: PoolConfig = {
    Client: PortalClient,
    max: poolSize,
    pipeline: true,
    connectionTimeoutMillis: 15_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
    // statements are prepared once and many: planning each time would cost more than running it
    options: '-c timezone=UTC -c plan_cache_mode=force_generic_plan -c jit=off',
  };
  const options: Options = {
    clientUrl: databaseUrl,
    driver: PortalDriver,
    entities,
    driverOptions: pool,
    pool: { min: 0, max: poolSize },
    forceUtcTimezone: true,
    ignoreUndefinedInQuery: false,
    extensions: [Migrator],
    migrations: { migrationsList: migrations, snapshot: false, tableName: 'migration', transactional: true },
    // foreign keys carry tenant and customer, which only the migrations can say
    schemaGenerator: { createForeignKeyConstraints: false },
    logger: (message) => log.debug(message),
  };
  return MikroORM.init(options);
}
