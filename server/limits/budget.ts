import { isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { rateLimited } from './rate-limited.ts';

/** Seconds after which a budget is whole again. */
const windowSeconds = 10;

/**
 * What operations of one user may cost in a window: twenty of the dearest there are, or a client that pages through a
 * hundred thousand rows as fast as it gets them.
 */
const userBudget = 200_000;

/** The same for all who are not signed in at one address, which a whole company may have. A sign-in costs 204. */
const addressBudget = 100_000;

/** Who pays for an operation. */
export interface Payer {
  userId: string | undefined;
  address: string;
}

/** What is left of a budget, and the headers that say so. */
export interface Balance {
  limit: number;
  remaining: number;
  /** Seconds until it is whole again. */
  reset: number;
}

/** Counts what operations cost, for each user and each address, in the memory of this process. */
export class Budgets {
  private readonly users = new RateLimiterMemory({ points: userBudget, duration: windowSeconds });
  private readonly addresses = new RateLimiterMemory({ points: addressBudget, duration: windowSeconds });

  /** Takes the price of an operation before it runs. Throws RATE_LIMITED where not enough is left. */
  async pay({ userId, address }: Payer, price: number): Promise<Balance> {
    const limiter = userId ? this.users : this.addresses;
    const balanceOf = ({ remainingPoints, msBeforeNext }: RateLimiterRes): Balance => ({
      limit: limiter.points,
      remaining: remainingPoints,
      reset: Math.ceil(msBeforeNext / 1_000),
    });
    try {
      return balanceOf(await limiter.consume(userId ?? network(address), price));
    } catch (exceeded) {
      if (!(exceeded instanceof RateLimiterRes)) throw exceeded;
      throw overspent(balanceOf(exceeded));
    }
  }
}

/** The headers of the IETF's draft "RateLimit header fields for HTTP". */
export const balanceHeaders = ({ limit, remaining, reset }: Balance): [name: string, value: string][] => [
  ['ratelimit-policy', `"price";q=${limit};w=${windowSeconds}`],
  ['ratelimit', `"price";r=${remaining};t=${reset}`],
];

const overspent = (balance: Balance) =>
  rateLimited(
    `Too much was asked for in ${windowSeconds} seconds. Try again in ${balance.reset} seconds.`,
    balance.reset,
    balanceHeaders(balance),
  );

/** An IPv4 address, or the network of an IPv6 one: whoever has one of its addresses has all 2^64. */
export function network(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped || !isIPv6(address)) return mapped ?? address;
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const parts = head ? head.split(':') : [];
  const behind = tail ? tail.split(':').length : 0;
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - parts.length - behind);
  const whole = [...parts, ...Array.from({ length: zeros }, () => '0'), ...(tail ? tail.split(':') : [])];
  return `${whole
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':')}::/64`;
}
