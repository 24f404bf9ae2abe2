import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../server/embedded-postgres/embedded-postgres.ts';
import { isRunning, nameOfThisProcess } from '../server/embedded-postgres/processes.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The superuser of the run's PostgreSQL: every test file makes its databases from here. */
    adminUrl: string;
    /** The role the portal connects as, which owns nothing. */
    portalUrl: string;
    /** The role that owns the databases and migrates them. */
    ownerUrl: string;
  }
}

const PREFIX = `shohayota-portal-tests-${process.getuid?.() ?? ''}-`;

/** vitest loads this file once per project, but one PostgreSQL serves them all. */
const run = globalThis as { postgres?: Promise<EmbeddedPostgres> };

/** One PostgreSQL for the whole run, gone with it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await (run.postgres ??= start());
  project.provide('adminUrl', postgres.adminUrl);
  project.provide('portalUrl', postgres.url);
  project.provide('ownerUrl', postgres.ownerUrl);
  return async () => {
    process.off('exit', postgres.removeNow);
    await postgres.remove();
  };
}

async function start(): Promise<EmbeddedPostgres> {
  await removeAbandoned();
  const postgres = await startIn(join(tmpdir(), PREFIX + (await nameOfThisProcess())));
  // Ctrl-C ends vitest before it could tear anything down.
  process.once('exit', postgres.removeNow);
  return postgres;
}

/** A run that was killed could not clean up after itself. */
async function removeAbandoned(): Promise<void> {
  for (const entry of await readdir(tmpdir())) {
    if (!entry.startsWith(PREFIX) || (await isRunning(entry.slice(PREFIX.length)))) continue;
    const directory = join(tmpdir(), entry);
    // What does not start any more is half deleted, perhaps by another run at this moment.
    await startIn(directory).then(
      (abandoned) => abandoned.remove(),
      () => rm(directory, { recursive: true, force: true }),
    );
  }
}

function startIn(directory: string): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ directory, durable: false, log: () => undefined });
}
