import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

/** The bytes to store, and what is known about them. */
export interface StoredContent {
  /** Opens them from the start, once per attempt. */
  open: () => Readable;
  /** Bytes. */
  size: number;
  /** In hexadecimal digits. */
  sha256: string;
  contentType: string;
}

/** The content of bytes that are in memory. */
export const contentOf = (bytes: Buffer, contentType: string): StoredContent => ({
  open: () => Readable.from([bytes]),
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  contentType,
});

export interface StoredObject {
  key: string;
  modifiedAt: Date;
}

/** First and last byte, counted from 0, both included. */
export interface ByteRange {
  first: number;
  last: number;
}

/** Where the bytes of files are stored, under keys that begin with the tenant. Only the server can read them. */
export interface Storage {
  /** Where files are stored, in one line to print at the start. */
  readonly destination: string;
  /** Stores all of the content or nothing. */
  write(key: string, content: StoredContent): Promise<void>;
  /** Rejects with `NotStored` when there is nothing under the key. */
  read(key: string, range?: ByteRange): Promise<Readable>;
  /** Succeeds when there is nothing, too. */
  remove(key: string): Promise<void>;
  /** Everything there is, in no particular order. */
  list(): AsyncIterable<StoredObject>;
  /** Removes what unfinished writes of killed servers have left. */
  removeUnfinished(): Promise<void>;
  close(): void;
}

/** There is nothing under this key. */
export class NotStored extends Error {}
