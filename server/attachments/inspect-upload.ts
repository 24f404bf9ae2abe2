import { createHash } from 'node:crypto';
import { Readable, type Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { GraphQLError } from 'graphql';
import type { FileUpload } from 'graphql-upload/processRequest.mjs';
import { splitFileName } from '#shared/file-name.ts';
import { unavailable } from '../database/failure.ts';
import type { StoredContent } from '../storage/storage.ts';
import { allowedType, emptyFile, tooLarge, typeMismatch, type FileLimits } from './attachment.policy.ts';
import { extensionsOf, isText, recognise, typeOfContent, unknownType } from './file-type.ts';
import { hasPrivateMetadata, withoutPrivateMetadata } from './picture-metadata.ts';

/** A file as it is stored. */
export interface InspectedFile {
  name: string;
  content: StoredContent;
}

/**
 * Reads a file while it arrives, once, and answers with what is known of it at its end. Fails as soon as a rule is
 * broken. It is opened again to be stored: the storage wants size and digest first, and may try more than once. A
 * picture under the name of another type gets its own extension, and loses what it says of where and by whom it was taken.
 */
export async function inspectUpload(file: FileUpload, name: string, limits: FileLimits): Promise<InspectedFile> {
  const said = allowedType(name, limits);
  endWithItsDisk(file);
  let reader: UploadReader | undefined;
  try {
    reader = new UploadReader(file.createReadStream());
    const recognised = await recognise(reader);
    if (reader.size === 0) throw emptyFile(name);
    const found = typeOfContent(said, recognised, reader.head);
    const isAllowed = (type: string | null): type is string => type !== null && limits.contentTypes.includes(type);
    // a text may begin like anything, which is known at its end
    if (!isAllowed(found) && !isText(said)) throw typeMismatch(name, recognised);
    while (!(await reader.next()).done);
    if (reader.size > limits.maximumSize) throw tooLarge(name, limits);
    const type = isText(said) && reader.isText ? said : found;
    if (!isAllowed(type)) throw typeMismatch(name, recognised);
    const contentType = isText(type) && !reader.isText ? unknownType : type;
    const known = { open: () => file.createReadStream(), size: reader.size, sha256: reader.digest(), contentType };
    const content = hasPrivateMetadata(type) ? await cleaned(known, name) : known;
    return { name: type === said ? name : `${splitFileName(name).stem}.${extensionsOf([type])[0]}`, content };
  } catch (error) {
    if ((error as { status?: number }).status === 413) throw tooLarge(name, limits);
    return rethrowBroken(error);
  } finally {
    reader?.close();
  }
}

/** The temporary file of an upload tells its readers nothing when it cannot be written: they would wait for ever. */
function endWithItsDisk(file: FileUpload): void {
  const { capacitor } = file as FileUpload & { capacitor: Writable };
  capacitor.once('error', (error) => capacitor.destroy(error));
}

async function cleaned(picture: StoredContent, name: string): Promise<StoredContent> {
  const whole = await buffer(picture.open());
  const parts = partsOf(whole, picture.contentType, name);
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  const size = parts.reduce((total, { length }) => total + length, 0);
  return { ...picture, open: () => Readable.from(parts), size, sha256: hash.digest('hex') };
}

function partsOf(picture: Buffer, contentType: string, name: string): Buffer[] {
  try {
    return withoutPrivateMetadata(picture, contentType);
  } catch (error) {
    if (error instanceof RangeError) throw typeMismatch(name, undefined);
    throw error;
  }
}

/** How many bytes at the beginning can tell what a file is. */
const headLength = 4_100;

/** Measures what is read from it. It stays open when a reader stops, so that another can continue. */
class UploadReader implements AsyncIterableIterator<Buffer> {
  size = 0;
  head = Buffer.alloc(0);
  /** Whether it can be a text in UTF-8 without the NUL character. */
  isText = true;
  private readonly chunks: AsyncIterator<Buffer>;
  private readonly hash = createHash('sha256');
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });

  constructor(private readonly content: Readable) {
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
      if (this.head.length < headLength)
        this.head = Buffer.concat([this.head, result.value.subarray(0, headLength - this.head.length)]);
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
    if (!this.isText) return;
    try {
      this.isText = !chunk.includes(0);
      this.decoder.decode(chunk, { stream });
    } catch {
      this.isText = false;
    }
  }
}

/** What the disk for files on their way in says when it takes no more. */
const fullDisk = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EROFS', 'EIO']);

/** Readers of a malformed or interrupted request fail with errors that have an HTTP status, or with plain ones. */
export function rethrowBroken(error: unknown): never {
  const { constructor, code, status } = error as { constructor: unknown; code?: string; status?: number };
  if (code && fullDisk.has(code))
    throw unavailable('There is no room for files at the moment. Try again later.', error as Error);
  if (status === undefined && (constructor !== Error || code !== undefined)) throw error;
  throw new GraphQLError('The upload was incomplete.', {
    extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
  });
}
