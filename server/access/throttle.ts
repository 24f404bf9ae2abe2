import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { UserErrorCode, UserFailure } from '../graphql/user-error.ts';

const windowSeconds = 15 * 60;

/** How often somebody may try to sign in; counted in the database, so that all servers count together. */
export class SignInThrottle {
  private readonly limits: { limiter: RateLimiterPostgres; key: (attempt: SignInAttempt) => string }[];

  constructor(private readonly pool: Pool) {
    const limiter = (keyPrefix: string, points: number) =>
      new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        schemaName: 'operations',
        tableName: 'throttle',
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix,
        points,
        duration: windowSeconds,
      });
    this.limits = [
      { limiter: limiter('pair', 10), key: ({ address, account }) => `${address}|${account}` },
      { limiter: limiter('account', 50), key: ({ account }) => account },
      { limiter: limiter('address', 100), key: ({ address }) => address },
    ];
  }

  /** Counts an attempt before it is made. Throws TOO_MANY_ATTEMPTS. */
  async count(attempt: SignInAttempt): Promise<void> {
    try {
      for (const { limiter, key } of this.limits) await limiter.consume(digest(key(attempt)));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const minutes = Math.max(1, Math.ceil(refusal.msBeforeNext / 60_000));
      throw new UserFailure(
        UserErrorCode.TOO_MANY_ATTEMPTS,
        `Too many attempts to sign in. Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`,
      );
    }
  }

  /** Deletes counts whose time is over. */
  async forgetExpired(): Promise<void> {
    await this.pool.query('delete from operations.throttle where expire < $1', [Date.now()]);
  }

  /** Takes the attempt back: the password was right. */
  async forget(attempt: SignInAttempt): Promise<void> {
    await Promise.all(this.limits.map(({ limiter, key }) => limiter.reward(digest(key(attempt)))));
  }
}

export interface SignInAttempt {
  address: string;
  /** Tenant and email address. */
  account: string;
}

// addresses are not kept in clear, and a long one does not overflow the key
const digest = (key: string) => createHash('sha256').update(key).digest('base64url');
