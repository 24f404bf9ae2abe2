import { statfs } from 'node:fs/promises';
import { isGuessable } from '../access/guessable-secret.ts';
import type { Config } from '../config.ts';
import { failed, ok, reasonOf, warning, type Finding } from './finding.ts';

const leastNode = 24;
const gigabyte = 1024 ** 3;
const room = { short: 5 * gigabyte, gone: gigabyte / 2 };

export function checkVersion(version = process.versions.node): Finding {
  return Number.parseInt(version, 10) >= leastNode
    ? ok('Node.js', version)
    : failed('Node.js', `${version} is too old`, `Install Node.js ${leastNode} or newer.`);
}

/** The room that is left where files, uploads and, without SMTP, mails are written. */
export async function checkDisk({ dataDirectory }: Config): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(dataDirectory);
    const free = bavail * bsize;
    const text = `${(free / gigabyte).toFixed(1)} GB are free in ${dataDirectory}`;
    const advice = 'Make room, or move DATA_DIR to a larger disk.';
    if (free < room.gone) return failed('disk', text, advice);
    return free < room.short ? warning('disk', text, advice) : ok('disk', text);
  } catch (error) {
    return failed('disk', `${dataDirectory} cannot be looked at: ${reasonOf(error)}`, 'Create the folder of DATA_DIR.');
  }
}

/** What signs tokens and links. */
export function checkSecret({ jwtSecret, dataDirectory }: Config): Finding {
  if (jwtSecret === undefined)
    return warning(
      'secret',
      `JWT_SECRET is not set: one of its own is kept in ${dataDirectory}`,
      'With more than one server set JWT_SECRET, the same on each, for example to what `openssl rand -base64 48` prints.',
    );
  if (isGuessable(jwtSecret))
    return failed(
      'secret',
      'JWT_SECRET is easily guessed',
      'Set it to what `openssl rand -base64 48` prints; everybody has to sign in again.',
    );
  return ok('secret', 'JWT_SECRET is long and varied');
}
