import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

const linux = process.platform === 'linux';

/** When a process started; undefined when it is not running. */
async function startOf(pid: number): Promise<string | undefined> {
  if (linux) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    // The command name may itself hold spaces and brackets, so the fields are counted from its last bracket.
    const [state, ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
    return state && state !== 'Z' ? fields[18] : undefined;
  }
  return (await listed(pid, 'lstart'))?.replace(/\W+/g, '-');
}

async function listed(pid: number, column: string): Promise<string | undefined> {
  const found = await promisify(execFile)('ps', ['-o', `${column}=`, '-p', String(pid)]).catch(() => undefined);
  return found?.stdout.trim() || undefined;
}

/** This process, as a name that no later process with the same pid can have: `<pid>-<start>`. */
export async function nameOfThisProcess(): Promise<string> {
  return `${process.pid}-${await startOf(process.pid)}`;
}

/** Whether the process behind a `<pid>-<start>` name is still running. */
export async function isRunning(processName: string): Promise<boolean> {
  const [pid, ...start] = processName.split('-');
  return (await startOf(Number(pid))) === start.join('-');
}

/** Whether `pid` is a PostgreSQL server that runs on the data in `directory`, which is its working directory. */
export async function servesData(pid: number, directory: string): Promise<boolean> {
  if (linux) return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === directory;
  return (await listed(pid, 'command'))?.includes('postgres') ?? false;
}
