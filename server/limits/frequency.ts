import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Caller } from './caller.ts';
import { frequencies, type Frequency } from './limits.ts';
import { rateLimited } from './rate-limited.ts';

/** What a mutation is given that may be done only so often. */
export interface FrequencyCounter {
  /** Counts one more. Throws RATE_LIMITED. */
  countFrequency(frequency: Frequency): Promise<void>;
}

interface Limiters {
  user: RateLimiterMemory;
  tenant: RateLimiterMemory;
}

/** Counts how often each user and each tenant does what is limited, in the memory of this process. */
export class Frequencies {
  private readonly limiters = new Map<Frequency, Limiters>();

  /** Counts one more. Throws RATE_LIMITED. */
  async count(frequency: Frequency, { userId, tenantId }: Pick<Caller, 'userId' | 'tenantId'>): Promise<void> {
    // whoever is not signed in is refused by what is asked for
    if (!userId || !tenantId) return;
    const { user, tenant } = this.of(frequency);
    try {
      await user.consume(userId);
      await tenant.consume(tenantId);
    } catch (exceeded) {
      if (!(exceeded instanceof RateLimiterRes)) throw exceeded;
      const seconds = Math.ceil(exceeded.msBeforeNext / 1_000);
      throw rateLimited(`This was done too often. Try again in ${seconds} seconds.`, seconds);
    }
  }

  private of(frequency: Frequency): Limiters {
    let limiters = this.limiters.get(frequency);
    if (!limiters) {
      const { user, tenant, seconds: duration } = frequency;
      limiters = {
        user: new RateLimiterMemory({ points: user, duration }),
        tenant: new RateLimiterMemory({ points: tenant, duration }),
      };
      this.limiters.set(frequency, limiters);
    }
    return limiters;
  }
}

/** The sentence about it in the description of a mutation. */
export function frequencyRule(frequency: Frequency): string {
  const { user, tenant, seconds } = frequency;
  const what = frequency === frequencies.others ? ' of it and others without a limit of their own' : '';
  return `RATE_LIMITED beyond ${user}${what} in ${seconds} seconds by one user, or ${tenant.toLocaleString('en')} by a tenant.`;
}
