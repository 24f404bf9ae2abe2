import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { cp, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';
import { isRunning, nameOfThisProcess } from '../../server/embedded-postgres/processes.ts';

const { resolve } = createRequire(import.meta.url);
const run = promisify(execFile);

// The portal speaks Bengali, and a bare machine has no letters for it.
const FONTS_CONFIGURATION = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
</fontconfig>
`;

/**
 * A headless Chromium that needs nothing from the system: an npm package brings the program, its libraries and fonts.
 *
 * `CHROMIUM_PATH` names another one to use instead.
 */
export async function launchBrowser(): Promise<Browser> {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) return chromium.launch({ executablePath: CHROMIUM_PATH });
  if (process.platform !== 'linux' || process.arch !== 'x64') return chromium.launch({ channel: 'chrome' });

  const directory = await unpackedChromium();
  return chromium.launch({
    executablePath: join(directory, 'chromium'),
    args: ['--disable-gpu'],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(directory, 'lib'),
      FONTCONFIG_FILE: join(directory, 'fonts.conf'),
    },
  });
}

async function unpackedChromium(): Promise<string> {
  const packages = dirname(dirname(resolve('@sparticuz/chromium')));
  const font = dirname(resolve('@expo-google-fonts/noto-sans-bengali'));
  const name = ['chromium', userInfo().uid, await versionOf(packages), await versionOf(font)].join('-');
  const target = join(tmpdir(), `shohayota-portal-${name}`);
  if (!(await isOurs(target))) {
    await removeUnfinished(target);
    await unpack(join(packages, 'bin'), font, target);
  }
  return target;
}

async function versionOf(directory: string): Promise<string> {
  return (JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as { version: string }).version;
}

/** The folder's name can be guessed: what another user has put there is not run. */
async function isOurs(directory: string): Promise<boolean> {
  const found = await stat(directory).catch(() => undefined);
  if (found && found.uid !== userInfo().uid) throw new Error(`${directory} belongs to another user: remove it.`);
  return found !== undefined;
}

/** The folder appears under its name only when complete: a test run may be killed, and two may start at once. */
async function unpack(archives: string, font: string, target: string): Promise<void> {
  const unfinished = `${target}.${await nameOfThisProcess()}`;
  const fonts = join(unfinished, 'fonts');
  await mkdir(fonts, { recursive: true, mode: 0o700 });
  await Promise.all([
    inflate(join(archives, 'chromium.br'), join(unfinished, 'chromium'), 0o700),
    extract(join(archives, 'al2023.tar.br'), unfinished),
    extract(join(archives, 'fonts.tar.br'), fonts),
    ...['400Regular', '700Bold'].map((style) => {
      const file = `NotoSansBengali_${style}.ttf`;
      return cp(join(font, style, file), join(fonts, file));
    }),
    writeFile(join(unfinished, 'fonts.conf'), FONTS_CONFIGURATION),
  ]);
  await rename(unfinished, target).catch(() => rm(unfinished, { recursive: true }));
}

function inflate(archive: string, file: string, mode?: number): Promise<void> {
  const target = createWriteStream(file, { mode });
  return pipeline(createReadStream(archive), createBrotliDecompress({ chunkSize: 2 ** 20 }), target);
}

async function extract(archive: string, directory: string): Promise<void> {
  const tar = join(directory, basename(archive, '.br'));
  await inflate(archive, tar);
  await run('tar', ['-xf', tar, '-C', directory]);
  await rm(tar);
}

async function removeUnfinished(target: string): Promise<void> {
  const prefix = `${basename(target)}.`;
  for (const entry of await readdir(dirname(target))) {
    if (!entry.startsWith(prefix) || (await isRunning(entry.slice(prefix.length)))) continue;
    await rm(join(dirname(target), entry), { recursive: true, force: true });
  }
}
