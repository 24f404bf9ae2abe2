import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, copyFile, link, mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeDatabase } from '../support/database.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let dataDirectory: string;

beforeAll(async () => {
  server = await startServer();
  dataDirectory = await mkdtemp(join(tmpdir(), 'portal-data-'));
  // open to the system user that PostgreSQL runs as when we are root
  await chmod(dataDirectory, 0o755);
});

afterAll(async () => {
  await server?.stop();
  await rm(dataDirectory, { recursive: true });
});

/** Starts another server, which is expected to refuse; answers with its exit code and what it said. */
function start(environment: Record<string, string>): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const env = {
      PATH: process.env['PATH'],
      DATABASE_URL: server.database.url,
      DATA_DIR: dataDirectory,
      ...environment,
    };
    execFile(process.execPath, ['dist/server/main.js'], { env }, (error, _stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), said: stderr.trim() }),
    );
  });
}

const production = {
  NODE_ENV: 'production',
  PORT: '0',
  PUBLIC_URL: 'https://help.example',
  JWT_SECRET: 'a secret of thirty-two characters or more',
  SMTP_URL: 'smtp://mail.help.example',
};

describe('a start is refused in one line', () => {
  it('when the port is taken', async () => {
    const { code, said } = await start({ PORT: String(server.port) });
    expect(code).toBe(1);
    expect(said).toBe(`Not started: Port ${server.port} is taken: stop what uses it, or set PORT to another.`);
  });

  it('in production without a secret', async () => {
    const { code, said } = await start({ ...production, JWT_SECRET: '' });
    expect(code).toBe(1);
    expect(said).toMatch(/^Not started: JWT_SECRET must be set in production .*\.$/);
  });

  it('in production over a database with demo users, whose passwords everybody knows', async () => {
    await server.world.tenant({ demo: true });
    const { code, said } = await start(production);
    expect(code).toBe(1);
    expect(said).toMatch(/^Not started: DATABASE_URL names a database with demo users, .*\.$/);
  });
});

/** Starts a portal in `directory` and waits until it is ready. */
async function startPortal(directory: string, environment: Record<string, string>): Promise<ChildProcess> {
  const env = { PATH: process.env['PATH'], HOST: '127.0.0.1', DATA_DIR: dataDirectory, ...environment };
  const portal = spawn(process.execPath, ['dist/server/main.js'], {
    cwd: directory,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output: string[] = [];
  for await (const line of createInterface({ input: portal.stdout })) {
    if (line.startsWith('Shohayota Portal is ready')) return portal;
    output.push(line);
  }
  throw new Error(`The portal ended:\n${output.join('\n')}`);
}

async function end(portal: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exit = once(portal, 'exit');
  portal.kill(signal);
  await exit;
}

describe('with the embedded PostgreSQL', () => {
  it('a second start in the same folder says that the first is running, and where', async () => {
    const url = 'http://portal.example:4321';
    const embedded = { DATABASE_URL: '', PORT: '0', PUBLIC_URL: url };
    const first = await startPortal('.', embedded);
    const { code, said } = await start(embedded);
    expect(code).toBe(1);
    expect(said).toBe(`Not started: the portal of this folder is already running at ${url}`);

    await end(first, 'SIGKILL');
    const heir = await startPortal('.', embedded);
    await end(heir, 'SIGTERM');
    expect(await readdir(join(dataDirectory, 'postgres'))).not.toContain('owner');
  });
});

describe('in production', () => {
  it('the server needs none of the development packages', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'portal-production-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    const database = await makeDatabase();
    onTestFinished(database.drop);
    await copyFile('package.json', join(directory, 'package.json'));
    await linkFiles('dist', join(directory, 'dist'));
    // exactly what `npm ci --omit=dev` installs
    const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8')) as {
      packages: Record<string, { dev?: boolean }>;
    };
    const installed = Object.keys(packages).filter((path) => path !== '' && !packages[path]!.dev && existsSync(path));
    await Promise.all(installed.map((path) => linkFiles(path, join(directory, path))));

    const environment = { ...production, DATABASE_URL: database.url, DATA_DIR: 'data' };
    const portal = await startPortal(directory, environment);
    await end(portal, 'SIGTERM');
    expect(portal.exitCode).toBe(0);
  });
});

/** The same files in another folder, without the packages below them. */
async function linkFiles(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (!entry.isDirectory()) await link(source, target).catch(() => copyFile(source, target));
    else if (entry.name !== 'node_modules') await linkFiles(source, target);
  }
}
