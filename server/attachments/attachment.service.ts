import { LockMode } from '@mikro-orm/postgresql';
import type Upload from 'graphql-upload/Upload.mjs';
import { v7 as uuid } from 'uuid';
import { scopedEntityManager, tenantScope } from '../access/scope.ts';
import type { RequestContext, RequestOrigin } from '../context.ts';
import { unavailable } from '../database/failure.ts';
import { isUuid } from '../database/uuid.ts';
import { notFound } from '../graphql/user-error.ts';
import { addJob } from '../jobs/queue.ts';
import type { Portal } from '../portal.ts';
import { assertRoom } from './attachment-storage.ts';
import { AttachmentSettings } from './attachment-settings.entity.ts';
import type { AttachmentLimits } from './attachment.contract.ts';
import { AttachmentRow } from './attachment.entity.ts';
import { limitsOf, maximumUnclaimed, tooManyWaiting } from './attachment.policy.ts';
import { sanitizeFileName } from '#shared/file-name.ts';
import { isPicture } from './file-type.ts';
import { inspectUpload, rethrowBroken } from './inspect-upload.ts';
import type { StoredContent } from '../storage/storage.ts';

/** By the origin of the request, since Apollo copies the context: a file is received and inspected under the same limits. */
const limitsOfRequest = new WeakMap<RequestOrigin, Promise<AttachmentLimits>>();

/** What may be attached, read once per request. Throws UNAUTHENTICATED. */
export async function readLimits({ portal, signedIn, origin }: RequestContext): Promise<AttachmentLimits> {
  const limits = (origin && limitsOfRequest.get(origin)) ?? findLimits(portal, signedIn.tenantId);
  if (origin) limitsOfRequest.set(origin, limits);
  return limits;
}

async function findLimits({ orm }: Portal, tenantId: string): Promise<AttachmentLimits> {
  return limitsOf(
    await scopedEntityManager(orm.em, tenantScope(tenantId)).findOneOrFail(AttachmentSettings, { tenantId }),
  );
}

/**
 * Receives a file: it is inspected while it arrives, then its bytes are stored, and its row is written last. A failure
 * leaves at most bytes without a row, which a job removes.
 */
export async function uploadAttachment(context: RequestContext, upload: Upload): Promise<{ attachmentId: string }> {
  const { portal, signedIn: viewer } = context;
  const file = await upload.promise.catch(rethrowBroken);
  const limits = await readLimits(context);
  const { name, content } = await inspectUpload(file, sanitizeFileName(file.filename), limits);
  const before = scopedEntityManager(portal.orm.em, tenantScope(viewer.tenantId));
  await assertRoom(context, before, limits, { name, more: content.size });
  const id = uuid();
  const storageKey = `${viewer.tenantId}/${id}`;
  await storeObject(portal, storageKey, content, () =>
    addUnclaimed(context, { id, name, storageKey }, content, limits),
  );
  return { attachmentId: id };
}

/** Stores an object, and then what refers to it. */
export async function storeObject<Result>(
  portal: Portal,
  key: string,
  content: StoredContent,
  refer: () => Promise<Result>,
): Promise<Result> {
  try {
    await portal.storage.write(key, content).catch((error: Error) => {
      throw unavailable('The file could not be stored. Try again later.', error);
    });
    return await refer();
  } catch (error) {
    // nobody waits for it: a storage that is away would not answer this either
    void removeObjects(portal, [key]);
    throw error;
  }
}

/** Writes the row of a stored file, which belongs to its uploader. Fails with TOO_MANY, or STORAGE_FULL where others were faster. */
function addUnclaimed(
  context: RequestContext,
  file: Pick<AttachmentRow, 'id' | 'name' | 'storageKey'>,
  { contentType, size, sha256 }: StoredContent,
  limits: AttachmentLimits,
): Promise<void> {
  const { tenantId, customerId, userId: uploaderId } = context.signedIn;
  return context.write(async (entityManager) => {
    const unclaimed = await entityManager.count(AttachmentRow, { uploaderId, claimedAt: null });
    if (unclaimed >= maximumUnclaimed) throw tooManyWaiting(file.name);
    const owner = { tenantId, customerId, uploaderId };
    entityManager.create(AttachmentRow, { ...file, ...owner, contentType, size, sha256, createdAt: new Date() });
    // counted and locked with the row, until the end of the transaction
    await entityManager.flush();
    await assertRoom(context, entityManager, limits, { name: file.name, more: 0 });
    if (!isPicture(contentType)) return;
    // unpacked pictures take more memory than anything else: one at a time
    const payload = { tenantId, attachmentId: file.id };
    await addJob(entityManager, 'makeThumbnail', payload, { key: file.id, queue: 'pictures' });
  });
}

/** Deletes a file that no message has claimed. */
export async function removeAttachment(context: RequestContext, id: string): Promise<object> {
  const objects = await context.write(async (entityManager) => {
    const unclaimed = { id, uploaderId: context.viewer?.userId, claimedAt: null };
    const attachment =
      isUuid(id) && (await entityManager.findOne(AttachmentRow, unclaimed, { lockMode: LockMode.PESSIMISTIC_WRITE }));
    if (!attachment) throw notFound('Attachment', 'id');
    entityManager.remove(attachment);
    return storageKeysOf(attachment);
  });
  await removeObjects(context.portal, objects);
  return {};
}

/** The keys under which a file and its thumbnail are stored. */
export const storageKeysOf = ({ storageKey, thumbnailKey }: AttachmentRow): string[] =>
  thumbnailKey ? [storageKey, thumbnailKey] : [storageKey];

/** Removes objects whose row is gone. What cannot be removed now is removed by a job. */
export async function removeObjects({ storage, log }: Portal, keys: string[]): Promise<void> {
  for (const key of keys) {
    await storage.remove(key).catch((error: unknown) => log.warn({ err: error, key }, 'could not remove an object'));
  }
}
