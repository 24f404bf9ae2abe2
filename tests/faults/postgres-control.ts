import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type pg from 'pg';

const run = promisify(execFile);

/** Does to a PostgreSQL of this machine what may happen to one, through its own programs. */
export interface PostgresControl {
  restart(mode: 'fast' | 'immediate'): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops all its processes where they are; they answer nothing and lose nothing. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
}

export async function controlPostgres(superuser: pg.Client): Promise<PostgresControl> {
  const { rows } = await superuser.query<{ data: string; binaries: string }>(
    `select current_setting('data_directory') as data, (select setting from pg_config where name = 'BINDIR') as binaries`,
  );
  const { data, binaries } = rows[0]!;
  const owner = await stat(data);
  const runAs = process.getuid?.() === 0 ? { uid: owner.uid, gid: owner.gid } : {};
  const options = await startOptions(data);
  const control = (...args: string[]) =>
    run(join(binaries, 'pg_ctl'), [...args, '-D', data, '-w'], { cwd: '/', ...runAs, env: { LC_ALL: 'C' } });
  const start = async () => void (await control('start', '-l', join(data, 'server.log'), '-o', options));
  const signalAll = async (signal: 'SIGSTOP' | 'SIGCONT') => {
    const postmaster = Number.parseInt(await readFile(join(data, 'postmaster.pid'), 'utf8'), 10);
    const { stdout } = await run('ps', ['-o', 'pid=', '--ppid', String(postmaster)]);
    for (const pid of [postmaster, ...stdout.split('\n').map(Number).filter(Boolean)]) {
      try {
        process.kill(pid, signal);
      } catch {
        // a backend that has just ended
      }
    }
  };
  return {
    async restart(mode) {
      await control('stop', '-m', mode);
      await start();
    },
    stop: async () => void (await control('stop', '-m', 'fast')),
    start,
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
  };
}

/** What it was started with, as `pg_ctl start -o` takes it; the folder comes by itself. */
async function startOptions(data: string): Promise<string> {
  const [line] = (await readFile(join(data, 'postmaster.opts'), 'utf8')).split('\n');
  const given = [...line!.matchAll(/"([^"]*)"/g)].map(([, option]) => option!);
  const options = given.filter((option, index) => option !== '-D' && given[index - 1] !== '-D');
  return options.map((option) => `'${option}'`).join(' ');
}
