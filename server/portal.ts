import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'pg';
import { EndedSessions, sessionChannel } from './access/ended-sessions.ts';
import { scopedEntityManager, type Scope } from './access/scope.ts';
import { SignedLinks } from './access/signed-links.ts';
import { Throttle, passwordResetLimits, signInLimits } from './access/throttle.ts';
import { Tokens, signingKey } from './access/tokens.ts';
import { openStorage } from './storage/open-storage.ts';
import type { Storage } from './storage/storage.ts';
import type { Config } from './config.ts';
import { DatabaseListener } from './database/listener.ts';
import { prepareDatabase } from './database/prepare.ts';
import { hasTrigrams } from './database/trigrams.ts';
import { makeOrm } from './database/orm.ts';
import { entities } from './entities.ts';
import { EventHub } from './events/event-hub.ts';
import { eventChannel } from './events/notify-payload.ts';
import { makeMailer, type Mailer } from './mail/mailer.ts';
import { migrations } from './migrations/index.ts';

/** The parts of one running portal; there are no globals, so several can run in one process. */
export interface Portal {
  config: Config;
  log: FastifyBaseLogger;
  databaseUrl: string;
  /** The pool below the ORM, for reads. */
  pool: Pool;
  orm: MikroORM;
  tokens: Tokens;
  /** Signs the links of emails and of downloads. */
  signedLinks: SignedLinks;
  throttles: { signIn: Throttle; passwordReset: Throttle };
  /** The sessions whose access tokens are refused before they expire. */
  endedSessions: EndedSessions;
  eventHub: EventHub;
  mailer: Mailer;
  /** Keeps the bytes of attachments. */
  storage: Storage;
  /** Whether PostgreSQL can tell how alike two words are (pg_trgm). */
  trigrams: boolean;
  /** Runs `work` in one transaction that sees `scope` and nothing else. */
  write<Result>(scope: Scope, work: (entityManager: EntityManager) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Connects to the database, brings it up to date and makes the parts. Throws `StartupError`. */
export async function openPortal(config: Config, databaseUrl: string, log: FastifyBaseLogger): Promise<Portal> {
  const orm = await makeOrm({ databaseUrl, poolSize: config.databasePool, entities, migrations, log });
  const pool = await orm.driver.getConnection().getNativeClient();
  await prepareDatabase({ pool, databaseUrl, ownerUrl: config.migrationDatabaseUrl, migrations, log });
  const endedSessions = new EndedSessions();
  const eventHub = new EventHub(pool, log);
  const listener = new DatabaseListener(
    databaseUrl,
    [
      {
        channel: sessionChannel,
        onNotification: (sessionId) => endedSessions.note(sessionId),
        onConnect: (client) => endedSessions.catchUp(client),
      },
      {
        channel: eventChannel,
        onNotification: (payload) => eventHub.accept(payload),
        onConnect: () => eventHub.invalidate(),
      },
    ],
    log,
  );
  await listener.start();
  const mailer = makeMailer(config);
  const storage = await openStorage(config);
  const secret = await signingKey(config);
  return {
    config,
    log,
    databaseUrl,
    pool,
    orm,
    tokens: new Tokens(secret),
    signedLinks: new SignedLinks(secret),
    throttles: {
      signIn: new Throttle(pool, signInLimits, 'attempts to sign in'),
      passwordReset: new Throttle(pool, passwordResetLimits, 'requests for a new password'),
    },
    endedSessions,
    eventHub,
    mailer,
    storage,
    trigrams: await hasTrigrams(pool),
    write: (scope, work) => scopedEntityManager(orm.em, scope).transactional((entityManager) => work(entityManager)),
    async close() {
      mailer.close();
      storage.close();
      await listener.stop();
      await orm.close();
    },
  };
}
