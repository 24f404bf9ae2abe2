import type { FastifyInstance, FastifyRequest } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Budgets } from './budget.ts';
import type { Caller } from './caller.ts';
import { prices, slowRefusal } from './limits.ts';

/** Whoever is refused pays for it, and where nothing is left to pay with the refusal waits: who asks again at once is slow. */
export function slowRefusals(
  http: FastifyInstance,
  budgets: Budgets,
  callerOf: (request: FastifyRequest) => Caller,
): void {
  http.addHook('onSend', async (request, { statusCode }) => {
    if (statusCode === 429) await sleep(slowRefusal);
    else if (statusCode >= 400 && statusCode < 500) await budgets.charge(callerOf(request), prices.refused);
  });
}
