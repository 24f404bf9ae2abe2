import { LockMode } from '@mikro-orm/postgresql';
import type Upload from 'graphql-upload/Upload.mjs';
import { v7 as uuid } from 'uuid';
import { scopedEntityManager, tenantScope } from '../access/scope.ts';
import type { RequestContext, RequestOrigin } from '../context.ts';
import { isUuid } from '../database/uuid.ts';
import { notFound } from '../graphql/user-error.ts';
import { addJob } from '../jobs/queue.ts';
import type { Portal } from '../portal.ts';
import { AttachmentSettings } from './attachment-settings.entity.ts';
import type { AttachmentLimits } from './attachment.contract.ts';
import { AttachmentRow } from './attachment.entity.ts';
import { limitsOf, maximumUnclaimed, tooManyWaiting } from './attachment.policy.ts';
import { sanitizeFileName } from '#shared/file-name.ts';
import { isPicture } from './file-type.ts';
import { inspectUpload, rethrowBroken } from './inspect-upload.ts';

/** By the origin of their request, since Apollo copies the context: a file is received and inspected under one set of limits. */
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
 * Takes a file that is still arriving: first it is seen to be what it should be, then its bytes are stored, last its
 * row is written. Whatever ends this early leaves at most bytes without a row, which the sweep finds.
 */
export async function uploadAttachment(context: RequestContext, arriving: Upload): Promise<{ attachmentId: string }> {
  const { portal, signedIn: viewer } = context;
  const file = await arriving.promise.catch(rethrowBroken);
  const name = sanitizeFileName(file.filename);
  const content = await inspectUpload(file, name, await readLimits(context));
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
    if (!attachment) throw notFound('Attachment', 'id');
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
