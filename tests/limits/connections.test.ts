import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { arrival, connections, uploadRate } from '../../server/limits/limits.ts';
import { temporaryFiles, useOwnTemporaryFolder } from '../support/files.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';

let portal: TestPortal;
let customer: Person;

useOwnTemporaryFolder();

beforeAll(async () => {
  portal = await startPortal();
  customer = await (await portal.world.tenant()).customer();
});

afterAll(() => portal.stop());

async function open(): Promise<Socket> {
  const socket = connect(portal.app.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Whether somebody else at the address is answered, on a connection of their own. */
const isAlive = () =>
  fetch(`${portal.url}/livez`, { headers: { connection: 'close' } }).then(
    ({ status }) => status === 200,
    () => false,
  );

/** What comes back until the connection ends. */
async function answerOf(socket: Socket): Promise<string> {
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

const head = (...headers: string[]) =>
  ['POST /graphql HTTP/1.1', 'Host: portal.test', ...headers, 'Content-Length: 100000', '\r\n'].join('\r\n');

describe('connections of one address', () => {
  it('are so many, and the next is closed', async () => {
    const held: Socket[] = [];
    // those of the test itself count, too
    while (held.length < connections.address) {
      const socket = await open();
      socket.write('GET /livez HTTP/1.1\r\nHost: portal.test\r\n\r\n');
      await Promise.race([once(socket, 'data'), once(socket, 'close')]);
      held.push(socket);
    }
    expect(await answerOf(await open())).toBe('');
    for (const socket of held) socket.destroy();
    await expect.poll(() => isAlive()).toBe(true);
  });

  it('make room when nothing is said on them', async () => {
    const held: Socket[] = [];
    while (held.length < connections.address) held.push(await open());
    expect(await isAlive()).toBe(true);
    for (const socket of held) socket.destroy();
  });
});

describe('a server that stops', () => {
  it('does not wait for connections that were opened in advance', async () => {
    const stopping = await startPortal();
    const early = connect(stopping.app.port, '127.0.0.1');
    await once(early, 'connect');
    early.resume();
    await stopping.stop();
    await expect.poll(() => early.closed).toBe(true);
  });
});

describe('a request that does not arrive', () => {
  it('has so long for its headers', async () => {
    const socket = await open();
    socket.write('POST /graphql HTTP/1.1\r\nHost: portal.test\r\n');
    const began = Date.now();
    expect(await answerOf(socket)).toMatch(/^HTTP\/1\.1 408 /);
    expect(Date.now() - began).toBeGreaterThanOrEqual(arrival.headers);
  });

  it('has so long for its body', async () => {
    useOwnClock();
    const socket = await open();
    socket.write(`${head('Content-Type: application/json')}{`);
    // served behind the other
    await portal.nobody.post({ query: '{ viewer { id } }' });
    vi.advanceTimersByTime(arrival.body - 1);
    expect(socket.readyState).toBe('open');
    vi.advanceTimersByTime(1);
    expect(await answerOf(socket)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is ended when it is an upload that comes too slowly', async () => {
    useOwnClock();
    const socket = await open();
    const operations = JSON.stringify({
      query: 'mutation($file: Upload!) { attachmentUpload(file: $file) { userErrors { code } } }',
      variables: { file: null },
    });
    const part = (name: string, more = '') => `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
    socket.write(
      head(
        `Authorization: Bearer ${customer.accessToken}`,
        'Apollo-Require-Preflight: true',
        'Content-Type: multipart/form-data; boundary=x',
      ),
    );
    socket.write(`${part('operations')}${operations}\r\n${part('map')}{"0":["variables.file"]}\r\n`);
    const written = part('0', '; filename="a.txt"') + 'x'.repeat(uploadRate.bytes);
    socket.write(written);
    await expect.poll(async () => (await temporarySize()) >= uploadRate.bytes - 100).toBe(true);
    vi.advanceTimersByTime(uploadRate.interval);
    expect(socket.readyState).toBe('open');
    vi.advanceTimersByTime(uploadRate.interval);
    expect(await answerOf(socket)).toBe('');
    await expect.poll(temporaryFiles).toEqual([]);
  });
});

/** The clock of the portal stands still; that of the network goes on. */
function useOwnClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
}

async function temporarySize(): Promise<number> {
  const sizes = (await temporaryFiles()).map(async (name) => (await stat(join(tmpdir(), name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
