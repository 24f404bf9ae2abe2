import type { Readable } from 'node:stream';

/** What is known of the bytes before they are stored. */
export interface StoredContent {
  /** Opens them from the beginning, once for each attempt. */
  open: () => Readable;
  /** Bytes. */
  size: number;
  /** In hexadecimal digits. */
  sha256: string;
  contentType: string;
}

export interface StoredObject {
  key: string;
  modifiedAt: Date;
}

/** First and last byte, counted from 0, both included. */
export interface ByteRange {
  first: number;
  last: number;
}

/** Where the bytes of attachments are kept, under keys that begin with the tenant. Only the server can read them. */
export interface Storage {
  /** Where files go, in one line for the start. */
  readonly destination: string;
  /** Keeps the content whole or not at all. */
  write(key: string, content: StoredContent): Promise<void>;
  /** Rejects with `NotStored` when there is nothing under the key. */
  read(key: string, range?: ByteRange): Promise<Readable>;
  /** Also succeeds when there is nothing. */
  remove(key: string): Promise<void>;
  /** Everything there is, in no particular order. */
  list(): AsyncIterable<StoredObject>;
  /** Removes what writes left behind that were cut off by the end of their server. */
  removeUnfinished(): Promise<void>;
  close(): void;
}

/** There is nothing under this key. */
export class NotStored extends Error {}
