import { LockMode } from '@mikro-orm/postgresql';
import { tenantScope } from '../access/scope.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { allTenants } from '../tenants/tenant.service.ts';
import { isUuid } from '../database/uuid.ts';
import type { Portal } from '../portal.ts';
import { AttachmentRow } from './attachment.entity.ts';
import { storageKeysOf, removeObjects } from './attachment.service.ts';

const retentionMs = 24 * 60 * 60 * 1_000;
const batch = 500;

/** Every hour: deletes files that no message has claimed for a day, with their objects. */
export async function deleteUnclaimed(portal: Portal): Promise<void> {
  for (const { id } of await allTenants(portal)) {
    while ((await deleteBatch(portal, id)) === batch);
  }
}

/** Rows first: objects without a row are found again, but a row without its object would be wrong. */
async function deleteBatch(portal: Portal, tenantId: string): Promise<number> {
  const deleted = await portal.write(tenantScope(tenantId), async (entityManager) => {
    const old = { claimedAt: null, createdAt: { $lt: new Date(Date.now() - retentionMs) } };
    // skips what another server deletes or a message claims at the same time
    const attachments = await entityManager.find(AttachmentRow, old, {
      lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE,
      limit: batch,
    });
    for (const attachment of attachments) entityManager.remove(attachment);
    return attachments;
  });
  await removeObjects(portal, deleted.flatMap(storageKeysOf));
  return deleted.length;
}

/** Every night: deletes objects without a row, left by servers that were killed. Newer ones may still get theirs. */
export async function removeOrphans(portal: Portal): Promise<void> {
  const before = new Date(Date.now() - retentionMs);
  let keys: string[] = [];
  for await (const { key, modifiedAt } of portal.storage.list()) {
    if (modifiedAt >= before) continue;
    keys.push(key);
    if (keys.length < batch) continue;
    await removeUnreferenced(portal, keys);
    keys = [];
  }
  await removeUnreferenced(portal, keys);
  await portal.storage.removeUnfinished();
}

async function removeUnreferenced(portal: Portal, keys: string[]): Promise<void> {
  const tenants = new Set(keys.map(tenantOf).filter(isUuid));
  for (const tenantId of tenants) {
    const ofTenant = keys.filter((key) => tenantOf(key) === tenantId);
    const referenced = await portal.write(tenantScope(tenantId), async (entityManager) => {
      const where = { $or: [{ storageKey: { $in: ofTenant } }, { thumbnailKey: { $in: ofTenant } }] };
      const keysOfFiles = (await entityManager.find(AttachmentRow, where)).flatMap(storageKeysOf);
      return new Set([...keysOfFiles, (await entityManager.findOne(Tenant, tenantId))?.logoFile?.key]);
    });
    await removeObjects(
      portal,
      ofTenant.filter((key) => !referenced.has(key)),
    );
  }
}

const tenantOf = (key: string): string => key.slice(0, key.indexOf('/'));
