import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { onTestFinished } from 'vitest';
import type { TestPortal } from '../support/portal.ts';

/** Counts the passwords that are compared with a hash from now on, by all servers of the test. */
export function countTriedPasswords(): { count: number } {
  const tried = { count: 0 };
  const count = () => tried.count++;
  subscribe('portal.password.tried', count);
  onTestFinished(() => void unsubscribe('portal.password.tried', count));
  return tried;
}

/** As if so many seconds had passed since all guesses. */
export const ageGuesses = ({ database }: TestPortal, seconds: number) =>
  database.superuser.query(
    `update operations.guess
     set guessed_at = array(select at - make_interval(secs => $1) from unnest(guessed_at) at order by at)`,
    [seconds],
  );

/** Makes as many guesses as are tried in a quarter of an hour, with pauses that are long enough; answers with what they do. */
export async function guessTenTimes<Answer>(portal: TestPortal, guess: (index: number) => Promise<Answer>) {
  const answers: Answer[] = [];
  for (let index = 0; index < 10; index++) {
    answers.push(await guess(index));
    await ageGuesses(portal, 20);
  }
  return answers;
}
