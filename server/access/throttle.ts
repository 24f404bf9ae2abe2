import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';

const windowSeconds = 15 * 60;

/** How often, per quarter of an hour, one key of an attempt may come. */
interface Limit {
  name: string;
  points: number;
  key: (attempt: Attempt) => string;
}

const byPair = ({ address, account }: Attempt) => `${address}|${account}`;
const byAccount = ({ account }: Attempt) => account;
const byAddress = ({ address }: Attempt) => address;

/** Attempts to sign in, and to change the password: who knows it has their attempt taken back. */
export const signInLimits: Limit[] = [
  { name: 'pair', points: 10, key: byPair },
  { name: 'account', points: 50, key: byAccount },
  { name: 'address', points: 100, key: byAddress },
];

/** Each may cost a mail, and a mailbox is easily filled. */
export const passwordResetLimits: Limit[] = [
  { name: 'reset-account', points: 5, key: byAccount },
  { name: 'reset-address', points: 30, key: byAddress },
];

/** Attempts are counted in the database, so that all servers count together. */
export class Throttle {
  private readonly limits: { limiter: RateLimiterPostgres; key: Limit['key'] }[];

  constructor(
    pool: Pool,
    limits: Limit[],
    /** What there were too many of, for people. */
    private readonly what: string,
  ) {
    this.limits = limits.map(({ name, points, key }) => ({
      key,
      limiter: new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        schemaName: 'operations',
        tableName: 'throttle',
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix: name,
        points,
        duration: windowSeconds,
      }),
    }));
  }

  /** Counts an attempt before it is made. Throws TOO_MANY_ATTEMPTS. */
  async count(attempt: Attempt): Promise<void> {
    try {
      for (const { limiter, key } of this.limits) await limiter.consume(digest(key(attempt)));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const minutes = Math.max(1, Math.ceil(refusal.msBeforeNext / 60_000));
      throw new UserInputError(
        UserErrorCode.TOO_MANY_ATTEMPTS,
        `Too many ${this.what}. Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`,
      );
    }
  }

  /** Takes the attempt back: it was a good one. */
  async forget(attempt: Attempt): Promise<void> {
    await Promise.all(this.limits.map(({ limiter, key }) => limiter.reward(digest(key(attempt)))));
  }
}

/** Deletes counts whose time is over. */
export async function deleteExpiredAttempts(pool: Pool): Promise<void> {
  await pool.query('delete from operations.throttle where expire < $1', [Date.now()]);
}

export interface Attempt {
  address: string;
  /** Tenant and email address. */
  account: string;
}

// addresses are not kept in clear, and a long one does not overflow the key
const digest = (key: string) => createHash('sha256').update(key).digest('base64url');
