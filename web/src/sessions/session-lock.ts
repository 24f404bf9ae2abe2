const lockName = 'shohayota.session';

/**
 * Runs work while no other tab of this browser talks to the server about the shared session cookie, so that no answer to a
 * refresh comes after another tab has signed somebody else in.
 *
 * Web Locks exist on https and localhost only, and not where the browser blocks cookies. Elsewhere tabs do without: refreshing
 * at once is no problem of the server's.
 */
export async function withSessionLock<Result>(work: () => Promise<Result>): Promise<Result> {
  let hasBegun = false;
  try {
    return (await navigator.locks.request(lockName, () => {
      hasBegun = true;
      return work();
    })) as Result;
  } catch (error) {
    if (hasBegun) throw error;
    return work();
  }
}
