/** What is due in a queue. */
export interface Due {
  /** How many entries wait for their first or next attempt. */
  waiting: number;
  /** How many have failed for good. */
  failed: number;
  /** How many seconds ago the oldest of those that may begin could have begun. */
  oldest: number;
}

/** What has been due for five minutes should have been done. */
export const isLate = ({ oldest }: Due): boolean => oldest > 5 * 60;
