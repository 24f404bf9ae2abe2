import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { startApp, type App } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { emails } from '../../server/emails.ts';
import { jobs } from '../../server/jobs.ts';
import { nightly } from '../../server/jobs/job.ts';
import { settleJobs } from '../../server/jobs/runner.ts';
import { MailDispatcher } from '../../server/mail/dispatcher.ts';
import { ApiClient } from './api.ts';
import { makeDatabase, type TestDatabase } from './database.ts';
import { openMailbox, type Mailbox } from './mailbox.ts';
import { World } from './world.ts';

/** A whole portal with a database, a data directory and an SMTP server of its own. */
export interface TestPortal {
  app: App;
  url: string;
  database: TestDatabase;
  mailbox: Mailbox;
  world: World;
  /** Somebody who is not signed in. */
  nobody: ApiClient;
  /** Works off all jobs and mails that are due. */
  settle(): Promise<void>;
  /** Deletes what is kept for a limited time, as every night. */
  runNightlyJobs(): Promise<void>;
  /** Another server over the same database. */
  secondServer(): Promise<{ app: App; url: string }>;
  stop(): Promise<void>;
}

/** Gives the tests of a file a portal of their own, which is there once they begin. */
export function usePortal(environment?: NodeJS.ProcessEnv): TestPortal {
  const portal = {} as TestPortal;
  beforeAll(async () => {
    Object.assign(portal, await startPortal(environment));
  });
  afterAll(() => portal.stop());
  return portal;
}

export async function startPortal(environment: NodeJS.ProcessEnv = {}): Promise<TestPortal> {
  const [database, mailbox, dataDirectory] = await Promise.all([
    makeDatabase(),
    openMailbox(),
    mkdtemp(join(tmpdir(), 'portal-data-')),
  ]);
  const config = readConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    PUBLIC_URL: 'http://portal.test',
    SMTP_URL: mailbox.url,
    DATA_DIR: dataDirectory,
    LOG_LEVEL: 'silent',
    DATABASE_POOL: '8',
    ...environment,
  });
  const serve = async () => {
    const app = await startApp({ config, databaseUrl: database.url });
    return { app, url: `http://127.0.0.1:${app.port}` };
  };
  const { app, url } = await serve();
  const nobody = new ApiClient(url);
  return {
    app,
    url,
    database,
    mailbox,
    world: new World(app.portal, url),
    nobody,
    async settle() {
      const dispatcher = new MailDispatcher(app.portal, emails, 0);
      do await settleJobs(app.portal, jobs);
      while ((await dispatcher.settle()) > 0);
    },
    async runNightlyJobs() {
      for (const { schedule, run } of Object.values(jobs))
        if (schedule === nightly) await run(app.portal, undefined as never);
    },
    async secondServer() {
      const second = await serve();
      onTestFinished(second.app.stop);
      return second;
    },
    async stop() {
      await app.stop();
      await mailbox.stop();
      await database.drop();
      await rm(dataDirectory, { recursive: true });
    },
  };
}
