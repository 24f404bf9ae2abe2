import { setTimeout as pause } from 'node:timers/promises';

/** Far more than the work takes, and little for somebody who then looks for an email. */
const answerTimeMs = 250;

/**
 * Does what is asked of an address that may be anybody's. A job looks whose it is, so that the answer is always the same, and it
 * comes after a fixed time, since jobs for known addresses would slow down the next answers.
 */
export async function answerAlike(work: Promise<void>): Promise<void> {
  await Promise.all([work, pause(answerTimeMs)]);
}
