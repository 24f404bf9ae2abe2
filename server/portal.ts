import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'pg';
import { BreachedPasswords } from './access/breached-passwords.ts';
import { EndedSessions, sessionChannel } from './access/ended-sessions.ts';
import { Guessing } from './access/guessing.ts';
import { KeyAccess, noteKeyUse } from './access/key-access.ts';
import { readKeyring } from './access/keyring.ts';
import { scopedEntityManager, tenantScope, type Scope } from './access/scope.ts';
import { SignedLinks } from './access/signed-links.ts';
import {
  Throttle,
  invitationLimits,
  passwordResetLimits,
  signInCodeLimits,
  signInCodeTryLimits,
  signUpLimits,
} from './access/throttle.ts';
import { Tokens } from './access/tokens.ts';
import { Metrics } from './metrics/metrics.ts';
import { DatabaseWatch } from './metrics/watch-database.ts';
import { showPools } from './metrics/watch-pools.ts';
import { openStorage } from './storage/open-storage.ts';
import type { Storage } from './storage/storage.ts';
import type { Config } from './config.ts';
import { Publisher } from './database/publisher.ts';
import { databaseFailure } from './database/failure.ts';
import { DatabaseListener } from './database/listener.ts';
import { openPool, controlLimits } from './database/pools.ts';
import { prepareDatabase } from './database/prepare.ts';
import { planPools, type Purpose } from './database/shares.ts';
import { SharedPool } from './database/shared-pool.ts';
import { hasTrigrams } from './database/trigrams.ts';
import { Turns } from './database/turns.ts';
import { makeOrm } from './database/orm.ts';
import { whenReachable } from './database/reachable.ts';
import { Egress } from './egress/egress.ts';
import { entities } from './entities.ts';
import { EventHub } from './events/event-hub.ts';
import { eventChannel } from './events/notify-payload.ts';
import { logCommitted } from './events/security-log.ts';
import { Budgets } from './limits/budget.ts';
import { Frequencies } from './limits/frequency.ts';
import { InFlight } from './limits/in-flight.ts';
import { largeInFlight, requestsInFlight, transfersInFlight } from './limits/limits.ts';
import { makeMailer, type Mailer } from './mail/mailer.ts';
import { migrations } from './migrations/index.ts';

