import type { FastifyInstance, FastifyRequest } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { refusalPrice, type Budgets } from './budget.ts';
import type { Caller } from './caller.ts';
import { prices, slowRefusal } from './limits.ts';

/**
 * Takes the price of long answers and of refusals. Where nothing is left to pay with a refusal waits: whoever asks again at once
 * is slow then.
 */
export function chargeAnswers(
  http: FastifyInstance,
  budgets: Budgets,
  callerOf: (request: FastifyRequest) => Caller,
): void {
  http.addHook('onSend', async (request, { statusCode }, payload) => {
    if (statusCode === 429) await sleep(slowRefusal);
    else if (statusCode >= 400 && statusCode < 500)
      await budgets.charge(callerOf(request), refusalPrice(Number(request.headers['content-length'] ?? 0)));
    else if (typeof payload === 'string' && payload.length >= prices.answeredFrom)
      await budgets.settle(callerOf(request), Math.ceil(payload.length / prices.charactersAnswered));
  });
}
