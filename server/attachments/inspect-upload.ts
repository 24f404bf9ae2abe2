import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { GraphQLError } from 'graphql';
import type { FileUpload } from 'graphql-upload/processRequest.mjs';
import type { StoredContent } from '../storage/storage.ts';
import type { AttachmentLimits } from './attachment.contract.ts';
import { allowedType, emptyFile, notText, tooLarge, typeMismatch } from './attachment.policy.ts';
import { contentMatchesType, isText } from './file-type.ts';

/**
 * Reads a file while it arrives, once, and answers with what is known of it at its end. Fails as soon as a rule is
 * broken. It is opened again to be stored: the storage wants size and digest first, and may try more than once.
 */
export async function inspectUpload(file: FileUpload, name: string, limits: AttachmentLimits): Promise<StoredContent> {
  const contentType = allowedType(name, limits);
  let reader: UploadReader | undefined;
  try {
    reader = new UploadReader(file.createReadStream(), isText(contentType));
    const isMatch = await contentMatchesType(reader, contentType);
    if (reader.size === 0) throw emptyFile(name);
    if (!isMatch) throw typeMismatch(name);
    while (reader.isReadable && !(await reader.next()).done);
    if (!reader.isReadable) throw notText(name);
    return { open: () => file.createReadStream(), size: reader.size, sha256: reader.digest(), contentType };
  } catch (error) {
    if ((error as { status?: number }).status === 413) throw tooLarge(name, limits);
    return rethrowBroken(error);
  } finally {
    reader?.close();
  }
}

/** Measures what is read from it. It stays open when a reader stops, so that another can continue. */
class UploadReader implements AsyncIterableIterator<Buffer> {
  size = 0;
  /** Whether it can be a text in UTF-8 without the NUL character, where it has to be one. */
  isReadable = true;
  private readonly chunks: AsyncIterator<Buffer>;
  private readonly hash = createHash('sha256');
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });

  constructor(
    private readonly content: Readable,
    private readonly mustBeText: boolean,
  ) {
    this.chunks = content[Symbol.asyncIterator]();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Buffer>> {
    const result = await this.chunks.next();
    if (result.done) this.decode(Buffer.alloc(0), false);
    else {
      this.size += result.value.length;
      this.hash.update(result.value);
      this.decode(result.value, true);
    }
    return result;
  }

  digest(): string {
    return this.hash.digest('hex');
  }

  close(): void {
    this.content.destroy();
  }

  private decode(chunk: Buffer, stream: boolean): void {
    if (!this.mustBeText || !this.isReadable) return;
    try {
      this.isReadable = !chunk.includes(0);
      this.decoder.decode(chunk, { stream });
    } catch {
      this.isReadable = false;
    }
  }
}

/** Readers of a malformed or interrupted request fail with errors that have an HTTP status, or with plain ones. */
export function rethrowBroken(error: unknown): never {
  const { constructor, code, status } = error as { constructor: unknown; code?: string; status?: number };
  if (status === undefined && (constructor !== Error || code !== undefined)) throw error;
  throw new GraphQLError('The upload was incomplete.', {
    extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
  });
}
