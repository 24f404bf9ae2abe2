import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { NotStored, type ByteRange, type Storage, type StoredContent, type StoredObject } from './storage.ts';

/** Older drafts are not being written any more. */
const maxWriteMs = 60 * 60 * 1_000;

/** A folder below the data directory. A file appears under its key once all of it is on the disk. */
export class LocalStorage implements Storage {
  readonly destination: string;
  private readonly directory: string;
  private readonly incoming: string;

  constructor(dataDirectory: string) {
    this.directory = join(dataDirectory, 'attachments');
    this.incoming = join(this.directory, 'incoming');
    this.destination = `S3_BUCKET is not set: attachments are kept in ${this.directory}.`;
  }

  async write(key: string, { open: source }: StoredContent): Promise<void> {
    const path = this.path(key);
    const draft = join(this.incoming, randomUUID());
    await Promise.all([mkdir(this.incoming, { recursive: true }), mkdir(dirname(path), { recursive: true })]);
    try {
      await pipeline(source(), createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }));
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    await flushDirectory(dirname(path));
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    const file = await open(this.path(key)).catch(asNotStored);
    return file.createReadStream(range && { start: range.first, end: range.last });
  }

  async remove(key: string): Promise<void> {
    await rm(this.path(key), { force: true });
  }

  async *list(): AsyncIterable<StoredObject> {
    for (const folder of await entries(this.directory)) {
      const directory = join(this.directory, folder);
      if (directory === this.incoming) continue;
      for (const file of await entries(directory)) {
        const found = await stat(join(directory, file)).catch(() => null);
        if (found) yield { key: `${folder}/${file}`, modifiedAt: found.mtime };
      }
    }
  }

  async removeUnfinished(): Promise<void> {
    for (const draft of await entries(this.incoming)) {
      const path = join(this.incoming, draft);
      const found = await stat(path).catch(() => null);
      if (found && found.mtimeMs < Date.now() - maxWriteMs) await rm(path, { force: true });
    }
  }

  close(): void {}

  private path(key: string): string {
    return join(this.directory, ...key.split('/'));
  }
}

const entries = (directory: string): Promise<string[]> =>
  readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });

/** A rename survives a crash only once the folder is on the disk, too; Windows cannot flush folders. */
async function flushDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(directory);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function asNotStored(error: NodeJS.ErrnoException): never {
  throw error.code === 'ENOENT' ? new NotStored('There is no such file.') : error;
}
