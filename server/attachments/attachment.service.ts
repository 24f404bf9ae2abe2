import { LockMode } from '@mikro-orm/postgresql';
import { createHash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { FileUpload } from 'graphql-upload/processRequest.mjs';
import type Upload from 'graphql-upload/Upload.mjs';
import { v7 as uuid } from 'uuid';
import { scopedEntityManager, tenantScope } from '../access/scope.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import type { RequestContext } from '../context.ts';
import { isUuid } from '../reads/projection.ts';
import { notFound } from '../graphql/user-error.ts';
import { addJob } from '../jobs/queue.ts';
import type { Portal } from '../portal.ts';
import type { AttachmentLimits } from './attachment.contract.ts';
import { AttachmentRow } from './attachment.entity.ts';
import {
  allowedType,
  emptyFile,
  limitsOf,
  maximumUnclaimed,
  notText,
  tooLarge,
  tooManyWaiting,
  typeMismatch,
} from './attachment.policy.ts';
import { cleanName } from './file-name.ts';
import { isPicture, isText, keepsPromise } from './file-type.ts';
import type { StoredContent } from '../storage/storage.ts';

/** What may be attached. Throws UNAUTHENTICATED. */
export const readLimits = (context: RequestContext): Promise<AttachmentLimits> =>
  tenantLimits(context.portal, context.signedIn.tenantId);

/** What a tenant takes as attachments. */
export async function tenantLimits({ orm }: Portal, tenantId: string): Promise<AttachmentLimits> {
  return limitsOf(await scopedEntityManager(orm.em, tenantScope(tenantId)).findOneOrFail(Tenant, tenantId));
}

/**
 * Takes a file that is still arriving: first it is seen to be what it should be, then its bytes are stored, last its
 * row is written. Whatever ends this early leaves at most bytes without a row, which the sweep finds.
 */
export async function uploadAttachment(context: RequestContext, arriving: Upload): Promise<{ attachmentId: string }> {
  const { portal, signedIn: viewer } = context;
  const file = await arriving.promise.catch(rethrowBroken);
  const name = cleanName(file.filename);
  const content = await examine(file, name, await readLimits(context));
  const id = uuid();
  const storageKey = `${viewer.tenantId}/${id}`;
  try {
    await portal.storage.write(storageKey, content);
    await context.write(async (entityManager) => {
      const waiting = { uploaderId: viewer.userId, claimedAt: null };
      if ((await entityManager.count(AttachmentRow, waiting)) >= maximumUnclaimed) throw tooManyWaiting(name);
      entityManager.create(AttachmentRow, {
        id,
        tenantId: viewer.tenantId,
        customerId: viewer.customerId,
        uploaderId: viewer.userId,
        name,
        contentType: content.contentType,
        size: content.size,
        sha256: content.sha256,
        storageKey,
        createdAt: new Date(),
      });
      if (isPicture(content.contentType)) {
        // pictures, unpacked, take more memory than anything else: one at a time
        const payload = { tenantId: viewer.tenantId, attachmentId: id };
        await addJob(entityManager, 'makeThumbnail', payload, { key: id, queue: 'pictures' });
      }
    });
  } catch (error) {
    await removeObjects(portal, [storageKey]);
    throw error;
  }
  return { attachmentId: id };
}

/** Takes back what no message has claimed. */
export async function removeAttachment(context: RequestContext, id: string): Promise<object> {
  const objects = await context.write(async (entityManager) => {
    const unclaimed = { id, uploaderId: context.viewer?.userId, claimedAt: null };
    const attachment =
      isUuid(id) && (await entityManager.findOne(AttachmentRow, unclaimed, { lockMode: LockMode.PESSIMISTIC_WRITE }));
    if (!attachment) throw notFound('attachment', 'id');
    entityManager.remove(attachment);
    return objectsOf(attachment);
  });
  await removeObjects(context.portal, objects);
  return {};
}

/** The keys under which a file and its thumbnail are stored. */
export const objectsOf = ({ storageKey, thumbnailKey }: AttachmentRow): string[] =>
  thumbnailKey ? [storageKey, thumbnailKey] : [storageKey];

/** Removes what no row names any more. What cannot be removed now, the sweep finds. */
export async function removeObjects({ storage, log }: Portal, keys: string[]): Promise<void> {
  for (const key of keys) {
    await storage.remove(key).catch((error: unknown) => log.warn({ err: error, key }, 'could not remove an object'));
  }
}

/** Reads all that arrives, and answers with what is known of it then. Fails as soon as a rule is broken. */
async function examine(file: FileUpload, name: string, limits: AttachmentLimits): Promise<StoredContent> {
  const contentType = allowedType(name, limits);
  const open = () => file.createReadStream();
  try {
    if (await isEmpty(open())) throw emptyFile(name);
    if (!(await keepsPromise(open(), contentType))) throw typeMismatch(name);
    const hash = createHash('sha256');
    const text = isText(contentType) ? new TextReader(name) : null;
    let size = 0;
    for await (const chunk of open() as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limits.maximumSize) throw tooLarge(name, limits);
      hash.update(chunk);
      text?.read(chunk);
    }
    text?.end();
    return { open, size, sha256: hash.digest('hex'), contentType };
  } catch (error) {
    if ((error as { status?: number }).status === 413) throw tooLarge(name, limits);
    return rethrowBroken(error);
  }
}

async function isEmpty(content: AsyncIterable<Buffer>): Promise<boolean> {
  for await (const chunk of content) return chunk.length === 0;
  return true;
}

/** UTF-8 without the NUL character, however the bytes are cut into pieces. */
class TextReader {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });

  constructor(private readonly name: string) {}

  read(chunk: Buffer): void {
    if (chunk.includes(0)) throw notText(this.name);
    this.decode(chunk, true);
  }

  end(): void {
    this.decode(Buffer.alloc(0), false);
  }

  private decode(chunk: Buffer, stream: boolean): void {
    try {
      this.decoder.decode(chunk, { stream });
    } catch {
      throw notText(this.name);
    }
  }
}

/** A request that is malformed or was cut off fails its readers with errors of HTTP or with plain ones. */
function rethrowBroken(error: unknown): never {
  const { constructor, code, status } = error as { constructor: unknown; code?: string; status?: number };
  if (status === undefined && (constructor !== Error || code !== undefined)) throw error;
  throw new GraphQLError('The file did not arrive whole.', {
    extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
  });
}
