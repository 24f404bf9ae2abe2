import { until, useDocumentVisibility } from '@vueuse/core';
import { deviceStorage } from '../browser/device-storage';

const lockName = 'shohayota.session';
const underWayKey = 'shohayota.session.under-way';
const settleMs = 1_200;
const visibility = useDocumentVisibility();

/**
 * Runs work while no other tab of this browser talks to the server about the shared session cookie: a refresh token
 * used twice would end the session.
 *
 * Web Locks exist on https and localhost only, and not where the browser blocks cookies. Elsewhere a tab waits until it
 * is the visible one.
 */
export async function withSessionLock<Result>(work: () => Promise<Result>): Promise<Result> {
  const settled = () => afterAbandonedRequests(work);
  let hasBegun = false;
  try {
    return (await navigator.locks.request(lockName, () => {
      hasBegun = true;
      return settled();
    })) as Result;
  } catch (error) {
    if (hasBegun) throw error;
    await until(visibility).toBe('visible');
    return settled();
  }
}

/**
 * A page that is left in the middle of a request frees its lock before the answer brings the new cookie: wait for that.
 */
async function afterAbandonedRequests<Result>(work: () => Promise<Result>): Promise<Result> {
  const wait = Number(deviceStorage.getItem(underWayKey) ?? 0) + settleMs - Date.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(wait, settleMs)));
  deviceStorage.setItem(underWayKey, String(Date.now()));
  const result = await work();
  deviceStorage.removeItem(underWayKey);
  return result;
}
