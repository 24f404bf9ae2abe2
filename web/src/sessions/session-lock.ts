const lockName = 'shohayota.session';
const leaseKey = 'shohayota.session.lease';
const leaseMs = 35_000;
const underWayKey = 'shohayota.session.under-way';
const settleMs = 1_200;

/**
 * Runs work while no other tab of this browser talks to the server about the shared session cookie.
 * Plain http hosts have no Web Locks; there a lease in localStorage does its best.
 */
export function withSessionLock<Result>(work: () => Promise<Result>): Promise<Result> {
  const settled = () => afterLeftPages(work);
  return navigator.locks ? (navigator.locks.request(lockName, settled) as Promise<Result>) : withLease(settled);
}

/** A page that was left in the middle of a request frees its lock before the answer brings the new cookie: wait for that. */
async function afterLeftPages<Result>(work: () => Promise<Result>): Promise<Result> {
  const wait = Number(localStorage.getItem(underWayKey) ?? 0) + settleMs - Date.now();
  if (wait > 0) await pause(Math.min(wait, settleMs));
  localStorage.setItem(underWayKey, String(Date.now()));
  const result = await work();
  localStorage.removeItem(underWayKey);
  return result;
}

async function withLease<Result>(work: () => Promise<Result>): Promise<Result> {
  const holder = String(Math.random());
  while (!(await claim(holder))) await pause(100 + Math.random() * 100);
  try {
    return await work();
  } finally {
    if (readLease()?.holder === holder) localStorage.removeItem(leaseKey);
  }
}

async function claim(holder: string): Promise<boolean> {
  const lease = readLease();
  if (lease && lease.until > Date.now()) return false;
  localStorage.setItem(leaseKey, JSON.stringify({ holder, until: Date.now() + leaseMs }));
  // Two tabs may write at once: the one that is still there after a moment has it.
  await pause(30);
  return readLease()?.holder === holder;
}

function readLease(): { holder: string; until: number } | null {
  try {
    return JSON.parse(localStorage.getItem(leaseKey) ?? 'null');
  } catch {
    return null;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
