import { tenantScope } from '../access/scope.ts';
import type { Portal } from '../portal.ts';
import { AttachmentRow } from './attachment.entity.ts';
import { removeObjects } from './attachment.service.ts';
import { shrinkPicture } from './shrink-picture.ts';
import { NotStored, contentOf } from '../storage/storage.ts';

const side = 480;
const maximumPixels = 100_000_000;

/** Makes the thumbnail of a picture and stores its dimensions. Throws when the storage fails, to be retried. */
export async function makeThumbnail(
  portal: Portal,
  { tenantId, attachmentId }: { tenantId: string; attachmentId: string },
): Promise<void> {
  const { storage, log } = portal;
  const withRow = <Result>(work: (attachment: AttachmentRow) => Result) =>
    portal.write(tenantScope(tenantId), async (entityManager) => {
      const attachment = await entityManager.findOne(AttachmentRow, { id: attachmentId, thumbnailKey: null });
      return attachment && work(attachment);
    });
  const original = await withRow(({ storageKey, size }) => ({ storageKey, size }));
  if (!original) return;
  const picture = await readWhole(portal, original);
  const shrunk =
    picture &&
    (await shrink(picture).catch((error: unknown) => {
      log.info({ err: error, attachmentId }, 'a picture cannot be read, and gets no thumbnail');
      return null;
    }));
  if (!shrunk) return;
  const key = `${original.storageKey}.thumbnail`;
  await storage.write(key, contentOf(shrunk.thumbnail, 'image/webp'));
  const updated = await withRow((attachment) =>
    Object.assign(attachment, {
      thumbnailKey: key,
      thumbnailSize: shrunk.thumbnail.length,
      width: shrunk.width,
      height: shrunk.height,
    }),
  );
  // removed in the meantime
  if (!updated) await removeObjects(portal, [key]);
}

type StoredPicture = Pick<AttachmentRow, 'storageKey' | 'size'>;

/** Null when it has been removed in the meantime. */
async function readWhole({ storage }: Portal, { storageKey, size }: StoredPicture): Promise<Buffer | null> {
  const whole = Buffer.alloc(size);
  let length = 0;
  try {
    for await (const chunk of (await storage.read(storageKey)) as AsyncIterable<Buffer>) {
      length += chunk.copy(whole, length);
    }
    return whole;
  } catch (error) {
    if (error instanceof NotStored) return null;
    throw error;
  }
}

async function shrink(picture: Buffer) {
  const { shrunk, width, height } = await shrinkPicture(picture, { width: side, height: side }, maximumPixels);
  return { thumbnail: await shrunk.webp({ quality: 80 }).toBuffer(), width, height };
}
