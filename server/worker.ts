import 'reflect-metadata';
import { constants, setPriority } from 'node:os';
import { inspect } from 'node:util';
import { fastify } from 'fastify';
import { StartupError, readConfig } from './config.ts';
import { emails } from './emails.ts';
import { jobs } from './jobs.ts';
import { JobRunner } from './jobs/runner.ts';
import { numbersWanted } from './jobs/supervise.ts';
import { MailDispatcher } from './mail/dispatcher.ts';
import { listenForMetrics } from './metrics/serve-metrics.ts';
import { makePortal, type Portal } from './portal.ts';

// Jobs apart from requests: a process of its own, started by main.ts or by itself beside servers without one.

// nobody waits for a job: requests come first
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const stopping = new AbortController();
let portal: Portal | undefined;
let runner: JobRunner | undefined;
let dispatcher: MailDispatcher | undefined;
let stopMetrics = async () => {};

async function start(): Promise<void> {
  const config = readConfig(process.env);
  if (!config.databaseUrl) throw new StartupError('DATABASE_URL must be set for a process that only runs jobs');
  const { log } = fastify({ logger: { level: config.logLevel, base: { process: 'jobs' } } });
  portal = await makePortal(config, config.databaseUrl, log, 'jobs');
  await portal.start(stopping.signal);
  const started = new JobRunner(portal, jobs);
  // the job library leaves some behind when PostgreSQL is away; nothing else may
  process.on('unhandledRejection', (reason) => started.fail(reason));
  await started.start();
  runner = started;
  dispatcher = new MailDispatcher(portal, emails, started.lease.key);
  await dispatcher.start();
  // the server that started this shows what both have counted
  if (!process.send) stopMetrics = await listenForMetrics(config, portal.metrics);
}

let isStopping = false;

async function stop(exitCode: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  // a job that hangs goes back to the queue with the lease
  setTimeout(() => process.exit(exitCode), 8_000).unref();
  stopping.abort();
  await starting.catch(() => {});
  // the lease of both ends with the runner
  await dispatcher?.stop();
  await runner?.stop();
  await stopMetrics();
  await portal?.close();
  process.exit(exitCode);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
// the server that started this is gone, and what follows it has a process of its own
process.on('message', (message) => {
  if (message === numbersWanted && portal) void portal.metrics.numbers().then((numbers) => process.send!(numbers));
});
process.on('disconnect', () => process.exit(1));

const starting = start();
starting.catch((error: unknown) => {
  if (!isStopping) {
    const reason = error instanceof StartupError ? `${error.message}.` : inspect(error);
    process.stderr.write(`The process for jobs did not start: ${reason}\n`);
  }
  return stop(1);
});
