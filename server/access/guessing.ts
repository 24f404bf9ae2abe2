import type { Pool } from 'pg';
import { databaseFailure } from '../database/failure.ts';
import { tooManyAttempts } from '../graphql/user-error.ts';
import { network } from '../limits/caller.ts';
import { digest } from './digest.ts';

/** What can be guessed; each is counted by itself. */
export type GuessKind = 'password' | 'second-factor';

/** One guess at what only the owner of an account knows. */
export interface Guess {
  kind: GuessKind;
  /** The id of the tenant, or what was given where there is none. */
  tenant: string;
  /** The id of the user; an email address where it must not show whether there is one. */
  account: string;
  /** The address of the client. */
  address: string;
  /** The device at which the account was signed in to before, as `context.guessAt` finds it; null for any other. */
  device: string | null;
}

/** Wrong guesses from one network at all accounts of a tenant, in so many seconds. */
const networkLimit = { guesses: 100, seconds: 15 * 60 };

/** Wrong guesses at one account, be it by all unknown devices together or by one that is known. */
const accountLimits = [
  { guesses: 10, seconds: 15 * 60 },
  { guesses: 100, seconds: 24 * 60 * 60 },
];

/** After so many wrong guesses in a day each waits twice as long as the one before, from one second to `longest`. */
const delay = { free: 5, longest: 15 * 60 };

/**
 * Counts guesses at passwords, codes and whatever else can be guessed, in the database and so for all servers together. Strangers
 * use up what strangers have, and never what a known device of the owner has: docs/adr/0074-guessing.md.
 */
export class Guessing {
  constructor(private readonly pool: Pool) {}

  /** Counts a guess, before it is tried. Fails with TOO_MANY_ATTEMPTS, whether or not there is such an account. */
  async consume(guess: Guess): Promise<void> {
    if (guess.device === null) await this.count(networkKey(guess), [networkLimit], false);
    try {
      await this.count(accountKey(guess), accountLimits, true);
    } catch (refused) {
      // what is not tried is no guess
      if (guess.device === null) await this.takeBack(networkKey(guess));
      throw refused;
    }
  }

  /** The guess was right, and so is not counted after all; all others from the same known device are forgotten. */
  async succeed(guess: Guess): Promise<void> {
    if (guess.device !== null) {
      await this.query('delete from operations.guess where key = $1', [accountKey(guess)]);
    } else {
      await this.takeBack(networkKey(guess));
      await this.takeBack(accountKey(guess));
    }
  }

  private async count(key: string, limits: typeof accountLimits, isDelayed: boolean): Promise<void> {
    const { rows } = await this.query<{ counted: boolean; wait: number | null }>(
      `with counted as (
         insert into operations.guess as held (key, guessed_at) values ($1, array[clock_timestamp()])
         on conflict (key) do update set guessed_at =
           array(select at from unnest(held.guessed_at) at where at > clock_timestamp() - interval '1 day' order by at)
           || clock_timestamp()
         where coalesce(${nextAt('held.guessed_at', limits, isDelayed)} <= clock_timestamp(), true)
         returning key
       )
       select exists (select from counted) as counted,
         (select ceil(extract(epoch from ${nextAt('guessed_at', limits, isDelayed)} - clock_timestamp()))::int
          from operations.guess where key = $1) as wait`,
      [key],
    );
    const { counted, wait } = rows[0]!;
    if (counted) return;
    // nothing where another guess was counted at the same moment
    throw tooManyAttempts('attempts', Math.max(1, wait ?? 1));
  }

  private async takeBack(key: string): Promise<void> {
    await this.query(
      'update operations.guess set guessed_at = trim_array(guessed_at, 1) where key = $1 and cardinality(guessed_at) > 0',
      [key],
    );
  }

  private query<Row extends object>(text: string, values: unknown[]) {
    return this.pool.query<Row>(text, values).catch((error: unknown) => {
      throw databaseFailure(error) ?? error;
    });
  }
}

/** When the next guess may be tried after those in the array `at`; null at once. */
function nextAt(at: string, limits: typeof accountLimits, isDelayed: boolean): string {
  const ends = limits.map(
    ({ guesses, seconds }) => `${at}[cardinality(${at}) - ${guesses - 1}] + interval '${seconds} seconds'`,
  );
  const { free, longest } = delay;
  const doubled = `make_interval(secs => least(${longest}, power(2, cardinality(${at}) - ${free})))`;
  const delayed = `case when cardinality(${at}) >= ${free} then ${at}[cardinality(${at})] + ${doubled} end`;
  return `greatest(${[...ends, ...(isDelayed ? [delayed] : [])].join(', ')})`;
}

/** Deletes what was guessed more than a day ago. */
export async function deleteExpiredGuesses(pool: Pool): Promise<void> {
  await pool.query(
    `delete from operations.guess where coalesce(guessed_at[cardinality(guessed_at)], '-infinity') < now() - interval '1 day'`,
  );
}

const networkKey = ({ kind, tenant, address }: Guess) => keyOf('network', kind, tenant, network(address));

const accountKey = ({ kind, tenant, account, device }: Guess) =>
  device === null ? keyOf('account', kind, tenant, account) : keyOf('device', kind, tenant, account, device);

const keyOf = (...parts: string[]) => digest(JSON.stringify(parts));
