import { digest } from '../access/digest.ts';
import { isStaff, type Viewer } from '../access/viewer.ts';
import type { RequestOrigin } from '../context.ts';
import type { RefreshGrant } from '../access/tokens.ts';
import type { SessionRow } from './session.entity.ts';

const dayMs = 24 * 60 * 60 * 1_000;
/** How long a session lasts after its last refresh, and at most. */
const lives = {
  customer: { idleMs: 30 * dayMs, totalMs: 90 * dayMs },
  staff: { idleMs: 7 * dayMs, totalMs: 30 * dayMs },
};
/** How long a lost answer can be asked for again. */
const repeatMs = 30_000;

/** When a session ends that began at `createdAt` and is refreshed now. */
export function sessionEnd(user: Pick<Viewer, 'role'>, createdAt: Date, now: Date): Date {
  const { idleMs, totalMs } = isStaff(user) ? lives.staff : lives.customer;
  return new Date(Math.min(now.getTime() + idleMs, createdAt.getTime() + totalMs));
}

/** What a device shows of itself; not its address, which changes when answers are lost. */
export const deviceOf = ({ userAgent }: RequestOrigin): string => digest(userAgent);

/**
 * What the use of a refresh token means: the `next` generation, the `same` one again, or `theft`.
 *
 * A generation lasts at least as long as an answer can be asked for again, while it is used by the device it was made for. So
 * no more than two are ever good, however many tabs, processes and repetitions there are, and all of them are given the same.
 */
export function meaningOf(
  { generation }: RefreshGrant,
  session: Pick<SessionRow, 'generation' | 'replacedAt' | 'replacedBy'>,
  device: string,
  now: Date,
): 'next' | 'same' | 'theft' {
  const isRepeat = session.replacedBy === device && now.getTime() - session.replacedAt.getTime() <= repeatMs;
  if (generation === session.generation) return isRepeat ? 'same' : 'next';
  return isRepeat && generation === session.generation - 1 ? 'same' : 'theft';
}
