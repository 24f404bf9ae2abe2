import { MikroORM, type Options } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import type { FastifyBaseLogger } from 'fastify';
import type { PoolConfig } from 'pg';
import { AccountLinkRow } from '../account-links/account-link.entity.ts';
import { Customer } from '../customers/customer.entity.ts';
import { SessionRow } from '../sessions/session.entity.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { UserRow } from '../users/user.entity.ts';
import { AttachmentRow } from '../attachments/attachment.entity.ts';
import { CallPlace, CallRequestRow } from '../call-requests/call-request.entity.ts';
import { CustomerCounter, PortalEventRow, TenantCounter } from '../events/event.entity.ts';
import { FeedbackRow } from '../feedback/feedback.entity.ts';
import { ArticleRating, ArticleRow, ArticleSolution } from '../knowledge-base/article.entity.ts';
import { ArticleTerm, ArticleWord } from '../article-search/search-index.entity.ts';
import { MailDelivery } from '../mail/delivery.entity.ts';
import { MessageRow } from '../messages/message.entity.ts';
import { TicketRow } from '../tickets/ticket.entity.ts';
import { NotificationRow } from '../notifications/notification.entity.ts';
import { PortalClient } from './client.ts';
import { PortalDriver } from './driver.ts';
import { migrations } from '../migrations/index.ts';

const entities = [
  Tenant,
  Customer,
  UserRow,
  SessionRow,
  AccountLinkRow,
  TicketRow,
  MessageRow,
  AttachmentRow,
  FeedbackRow,
  CallRequestRow,
  CallPlace,
  TenantCounter,
  CustomerCounter,
  PortalEventRow,
  NotificationRow,
  MailDelivery,
  ArticleRow,
  ArticleTerm,
  ArticleWord,
  ArticleRating,
  ArticleSolution,
];

/** The ORM over one pool, whose connections take several statements in one flush. */
export function makeOrm(databaseUrl: string, poolSize: number, log: FastifyBaseLogger): Promise<MikroORM> {
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