/** The parts of one running portal; there are no globals, so several can run in one process. */
export interface Portal {
  config: Config;
  log: FastifyBaseLogger;
  databaseUrl: string;
  /** The pool below the ORM: writes, and statements outside of any scope. */
  pool: Pool;
  /** What requests read with. */
  reads: SharedPool;
  /** A probe of the database, ending what nobody waits for any more, and publishing what was written. */
  control: Pool;
  orm: MikroORM;
  tokens: Tokens;
  /** Finds out what API keys stand for. */
  keys: KeyAccess;
  /** Signs the links of emails and of downloads. */
  signedLinks: SignedLinks;
  /** Counts guesses at passwords and codes. */
  guessing: Guessing;
  throttles: Record<'passwordReset' | 'signInCode' | 'signInCodeTry' | 'invitation' | 'signUp', Throttle>;
  /** The sessions whose access tokens are refused before they expire. */
  endedSessions: EndedSessions;
  /** What operations may cost, for each user and address. */
  budgets: Budgets;
  /** How often users and tenants do what is limited. */
  frequencies: Frequencies;
  /** The requests that are worked on at once. */
  requests: InFlight;
  /** The large operations among them. */
  largeOperations: InFlight;
  /** The uploads and downloads at once. */
  transfers: InFlight;
  eventHub: EventHub;
  mailer: Mailer;
  /** What is counted for those who watch this process. */
  metrics: Metrics;
  /** What the database says of its queues. */
  watch: DatabaseWatch;
  /** Keeps the bytes of attachments. */
  storage: Storage;
  /** Asks other people's servers. */
  egress: Egress;
  /** Asks whether a password has leaked. */
  breachedPasswords: BreachedPasswords;
  /** Whether PostgreSQL can tell how alike two words are (pg_trgm); known once started. */
  trigrams: boolean;
  /**
   * Runs `work` in one transaction that sees `scope` and nothing else. A write that has begun is not ended with its
   * `signal`: whoever sent it may have left in the belief that it is done.
   *
   * Throws SERVICE_UNAVAILABLE, TIMEOUT and OUTCOME_UNKNOWN where the database does not do it.
   */
  write<Result>(
    scope: Scope,
    work: (entityManager: EntityManager) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result>;
  /**
   * Brings the database up to date and listens to it. Waits for one that cannot be reached, until `signal` is aborted.
   * Throws `StartupError`.
   */
  start(signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Makes the parts and starts them. Throws `StartupError`. */
export async function openPortal(config: Config, databaseUrl: string, log: FastifyBaseLogger): Promise<Portal> {
  const portal = await makePortal(config, databaseUrl, log);
  await portal.start().catch(async (error: unknown) => {
    await portal.close();
    throw error;
  });
  return portal;
}

/** Makes the parts; asks nothing of the database yet. */
export async function makePortal(
  config: Config,
  databaseUrl: string,
  log: FastifyBaseLogger,
  purpose: Purpose = 'requests',
): Promise<Portal> {
  const plan = planPools(purpose, config.databasePool);
  const orm = await makeOrm({ databaseUrl, limits: plan.writes.pool, entities, migrations, log });
  await orm.connect();
  const pool = await orm.driver.getConnection().getNativeClient();
  const onError = (error: Error) => log.warn({ err: error }, 'a connection to the database was lost');
  const control = openPool(databaseUrl, controlLimits, onError);
  const ownPools = [control];
  const share = ({ pool: limits, turns }: typeof plan.reads) => {
    // jobs do with one pool
    const shared = limits ? openPool(databaseUrl, limits, onError) : pool;
    if (limits) ownPools.push(shared);
    return new SharedPool(shared, turns, control);
  };
  const reads = share(plan.reads);
  const live = share(plan.live);
  const endedSessions = new EndedSessions();
  const publisher = new Publisher(control, log);
  const eventHub = new EventHub(live, log);
  const writeTurns = new Turns(plan.writes.turns);
  const isWatched = config.metricsPort !== undefined || config.metricsToken !== undefined;
  const metrics = new Metrics(purpose === 'jobs' ? 'jobs' : 'server', isWatched);
  const watched = (shared: SharedPool) => ({ pool: shared.pool, queued: () => shared.queued });
  showPools(metrics, {
    writes: { pool, queued: () => writeTurns.queued + pool.waitingCount },
    reads: watched(reads),
    live: watched(live),
    control: { pool: control, queued: () => control.waitingCount },
  });
  const watch = new DatabaseWatch(control);
  // one process tells what is the same for all
  if (purpose === 'requests') watch.show(metrics);
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
  const mailer = makeMailer(config);
  const storage = await openStorage(config);
  const egress = new Egress(config.egressAllow);
  const keyring = await readKeyring(config);
  const database = { pool, databaseUrl, ownerUrl: config.migrationDatabaseUrl, migrations, log };
  const portal: Portal = {
    config,
    log,
    databaseUrl,
    pool,
    reads,
    control,
    orm,
    tokens: new Tokens(keyring),
    keys: new KeyAccess(
      reads,
      endedSessions,
      (tenantId, id) => portal.write(tenantScope(tenantId), (entityManager) => noteKeyUse(entityManager, id)),
      log,
    ),
    signedLinks: new SignedLinks(keyring),
    guessing: new Guessing(pool),
    throttles: {
      passwordReset: new Throttle(pool, passwordResetLimits, 'requests for a new password'),
      signInCode: new Throttle(pool, signInCodeLimits, 'requests for a code'),
      signInCodeTry: new Throttle(pool, signInCodeTryLimits, 'tries of a code'),
      invitation: new Throttle(pool, invitationLimits, 'invitations'),
      signUp: new Throttle(pool, signUpLimits, 'requests for an account'),
    },
    endedSessions,
    budgets: new Budgets(),
    frequencies: new Frequencies(),
    requests: new InFlight(requestsInFlight, 'requests'),
    largeOperations: new InFlight(largeInFlight, 'large operations'),
    transfers: new InFlight(transfersInFlight, 'uploads or downloads'),
    eventHub,
    metrics,
    watch,
    mailer,
    storage,
    egress,
    breachedPasswords: new BreachedPasswords(egress, config.breachedPasswordsUrl, (message, error) =>
      log.warn({ err: error }, message),
    ),
    trigrams: false,
    async write(scope, work, signal) {
      const giveBack = await writeTurns.take(scope.tenantId, signal);
      try {
        let written!: EntityManager;
        const result = await scopedEntityManager(orm.em, scope).transactional((entityManager) => {
          written = entityManager;
          return work(entityManager);
        });
        publisher.committed(written);
        logCommitted(log, written);
        return result;
      } catch (error) {
        throw databaseFailure(error) ?? error;
      } finally {
        giveBack();
      }
    },
    async start(signal) {
      await whenReachable(() => prepareDatabase(database), log, signal);
      portal.trigrams = await whenReachable(() => hasTrigrams(pool), log, signal);
      if (purpose !== 'requests') return;
      await whenReachable(() => listener.start(), log, signal);
      eventHub.start();
    },
    async close() {
      mailer.close();
      storage.close();
      await Promise.all([listener.stop(), eventHub.stop(), publisher.close()]);
      await orm.close();
      // the ORM leaves a pool open that it has not used itself
      if (!pool.ending) await pool.end();
      await Promise.all(ownPools.map((own) => own.end()));
    },
  };
  return portal;
}
