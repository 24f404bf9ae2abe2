import { Session } from 'node:inspector/promises';
import { writeFile } from 'node:fs/promises';
import { serveParent } from './worker.ts';
import { loadApp, loadConfig, loadSupervise } from './production-build.ts';

/** The portal as `npm start` runs it, without the web pages, on a port and a database of the bench. */
const { readConfig } = await loadConfig();
const { startApp } = await loadApp();
const { superviseWorker } = await loadSupervise();
// of production only what libraries make of it: mails go to files here, and nothing over a network
const config = readConfig({ ...process.env, NODE_ENV: undefined });
const app = await startApp({ config, databaseUrl: config.databaseUrl! });
const worker = process.env['BENCH_RUN_JOBS'] === 'true' ? superviseWorker(process.env) : null;
const profiler = new Session();

serveParent(
  {
    port: () => app.port,
    memory() {
      // twice: what the first run frees may have kept more alive
      globalThis.gc!();
      globalThis.gc!();
      return process.memoryUsage();
    },
    async startProfile() {
      profiler.connect();
      await profiler.post('Profiler.enable');
      await profiler.post('Profiler.setSamplingInterval', { interval: 200 });
      await profiler.post('Profiler.start');
    },
    async stopProfile(file: string) {
      const { profile } = await profiler.post('Profiler.stop');
      profiler.disconnect();
      await writeFile(file, JSON.stringify(profile));
    },
  },
  async () => {
    await worker?.stop();
    await app.stop();
  },
);
