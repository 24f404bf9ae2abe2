import { LockMode } from '@mikro-orm/postgresql';
import { tenantScope } from '../access/scope.ts';
import { allTenants } from '../tenants/tenant.service.ts';
import { isUuid } from '../database/uuid.ts';
import type { Portal } from '../portal.ts';
import { AttachmentRow } from './attachment.entity.ts';
import { objectsOf, removeObjects } from './attachment.service.ts';

const keptFor = 24 * 60 * 60 * 1_000;
const batch = 500;

/** Every hour: files that no message has claimed for a day, object and row both. */
export async function deleteUnclaimed(portal: Portal): Promise<void> {
  for (const { id } of await allTenants(portal)) {
    while ((await deleteSome(portal, id)) === batch);
  }
}

/** The row goes first: objects without a row are found again, a row without its object would be a lie. */
async function deleteSome(portal: Portal, tenantId: string): Promise<number> {
  const forgotten = await portal.write(tenantScope(tenantId), async (entityManager) => {
    const old = { claimedAt: null, createdAt: { $lt: new Date(Date.now() - keptFor) } };
    // what another server sweeps or a message claims at this moment is left to it
    const attachments = await entityManager.find(AttachmentRow, old, {
      lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE,
      limit: batch,
    });
    for (const attachment of attachments) entityManager.remove(attachment);
    return attachments;
  });
  await removeObjects(portal, forgotten.flatMap(objectsOf));
  return forgotten.length;
}

/** Every night: objects without a row, which servers that ended in between have left. Younger ones may yet get theirs. */
export async function removeOrphans(portal: Portal): Promise<void> {
  const before = new Date(Date.now() - keptFor);
  let keys: string[] = [];
  for await (const { key, modifiedAt } of portal.storage.list()) {
    if (modifiedAt >= before) continue;
    keys.push(key);
    if (keys.length < batch) continue;
    await removeUnnamed(portal, keys);
    keys = [];
  }
  await removeUnnamed(portal, keys);
  await portal.storage.removeUnfinished();
}

async function removeUnnamed(portal: Portal, keys: string[]): Promise<void> {
  const tenants = new Set(keys.map(tenantOf).filter(isUuid));
  for (const tenantId of tenants) {
    const ofTenant = keys.filter((key) => tenantOf(key) === tenantId);
    const named = await portal.write(tenantScope(tenantId), async (entityManager) => {
      const where = { $or: [{ storageKey: { $in: ofTenant } }, { thumbnailKey: { $in: ofTenant } }] };
      return new Set((await entityManager.find(AttachmentRow, where)).flatMap(objectsOf));
    });
    await removeObjects(
      portal,
      ofTenant.filter((key) => !named.has(key)),
    );
  }
}

const tenantOf = (key: string): string => key.slice(0, key.indexOf('/'));
