import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect } from 'vitest';
import type { App } from '../../server/app.ts';
import type { TestDatabase } from './database.ts';

export interface TestFile {
  name: string;
  content: Uint8Array | string;
}

/** A picture of noise, so that it is as large as its sides promise. */
export async function png(name = 'screenshot.png', { width = 64, height = 48 } = {}): Promise<TestFile> {
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
  const content = await sharp({ create: { width, height, channels: 3, background: 'white', noise } })
    .png()
    .toBuffer();
  return { name, content: new Uint8Array(content) };
}

/** A red mark on the left of a transparent ground. */
export async function mark(name = 'logo.png', { width = 900, height = 300 } = {}): Promise<TestFile> {
  const ground = sharp({ create: { width, height, channels: 4, background: '#0000' } });
  const red = await sharp({ create: { width: width / 2, height, channels: 4, background: 'red' } })
    .png()
    .toBuffer();
  const picture = ground.composite([{ input: red, left: 0, top: 0 }]).withExif({ IFD0: { Artist: 'somebody' } });
  return { name, content: new Uint8Array(await (name.endsWith('webp') ? picture.webp() : picture.png()).toBuffer()) };
}

export const text = (name = 'router.log', content = 'The light went out at noon.\n'): TestFile => ({ name, content });

/** Exactly so many bytes. */
export const textOf = (size: number, name = 'long.txt'): TestFile => ({ name, content: 'x'.repeat(size) });

/** Keys of everything the storage holds. */
export async function storedKeys({ app }: { app: App }): Promise<string[]> {
  const keys = [];
  for await (const { key } of app.portal.storage.list()) keys.push(key);
  return keys.toSorted();
}

/** Storage and table hold each other's files and no others, and nothing of an upload is left on disk. */
export async function expectOnly(portal: { app: App; database: TestDatabase }, names: string[]): Promise<void> {
  const { rows } = await portal.database.superuser.query<{ name: string; keys: string[] }>(
    'select name, array_remove(array[storage_key, thumbnail_key], null) as keys from attachment',
  );
  expect(rows.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  expect(await storedKeys(portal)).toEqual(rows.flatMap(({ keys }) => keys).toSorted());
  await expect.poll(temporaryFiles).toEqual([]);
}

/** Gives the tests of a file a folder for temporary files of their own. */
export function useOwnTemporaryFolder(): void {
  const usual = process.env['TMPDIR'];
  beforeAll(async () => {
    process.env['TMPDIR'] = await mkdtemp(join(tmpdir(), 'portal-uploads-'));
  });
  afterAll(async () => {
    const own = tmpdir();
    if (usual === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = usual;
    await rm(own, { recursive: true });
  });
}

/** Files that uploads have on disk while they arrive. */
export const temporaryFiles = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('capacitor-'));
