import type { Guess, GuessKind } from '../access/guessing.ts';
import { tenantScope } from '../access/scope.ts';
import type { RequestContext } from '../context.ts';
import { UserRow } from '../users/user.entity.ts';

/** A guess at what the owner of an email address knows, counted alike whether or not there is one. */
export async function guessByEmail(
  context: RequestContext,
  kind: GuessKind,
  { tenantId, email }: { tenantId: string | null; email: string },
): Promise<Guess> {
  const device = tenantId === null ? null : await findKnownDevice(context, tenantId, email);
  return { kind, tenant: tenantId ?? '', account: email, address: context.origin!.address, device };
}

/** Looks for a user only where the client has signed in to one before, so that the time it takes tells nobody else anything. */
async function findKnownDevice({ portal, knownDevices }: RequestContext, tenantId: string, email: string) {
  const here = knownDevices.filter((device) => device.tenantId === tenantId);
  if (here.length === 0) return null;
  const users = here.map(({ userId }) => userId);
  const user = await portal.write(tenantScope(tenantId), (entityManager) =>
    entityManager.findOne(UserRow, { id: { $in: users }, email }),
  );
  return here.find(({ userId }) => userId === user?.id)?.id ?? null;
}
