import type { EntityManager } from '@mikro-orm/postgresql';
import { isStaff } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import type { Portal } from '../portal.ts';
import { AttachmentUsage } from './attachment-usage.entity.ts';
import type { AttachmentLimits, AttachmentStorage } from './attachment.contract.ts';
import { isNearlyFull, noRoom } from './attachment.policy.ts';

/** What the attachments of the viewer's tenant take, and may take; null for customers. */
export async function readStorage(
  context: RequestContext,
  { storageMaximum }: AttachmentLimits,
): Promise<AttachmentStorage | null> {
  const { portal, signedIn: viewer } = context;
  if (!isStaff(viewer)) return null;
  const used = await context.read({
    text: 'select coalesce((select used_bytes from attachment_usage where tenant_id = $1), 0)::text as json',
    values: [viewer.tenantId],
    shape: Number,
  });
  const maximum = smallerMaximum(portal, storageMaximum);
  const operatorMaximum = portal.config.attachmentStorage ?? null;
  return { used, maximum, chosenMaximum: storageMaximum, operatorMaximum, isNearlyFull: isNearlyFull(used, maximum) };
}

/** Fails with STORAGE_FULL where the files of a tenant take more than they may, `more` bytes included. */
export async function assertRoom(
  { portal, signedIn: { tenantId } }: RequestContext,
  entityManager: EntityManager,
  { storageMaximum }: AttachmentLimits,
  { name, more }: { name: string; more: number },
): Promise<void> {
  const maximum = smallerMaximum(portal, storageMaximum);
  if (maximum === null) return;
  const usage = await entityManager.findOne(AttachmentUsage, { tenantId });
  if ((usage?.usedBytes ?? 0) + more > maximum) throw noRoom(name, maximum);
}

/** The smaller one of what admins chose and what the operator allows; null where neither said anything. */
function smallerMaximum({ config: { attachmentStorage } }: Portal, chosen: number | null): number | null {
  const bounds = [chosen, attachmentStorage].filter((bound) => bound != null);
  return bounds.length > 0 ? Math.min(...bounds) : null;
}
