import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE, ORDINARY_ROLE, SUPERUSER, openCluster } from './cluster.ts';
import { findHome } from './home.ts';
import { ensureRunning, stopServer } from './postmaster.ts';
import { joinUsers } from './users.ts';

export interface EmbeddedPostgresOptions {
  directory: string;
  /** Tests do without: faster, and gone with the next power cut. */
  durable: boolean;
  log: (line: string) => void;
}

export interface EmbeddedPostgres {
  /** The portal's database as an ordinary role, which row level security binds. */
  url: string;
  /** The superuser, in the maintenance database: for tests, which make databases of their own. */
  adminUrl: string;
  /** The server was running already: left by a portal that was killed, or shared with one that is alive. */
  reused: boolean;
  /** Lets go of the server; it ends when no other process uses it. */
  stop(): Promise<void>;
  /** Stops, and deletes the data with everything in it. */
  remove(): Promise<void>;
  /** The same in haste, for a process that is about to exit and can wait for nothing. */
  removeNow(): void;
}

const REMOVE = { recursive: true, force: true, maxRetries: 5 };

/**
 * Starts a real PostgreSQL on 127.0.0.1 with its data in `directory`, made at the first start.
 *
 * Whoever starts first runs it, later starts on the same directory share it, and the last one to stop ends it.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const home = await findHome(options.directory, options.log);
  const membership = await joinUsers(join(home.directory, 'users'));
  try {
    const cluster = await openCluster(home, options.log);
    await membership.whileNobodyLeaves();
    const { pid, port, reused } = await ensureRunning(home, cluster, options.durable);

    const stopOnce = once(() => membership.leave(() => stopServer(home, cluster)));
    const urlFor = (role: string, password: string, database: string): string =>
      `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
    const deleteData = (): void => {
      for (const directory of new Set([home.directory, options.directory])) rmSync(directory, REMOVE);
    };
    return {
      url: urlFor(ORDINARY_ROLE, cluster.passwords.ordinary, DATABASE),
      adminUrl: urlFor(SUPERUSER, cluster.passwords.superuser, 'postgres'),
      reused,
      stop: stopOnce,
      async remove() {
        await stopOnce();
        deleteData();
      },
      removeNow() {
        process.kill(pid, 'SIGQUIT');
        deleteData();
      },
    };
  } catch (error) {
    await membership.leave(() => Promise.resolve());
    throw error;
  }
}

function once(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= task());
}
