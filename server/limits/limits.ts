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

/** Bytes of one request body, and of one message on a socket. */
export const bodyLimit = 256 * 1024;

/** What a document may consist of: words, fields in each other, aliases and their characters, directives. */
export const documents = { tokens: 2_000, depth: 14, aliases: 30, aliasLength: 100, directives: 50 };

/** Requests that are worked on at once. */
export const requestsInFlight: SharedLimits = {
  user: { each: 8, total: Infinity, waiting: 100, patience },
  address: { each: 12, total: Infinity, waiting: 200, patience },
  tenant: { each: 30, total: 200, waiting: 500, patience },
};

/** The price from which an operation is a large one: its answer takes memory, and time in which nothing else is done. */
export const largeFrom = 300;

/** The same for mutations, of whose price most is work for the database rather than an answer. */
export const largeMutationFrom = 1_000;

/** Large operations, from before they are read until their answer is written. */
export const largeInFlight: SharedLimits = {
  user: { each: 2, total: Infinity, waiting: 40, patience },
  address: { each: 2, total: Infinity, waiting: 40, patience },
  tenant: { each: 4, total: 6, waiting: 200, patience },
};

/** Uploads and downloads, which take as long as the network of the client does. */
export const transfersInFlight: SharedLimits = {
  user: { each: 3, total: Infinity, waiting: 20, patience },
  address: { each: 60, total: Infinity, waiting: 300, patience },
  tenant: { each: 100, total: 300, waiting: 300, patience },
};

/** Connections of clients. Behind a proxy all are of one address, and only the total counts. */
export const connections = { address: 1_000, total: 10_000, opened: { count: 5_000, interval: 10_000 } };

/** Until a request has arrived whole; the headers, a body, one with a file; and without any byte meanwhile. */
export const arrival = { headers: 10_000, body: 15_000, upload: 15 * 60_000, idle: 60_000 };

/** The least bytes of an upload in each `interval`. */
export const uploadRate = { bytes: 16 * 1024, interval: 10_000 };

/** Sockets and subscriptions at once, and what one socket may do. */
export const sockets = {
  /** Of one address, and of those the ones that have not said yet who they are. */
  address: 1_000,
  nobody: 100,
  user: 50,
  /** Until `connection_init`. */
  initialisation: 10_000,
  /** After a ping; then a socket that has not answered is closed. */
  heartbeat: 15_000,
  /** Messages of a client within `interval`. */
  messages: { count: 100, interval: 1_000 },
  /** Bytes that wait for a client that does not read; with more of them the socket is closed. */
  unread: 2 * 1024 * 1024,
};

export const subscriptions = { socket: 20, user: 60, address: 100 };

/** What operations may cost in so many seconds: of a user, of all without a token at one address, of a whole tenant. */
export const budgets = { seconds: 10, user: 200_000, address: 150_000, tenant: 2_000_000 };

/**
 * What is paid for beside operations: a request as such, one that is refused, one that nobody waits for any more, the handshake of a socket; so many characters
 * of a document that is not known, of a body that is refused, and of an answer, from so many on.
 */
export const prices = {
  request: 20,
  refused: 100,
  hungUp: 500,
  handshake: 10,
  charactersRead: 5,
  charactersRefused: 1_000,
  charactersAnswered: 1_000,
  answeredFrom: 10_000,
};

/** How long a refusal waits once nothing is left: whoever sends the next when the last is answered sends few then. */
export const slowRefusal = 1_000;

/** What the variables of an operation may consist of. */
export const variables = { values: 5_000, depth: 20 };

/** Errors of one kind that are looked for in a document or in variables. */
export const maximumErrors = 10;

/** Emails about events that one user gets in so many seconds; more are gathered into one at the end of them. */
export const mailsOfRecipient = { count: 60, seconds: 3_600 };

/** How often one user, and all of a tenant, may do what makes work for others. */
export interface Frequency {
  user: number;
  tenant: number;
  seconds: number;
}

const inAMinute = (user: number, tenant: number): Frequency => ({ user, tenant, seconds: 60 });

/** Ten times what a quick person does, and little for a loop. Each is named by its mutation; `others` counts all others together. */
export const frequencies = {
  apiKeyCreate: inAMinute(10, 20),
  apiKeyRotate: inAMinute(10, 20),
  articleSave: inAMinute(60, 300),
  attachmentUpload: inAMinute(200, 2_000),
  callRequestCreate: inAMinute(60, 1_000),
  messageAdd: inAMinute(300, 5_000),
  organisationLogoUpload: inAMinute(10, 30),
  others: inAMinute(300, 5_000),
  ownDomainCheck: inAMinute(10, 20),
  passkeySignIn: { user: 100, tenant: 20_000, seconds: 15 * 60 },
  sessionRefresh: inAMinute(100, 10_000),
  signIn: { user: 100, tenant: 20_000, seconds: 15 * 60 },
  singleSignOnCheck: inAMinute(10, 20),
  ticketCreate: inAMinute(100, 2_000),
  ticketUpdate: inAMinute(300, 5_000),
};
