import { ref } from 'vue';

/** Milliseconds by which this device's clock is behind that of the server. */
const behind = ref(0);
/** The header of an answer has whole seconds, and an answer takes its time. */
const noticedMs = 5_000;

/** Sets the clock by an answer of the server. */
export function readServerClock({ headers }: Response): void {
  const difference = Date.parse(headers.get('date') ?? '') - Date.now();
  if (Math.abs(difference - behind.value) > noticedMs) behind.value = Math.abs(difference) > noticedMs ? difference : 0;
}

/** When the local day begins that is so many days from today. */
export function midnight(days: number): string {
  const today = serverTime();
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() + days).toISOString();
}

/** The time by the server's clock, by which everything shown has been dated. */
export const serverTime = (device = Date.now()): Date => new Date(device + behind.value);
