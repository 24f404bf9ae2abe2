import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Portal } from './portal.ts';

const paths = new Set(['/livez', '/readyz', '/health']);

/**
 * `/livez`: the process answers. `/readyz`, and `/health` under its former name: the portal has started, and its
 * database answers. Until it has started everything else is refused; returns how to tell that it has.
 */
export function serveHealth(http: FastifyInstance, { control }: Portal): { started(): void } {
  let isStarted = false;
  let probing: Promise<unknown> | undefined;
  // one probe for however many ask
  const probe = () => (probing ??= control.query('select 1').finally(() => (probing = undefined)));
  const ready = async (reply: FastifyReply) => {
    const isReady =
      isStarted &&
      (await probe().then(
        () => true,
        () => false,
      ));
    return isReady ? { status: 'ok' } : refuse(reply, { status: isStarted ? 'database unavailable' : 'starting' });
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

const refuse = (reply: FastifyReply, answer: object) => reply.code(503).header('retry-after', '1').send(answer);

const startingAnswer = {
  errors: [{ message: 'The portal is starting. Try again soon.', extensions: { code: 'SERVICE_UNAVAILABLE' } }],
};
