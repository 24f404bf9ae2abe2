import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, nameOfThisProcess } from './processes.ts';

type Intent = 'using' | 'leaving';

export interface Membership {
  /** Resolves once no other process is about to stop the server. */
  whileNobodyLeaves(): Promise<void>;
  /** Leaves; `stopServer` runs only when no other living process uses the server. */
  leave(stopServer: () => Promise<void>): Promise<void>;
}

let memberships = 0;

/**
 * Signs this process up as a user of the server in `directory`; the last living user to leave stops it.
 *
 * One file per user, `<pid>-<start>-<count>.using`, renamed to `.leaving`. A newcomer writes its file before it looks
 * for others leaving, and a leaver renames its own before it looks for others using, so one always sees the other.
 */
export async function joinUsers(directory: string): Promise<Membership> {
  await mkdir(directory, { recursive: true });
  const me = `${await nameOfThisProcess()}-${++memberships}`;
  const fileFor = (intent: Intent): string => join(directory, `${me}.${intent}`);
  await writeFile(fileFor('using'), '');

  const othersAre = async (intent: Intent): Promise<boolean> => {
    for (const file of await readdir(directory)) {
      const name = file.slice(0, file.lastIndexOf('.'));
      if (name === me) continue;
      if (!(await isRunning(name.slice(0, name.lastIndexOf('-'))))) await rm(join(directory, file), { force: true });
      else if (file.endsWith(`.${intent}`)) return true;
    }
    return false;
  };

  return {
    async whileNobodyLeaves() {
      while (await othersAre('leaving')) await sleep(50);
    },
    async leave(stopServer) {
      await rename(fileFor('using'), fileFor('leaving'));
      try {
        if (!(await othersAre('using'))) await stopServer();
      } finally {
        await rm(fileFor('leaving'), { force: true });
      }
    },
  };
}
