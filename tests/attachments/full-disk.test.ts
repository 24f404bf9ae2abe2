import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectOnly, temporaryFiles, text, textOf, useOwnTemporaryFolder } from '../support/files.ts';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';

useOwnTemporaryFolder();

const portal = usePortal();
let customer: Person;

beforeAll(async () => {
  customer = await (await portal.world.tenant()).customer();
});

const [write, open] = [fs.write, fs.open];

afterEach(() => {
  Object.assign(fs, { write, open });
  syncBuiltinESMExports();
});

/** Makes the disk for files on their way in take so many more writes. */
function fillDisk(after: number, code: string): void {
  let left = after;
  const failing =
    (real: (...given: unknown[]) => void) =>
    (...given: unknown[]) => {
      if (left-- > 0) return real(...given);
      const callback = given.at(-1) as (error: Error) => void;
      return setImmediate(callback, Object.assign(new Error(`${code}: no space left on device, write`), { code }));
    };
  if (after < 0) fs.open = failing(open as never) as never;
  else fs.write = failing(write as never) as never;
  syncBuiltinESMExports();
}

describe.each([
  ['cannot be opened', -1],
  ['takes no byte', 0],
  ['is full after some', 3],
])('a temporary file that %s', (_what, after) => {
  it.each(['ENOSPC', 'EDQUOT'])('refuses the upload (%s), leaves nothing, and the next one works', async (code) => {
    fillDisk(after, code);
    const { data, errors } = await customer.sendFile(textOf(1_000_000));
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      {
        message: 'There is no room for files at the moment. Try again later.',
        extensions: { code: 'SERVICE_UNAVAILABLE' },
      },
    ]);
    Object.assign(fs, { write, open });
    syncBuiltinESMExports();
    await expect.poll(temporaryFiles).toEqual([]);
    const { id } = await customer.upload(text());
    await expectOnly(portal, ['router.log']);
    await customer.done('attachmentRemove', { id });
  });
});
