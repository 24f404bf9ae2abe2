import { setTimeout } from 'node:timers/promises';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { network, type Caller } from './caller.ts';
import { bodyLimit, budgets, prices, slowRefusal } from './limits.ts';
import { rateLimited } from './rate-limited.ts';

/** What is left of a budget, and the headers that say so. */
export interface Balance {
  limit: number;
  remaining: number;
  /** Seconds until it is whole again. */
  reset: number;
}

const limiterOf = (points: number) => new RateLimiterMemory({ points, duration: budgets.seconds });

/** Counts what operations cost, for each user, address and tenant, in the memory of this process. */
export class Budgets {
  private readonly users = limiterOf(budgets.user);
  private readonly addresses = limiterOf(budgets.address);
  private readonly tenants = limiterOf(budgets.tenant);

  /** Takes the price of an operation before it runs. Throws RATE_LIMITED where not enough is left. */
  async pay(caller: Caller, price: number): Promise<Balance> {
    const { limiter, key } = this.ownOf(caller);
    const { tenantId } = caller;
    const [own] = await Promise.all([take(limiter, key, price), tenantId && take(this.tenants, tenantId, price)]);
    return own;
  }

  /** Takes the price of what has been done already. */
  async settle(caller: Caller, price: number): Promise<void> {
    await this.pay(caller, price).catch(() => {});
  }

  /** Takes the price of what is done in any case. Where nothing is left it waits. */
  async charge(caller: Caller, price: number): Promise<void> {
    await this.pay(caller, price).catch(() => setTimeout(slowRefusal));
  }

  private ownOf({ userId, address }: Caller): { limiter: RateLimiterMemory; key: string } {
    return userId ? { limiter: this.users, key: userId } : { limiter: this.addresses, key: network(address) };
  }
}

/** The price of refusing a request with a body of so many bytes. */
export const refusalPrice = (bytes: number): number =>
  prices.refused + Math.ceil(Math.min(bytes, bodyLimit) / prices.charactersRefused);

/** The price of reading a document that is not known yet, be it good or not. */
export const readingPrice = (document: string): number => Math.ceil(document.length / prices.charactersRead);

async function take(limiter: RateLimiterMemory, key: string, price: number): Promise<Balance> {
  try {
    return balanceOf(limiter, await limiter.consume(key, price));
  } catch (exceeded) {
    if (!(exceeded instanceof RateLimiterRes)) throw exceeded;
    throw overspent(balanceOf(limiter, exceeded));
  }
}

const balanceOf = ({ points }: RateLimiterMemory, { remainingPoints, msBeforeNext }: RateLimiterRes): Balance => ({
  limit: points,
  remaining: remainingPoints,
  reset: Math.ceil(msBeforeNext / 1_000),
});

/** The headers of the IETF's draft "RateLimit header fields for HTTP". */
export const balanceHeaders = ({ limit, remaining, reset }: Balance): [name: string, value: string][] => [
  ['ratelimit-policy', `"price";q=${limit};w=${budgets.seconds}`],
  ['ratelimit', `"price";r=${remaining};t=${reset}`],
];

const overspent = (balance: Balance) =>
  rateLimited(
    `Too much was asked for in ${budgets.seconds} seconds. Try again in ${balance.reset} seconds.`,
    balance.reset,
    balanceHeaders(balance),
  );
