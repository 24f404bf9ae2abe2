import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let dataDirectory: string;

beforeAll(async () => {
  server = await startServer();
  dataDirectory = await mkdtemp(join(tmpdir(), 'portal-data-'));
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
