import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { isLate } from './jobs/due.ts';
import type { Portal } from './portal.ts';
import { NotStored } from './storage/storage.ts';

const paths = new Set(['/livez', '/readyz', '/health']);

/** How long, in milliseconds, whoever asks waits for the parts that requests can do without. */
const patience = 1_000;

/** For so many milliseconds nobody asks the storage again. */
const storageKeptFor = 10_000;

interface Parts {
  jobs: 'ok' | 'late' | 'unknown';
  mail: 'ok' | 'late' | 'unknown';
  storage: 'ok' | 'unavailable';
}

/**
 * `/livez`: the process answers. `/readyz`, and `/health` under its former name: the portal has started, and its
 * database answers; degraded where something else does not that most requests can do without. Until it has started
 * everything else is refused; returns how to tell that it has.
 */
export function serveHealth(http: FastifyInstance, portal: Portal): { started(): void } {
  const { control } = portal;
  let isStarted = false;
  let probing: Promise<unknown> | undefined;
  // one probe for however many ask
  const probe = () => (probing ??= control.query('select 1').finally(() => (probing = undefined)));
  const readParts = partsOf(portal);
  const ready = async (reply: FastifyReply) => {
    const isReady =
      isStarted &&
      (await probe().then(
        () => true,
        () => false,
      ));
    if (!isReady) return refuse(reply, { status: isStarted ? 'database unavailable' : 'starting' });
    const parts = await readParts();
    return { status: Object.values(parts).every((state) => state === 'ok') ? 'ok' : 'degraded', ...parts };
  };
  http.addHook('onRequest', ({ url }, reply, next) => {
    if (isStarted || paths.has(url.split('?', 1)[0]!)) next();
    else void refuse(reply, startingAnswer);
  });
  http.get('/livez', () => ({ status: 'ok' }));
  http.get('/readyz', (_request, reply) => ready(reply));
  http.get('/health', (_request, reply) => ready(reply));
  return { started: () => (isStarted = true) };
}

function partsOf({ watch, storage }: Portal): () => Promise<Parts> {
  let asked: { at: number; answers: Promise<boolean> } | undefined;
  // that there is no such file is an answer as well
  const askStorage = async () => {
    try {
      (await storage.read('none/none')).destroy();
    } catch (error) {
      return error instanceof NotStored;
    }
    return true;
  };
  const isStored = () => {
    if (!asked || Date.now() - asked.at > storageKeptFor) asked = { at: Date.now(), answers: askStorage() };
    return asked.answers;
  };
  return async () => {
    const late = sleep(patience, null);
    const [queues, isThere] = await Promise.all([
      Promise.race([watch.queues().catch(() => null), late]),
      Promise.race([isStored(), late]),
    ]);
    const stateOf = (queue: 'jobs' | 'mails') => (queues ? (isLate(queues[queue]) ? 'late' : 'ok') : 'unknown');
    return { jobs: stateOf('jobs'), mail: stateOf('mails'), storage: isThere ? 'ok' : 'unavailable' };
  };
}

const refuse = (reply: FastifyReply, answer: object) => reply.code(503).header('retry-after', '1').send(answer);

const startingAnswer = {
  errors: [{ message: 'The portal is starting. Try again soon.', extensions: { code: 'SERVICE_UNAVAILABLE' } }],
};
