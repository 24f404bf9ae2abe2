import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** When a process started, in whatever form this system tells it; undefined when it is not running. */
export async function startOfProcess(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    // The command name may itself hold spaces and brackets, so the fields are counted from its last bracket.
    const [state, ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
    return state && state !== 'Z' ? fields[18] : undefined;
  }
  if (process.platform === 'win32') {
    try {
      process.kill(pid, 0);
      return 'running';
    } catch {
      return undefined;
    }
  }
  const listed = await run('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => undefined);
  return listed?.stdout.trim().replace(/\W+/g, '-') || undefined;
}

/** Whether `pid` is a PostgreSQL server that runs on the cluster in `dataDirectory`. */
export async function servesCluster(pid: number, dataDirectory: string): Promise<boolean> {
  if (!(await startOfProcess(pid))) return false;
  // The server's working directory is its cluster, also after the folder has been moved.
  if (process.platform === 'linux') return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === dataDirectory;
  if (process.platform === 'win32') return true;
  const listed = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => undefined);
  return listed?.stdout.includes('postgres') ?? false;
}

/** This process, as a name that no later process with the same pid can have: `<pid>-<start>`. */
export async function nameOfThisProcess(): Promise<string> {
  return `${process.pid}-${await startOfProcess(process.pid)}`;
}

/** Whether the process behind a `<pid>-<start>` name is still running. */
export async function isRunning(processName: string): Promise<boolean> {
  const [pid, ...start] = processName.split('-');
  return (await startOfProcess(Number(pid))) === start.join('-');
}
