import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning, nameOfThisProcess } from './processes.ts';

/** A directory belongs to another process, which calls itself `owner`. */
export class InUse extends Error {
  readonly owner: string;

  constructor(directory: string, owner: string) {
    super(`${directory} is in use by ${owner}`);
    this.owner = owner;
  }
}

/** Throws `InUse` while a living process has claimed `directory`; what a dead one left is removed. */
export async function refuseInUse(directory: string): Promise<void> {
  const [process, ...owner] = (await readFile(fileIn(directory), 'utf8').catch(() => '')).split(' ');
  if (process && (await isRunning(process))) throw new InUse(directory, owner.join(' '));
  await rm(fileIn(directory), { force: true });
}

/** Claims `directory` for this process as `owner`, and returns how to give it back. */
export async function claim(directory: string, owner: string): Promise<() => Promise<void>> {
  await refuseInUse(directory);
  const process = await nameOfThisProcess();
  const draft = `${fileIn(directory)}.${process}`;
  await writeFile(draft, `${process} ${owner}`);
  try {
    // A link appears with its content at once, and only where there is none.
    await link(draft, fileIn(directory));
  } catch (error) {
    await refuseInUse(directory);
    throw error;
  } finally {
    await rm(draft);
  }
  return () => rm(fileIn(directory), { force: true });
}

function fileIn(directory: string): string {
  return join(directory, 'owner');
}
