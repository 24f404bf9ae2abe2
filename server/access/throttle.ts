import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { databaseFailure } from '../database/failure.ts';
import { tooManyAttempts } from '../graphql/user-error.ts';
import { network } from '../limits/caller.ts';
import { digest } from './digest.ts';

const windowSeconds = 15 * 60;

/** How many attempts one key may make per quarter of an hour, or in so many seconds. */
interface Limit {
  name: string;
  points: number;
  seconds?: number;
  key: (attempt: Attempt) => string;
}

const byAccount = ({ account }: Attempt) => account;
const byAddress = ({ address }: Attempt) => network(address);

/** Each may send an email, and a mailbox is easily filled. */
export const passwordResetLimits: Limit[] = [
  { name: 'reset-account', points: 5, key: byAccount },
  { name: 'reset-address', points: 30, key: byAddress },
];

/** Each may send an email, and lets five codes be tried: at most 100 in a day for an account. */
export const signInCodeLimits: Limit[] = [
  { name: 'sign-in-code-account', points: 5, seconds: 60 * 60, key: byAccount },
  { name: 'sign-in-code-account-day', points: 20, seconds: 24 * 60 * 60, key: byAccount },
  { name: 'sign-in-code-address', points: 30, key: byAddress },
];

/** Tries of one code, for as long as it could be good. */
export const signInCodeTryLimits: Limit[] = [{ name: 'sign-in-code-try', points: 5, key: byAccount }];

/** Each sends an email to somebody who did not ask for it. */
export const invitationLimits: Limit[] = [
  { name: 'invitation-user', points: 100, key: byAccount },
  { name: 'invitation-tenant', points: 500, key: byAddress },
];

/** Each may send an email to somebody who did not ask for it: a mailbox gets no more of them in a day, whatever the tenants. */
export const signUpLimits: Limit[] = [
  { name: 'sign-up-account', points: 5, key: byAccount },
  { name: 'sign-up-mailbox', points: 10, seconds: 24 * 60 * 60, key: ({ mailbox = '' }) => mailbox },
  { name: 'sign-up-address', points: 30, key: byAddress },
  { name: 'sign-up-tenant', points: 500, key: ({ tenant = '' }) => tenant },
];

/** Limits what makes emails; for what can be guessed see `Guessing`. Attempts are counted in the database, for all servers together. */
export class Throttle {
  private readonly limits: { limiter: RateLimiterPostgres; key: Limit['key'] }[];

  constructor(
    pool: Pool,
    limits: Limit[],
    /** What is limited, in the plural, for the message. */
    private readonly attempts: string,
  ) {
    this.limits = limits.map(({ name, points, seconds = windowSeconds, key }) => ({
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
        duration: seconds,
      }),
    }));
  }

  /** Counts an attempt before it is made. Fails with TOO_MANY_ATTEMPTS. */
  async consume(attempt: Attempt): Promise<void> {
    try {
      for (const { limiter, key } of this.limits) await limiter.consume(digest(key(attempt)));
    } catch (exceeded) {
      if (!(exceeded instanceof RateLimiterRes)) throw databaseFailure(exceeded) ?? exceeded;
      throw tooManyAttempts(this.attempts, Math.max(1, Math.ceil(exceeded.msBeforeNext / 1_000)));
    }
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
  /** The email address that gets an email by it, and the tenant in whose name, where that is limited, too. */
  mailbox?: string;
  tenant?: string;
}
