import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { chmod, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { handOver, type Home } from './home.ts';
import { isRunning, nameOfThisProcess } from './processes.ts';

export const DATABASE = 'portal';
export const ORDINARY_ROLE = 'portal';
export const SUPERUSER = 'postgres';

export interface Cluster {
  dataDirectory: string;
  passwords: { superuser: string; ordinary: string };
}

const UNFINISHED = 'initialising-';

/** Opens the cluster in `home`, and makes it first when there is none yet. */
export async function openCluster(home: Home, log: (line: string) => void): Promise<Cluster> {
  const directory = join(home.directory, 'cluster');
  if (!(await stat(directory).catch(() => undefined))) {
    log(`Preparing the embedded PostgreSQL in ${home.directory} (once, a few seconds)`);
    await removeUnfinished(home.directory);
    await initialise(home, directory);
  }
  const passwords = await readFile(join(directory, 'passwords.json'), 'utf8');
  return {
    dataDirectory: join(directory, 'data'),
    passwords: JSON.parse(passwords) as Cluster['passwords'],
  };
}

/** A cluster appears under its name only when complete, so that an interruption leaves nothing half made in use. */
async function initialise(home: Home, directory: string): Promise<void> {
  const unfinished = join(home.directory, UNFINISHED + (await nameOfThisProcess()));
  const dataDirectory = join(unfinished, 'data');
  const passwordFile = join(unfinished, 'superuser-password');
  const passwords = { superuser: randomBytes(24).toString('hex'), ordinary: randomBytes(24).toString('hex') };
  try {
    await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
    await chmod(unfinished, 0o755);
    await handOver(dataDirectory, home.runAs);
    await writeFile(passwordFile, passwords.superuser, { mode: 0o600 });
    await handOver(passwordFile, home.runAs);

    const initdb = (characters: string): Promise<string> =>
      runProgram(home, 'initdb', [
        `--pgdata=${dataDirectory}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        // Collation and case come from PostgreSQL itself; trigrams ask the system what a letter is.
        `--lc-ctype=${characters}`,
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
      ]);
    await initdb('C.UTF-8').catch((error: Error) => {
      if (error.message.includes('invalid locale name')) return initdb('C');
      throw error;
    });
    await rm(passwordFile);
    await makeRoleAndDatabase(home, dataDirectory, passwords.ordinary);
    await writeFile(join(unfinished, 'passwords.json'), JSON.stringify(passwords), { mode: 0o600 });
    await rename(unfinished, directory);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process may have been first.
    if (!(await stat(directory).catch(() => undefined))) throw error;
  }
}

async function makeRoleAndDatabase(home: Home, dataDirectory: string, password: string): Promise<void> {
  // Single-user mode reads one statement a line; what template1 has, every later database gets.
  const statements = [
    'create extension pg_trgm;',
    'create extension unaccent;',
    `create role ${ORDINARY_ROLE} login nosuperuser nocreatedb nocreaterole nobypassrls password '${password}';`,
    `create database ${DATABASE} owner ${ORDINARY_ROLE};`,
  ];
  const output = await runProgram(home, 'postgres', ['--single', '-D', dataDirectory, 'template1'], statements);
  const failure = output.split('\n').find((line) => /(ERROR|FATAL|PANIC):/.test(line) && !line.includes('extension'));
  if (failure) throw new Error(`The embedded PostgreSQL could not be prepared: ${failure}`);
}

async function removeUnfinished(home: string): Promise<void> {
  for (const entry of await readdir(home)) {
    if (!entry.startsWith(UNFINISHED) || (await isRunning(entry.slice(UNFINISHED.length)))) continue;
    await rm(join(home, entry), { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Runs one of PostgreSQL's programs to its end and returns all it printed. */
export function runProgram(home: Home, program: string, options: string[], input: string[] = []): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(home.binaries, program), options, processOptions(home));
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`PostgreSQL's ${program} failed (${code ?? signal}): ${output.trim()}`));
    });
    child.stdin.on('error', () => undefined).end(input.map((line) => `${line}\n`).join(''));
  });
}

/** The environment is left behind: PGPORT, PGOPTIONS and the like would change what PostgreSQL does. */
export function processOptions(home: Home): { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  const { SystemRoot, TZ } = process.env;
  return { cwd: parse(home.directory).root, env: { LC_ALL: 'C', SystemRoot, TZ }, ...home.runAs };
}
