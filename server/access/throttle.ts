import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { databaseFailure } from '../database/failure.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';

const windowSeconds = 15 * 60;

/** How many attempts one key may make per quarter of an hour. */
interface Limit {
  name: string;
  points: number;
  key: (attempt: Attempt) => string;
}

const byPair = ({ address, account }: Attempt) => `${address}|${account}`;
const byAccount = ({ account }: Attempt) => account;
const byAddress = ({ address }: Attempt) => address;

/** Attempts to sign in, and to change the password; successful ones are refunded. */
export const signInLimits: Limit[] = [
  { name: 'pair', points: 10, key: byPair },
  { name: 'account', points: 50, key: byAccount },
  { name: 'address', points: 100, key: byAddress },
];

/** Each may send an email, and a mailbox is easily filled. */
export const passwordResetLimits: Limit[] = [
  { name: 'reset-account', points: 5, key: byAccount },
  { name: 'reset-address', points: 30, key: byAddress },
];

/** Each sends an email to somebody who did not ask for it. */
export const invitationLimits: Limit[] = [
  { name: 'invitation-user', points: 100, key: byAccount },
  { name: 'invitation-tenant', points: 500, key: byAddress },
];

/** Limits attempts. They are counted in the database, for all servers together. */
export class Throttle {
  private readonly limits: { limiter: RateLimiterPostgres; key: Limit['key'] }[];

  constructor(
    pool: Pool,
    limits: Limit[],
    /** What is limited, in the plural, for the message. */
    private readonly attempts: string,
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

  /** Counts an attempt before it is made. Fails with TOO_MANY_ATTEMPTS. */
  async consume(attempt: Attempt): Promise<void> {
    try {
      for (const { limiter, key } of this.limits) await limiter.consume(digest(key(attempt)));
    } catch (exceeded) {
      if (!(exceeded instanceof RateLimiterRes)) throw databaseFailure(exceeded) ?? exceeded;
      const minutes = Math.max(1, Math.ceil(exceeded.msBeforeNext / 60_000));
      throw new UserInputError(
        UserErrorCode.TOO_MANY_ATTEMPTS,
        `Too many ${this.attempts}. Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`,
      );
    }
  }

  /** Does not count an attempt after all: it was successful. */
  async refund(attempt: Attempt): Promise<void> {
    await Promise.all(this.limits.map(({ limiter, key }) => limiter.reward(digest(key(attempt)))));
  }
}

/** Deletes counts that have expired. */
export async function deleteExpiredAttempts(pool: Pool): Promise<void> {
  await pool.query('delete from operations.throttle where expire < $1', [Date.now()]);
}

export interface Attempt {
  /** Whence it came: an IP address, or a tenant. */
  address: string;
  /** Tenant and email address, or a user. */
  account: string;
}

// no address is stored in clear text, and a long one does not overflow the key
const digest = (key: string) => createHash('sha256').update(key).digest('base64url');
