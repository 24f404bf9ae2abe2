/** How many changes of each page a draft contains. */
type Changes = Record<string, number>;

/** A draft as it is stored. */
export interface DraftRecord<Value = object> {
  savedAt: number;
  /** null for one that was sent or given up. */
  value: Value | null;
  changes: Changes;
  /** The same in all tabs, from the first change until it is sent; empty before. */
  id: string;
  /** When it was first sent, where that matters. */
  triedAt?: number;
}

const day = 24 * 60 * 60 * 1000;
const maxAgeMs = 14 * day;
/** Longer than tabs are open that have not heard of it. */
const droppedMaxAgeMs = day;

/** null for one that is not there, is too old, or cannot be read. */
export function parseRecord<Value>(stored: string | null): DraftRecord<Value> | null {
  try {
    const record = JSON.parse(stored ?? '') as DraftRecord<Value>;
    const isFresh = Date.now() - record.savedAt < (record.value ? maxAgeMs : droppedMaxAgeMs);
    return isFresh && record.changes ? record : null;
  } catch {
    return null;
  }
}

/** Whether all that was written in `other` has gone into `changes`, so that it may take its place. */
export const includes = (changes: Changes, other: Changes): boolean =>
  Object.entries(other).every(([page, count]) => (changes[page] ?? 0) >= count);
