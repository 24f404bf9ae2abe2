import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { Worker, stopWorkers } from './worker.ts';
import { dataDirectory, startDatabase } from './database.ts';
import { residentMemory } from './measure.ts';
import { findPeople, jwtSecret } from './people.ts';

/**
 * How far the server's memory rises above idle during uploads: `node bench/uploads.ts`, after `npm run build`.
 * The files are stored in a folder, and the server makes thumbnails at the same time.
 */
const uploads = 50;
const concurrency = 10;
const fileBytes = 10 * 1024 * 1024;
const goalMegabytes = 150;

interface File {
  name: string;
  content: Blob;
}

const text: File = { name: 'long.log', content: new Blob([randomBytes(fileBytes / 2).toString('hex')]) };

async function noise(): Promise<File> {
  const [width, height] = [2_000, Math.floor(fileBytes / 2_000 / 3) - 10];
  const picture = sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });
  const content = await picture.png({ compressionLevel: 0 }).toBuffer();
  return { name: 'noise.png', content: new Blob([new Uint8Array(content)]) };
}

async function upload(origin: string, token: string, { name, content }: File): Promise<void> {
  const query = 'mutation($file: Upload!) { attachmentUpload(file: $file) { userErrors { message } } }';
  const form = new FormData();
  form.set('operations', JSON.stringify({ query, variables: { file: null } }));
  form.set('map', JSON.stringify({ file: ['variables.file'] }));
  form.set('file', content, name);
  const headers = { authorization: `Bearer ${token}`, 'apollo-require-preflight': 'true' };
  const response = await fetch(`${origin}/graphql`, { method: 'POST', headers, body: form });
  const answer = (await response.text()).trim();
  if (answer !== '{"data":{"attachmentUpload":{"userErrors":[]}}}') throw new Error(answer);
}

/** The highest resident memory while `work` runs, in bytes. */
async function peakMemory(pid: number, work: () => Promise<void>): Promise<number> {
  const state = { highest: 0, done: false };
  const watcher = (async () => {
    while (!state.done) {
      state.highest = Math.max(state.highest, residentMemory(pid));
      await pause(20);
    }
  })();
  await work().finally(() => (state.done = true));
  await watcher;
  return state.highest;
}

const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024);

await mkdir(dataDirectory, { recursive: true });
const database = await startDatabase(console.log);
const files = await mkdtemp(join(tmpdir(), 'portal-bench-'));
try {
  const copy = await database.scratchCopy({ tenants: 2, customersPerTenant: 50, articlesPerTenant: 0 });
  const { writers } = await findPeople(copy, { agents: 1, busyCustomers: 1, writers: 1, readers: 0 });
  const { token } = writers[0]!;
  for (const file of [text, await noise()]) {
    const server = await Worker.start(
      './portal-process.ts',
      {
        DATABASE_URL: copy.portalUrl,
        JWT_SECRET: jwtSecret,
        DATA_DIR: files,
        PORT: '0',
        HOST: '127.0.0.1',
        LOG_LEVEL: 'error',
        BENCH_RUN_JOBS: 'true',
      },
      ['--expose-gc'],
    );
    const origin = `http://127.0.0.1:${await server.call<number>('port')}`;
    await upload(origin, token, { name: 'first.txt', content: new Blob(['The first upload loads the code.']) });
    const idle = residentMemory(server.pid);
    const started = performance.now();
    const highest = await peakMemory(server.pid, async () => {
      let left = uploads;
      const sender = async () => {
        while (left-- > 0) await upload(origin, token, file);
      };
      await Promise.all(Array.from({ length: concurrency }, sender));
    });
    const seconds = (performance.now() - started) / 1_000;
    const above = megabytes(highest - idle);
    console.log(
      `${uploads} uploads of ${megabytes(file.content.size)} MB (${file.name}) with ${concurrency} at once in ${seconds.toFixed(1)} s: ` +
        `${megabytes(idle)} MB idle, ${above} MB more at the peak; the goal is at most ${goalMegabytes}.`,
    );
    if (above > goalMegabytes) process.exitCode = 1;
    await server.stop();
  }
} finally {
  await stopWorkers();
  await database.stop();
  await rm(files, { recursive: true, force: true });
}
