import type { TurnLimits } from '../database/turns.ts';

/** Each limit of what clients may do, once; docs/integrating.md has them as a table. Times are in milliseconds. */

/** Who is counted in the same place as others. */
interface SharedLimits {
  /** One user. */
  user: TurnLimits;
  /** All who are not signed in at one address. */
  address: TurnLimits;
  /** One tenant, and all tenants together. */
  tenant: TurnLimits;
}

const patience = 5_000;

/** Requests that are worked on at once. */
export const requestsInFlight: SharedLimits = {
  user: { each: 20, total: Infinity, waiting: 100, patience },
  address: { each: 60, total: Infinity, waiting: 200, patience },
  tenant: { each: 100, total: 400, waiting: 300, patience },
};

/** Uploads and downloads, which take as long as the network of the client does. */
export const transfersInFlight: SharedLimits = {
  user: { each: 6, total: Infinity, waiting: 20, patience },
  address: { each: 60, total: Infinity, waiting: 300, patience },
  tenant: { each: 100, total: 300, waiting: 300, patience },
};

/** Connections of clients. Behind a proxy all are of one address, and only the total counts. */
export const connections = { address: 1_000, total: 10_000 };

/** Until a request has arrived whole; the headers, a body, one with a file; and without any byte meanwhile. */
export const arrival = { headers: 10_000, body: 15_000, upload: 15 * 60_000, idle: 60_000 };

/** The least bytes of an upload in each `interval`. */
export const uploadRate = { bytes: 16 * 1024, interval: 10_000 };
