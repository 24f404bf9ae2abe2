import { tenantScope } from '../access/scope.ts';
import type { Actor } from '../events/record.ts';
import type { Portal } from '../portal.ts';
import { lockSomeWorkedOn } from '../tickets/lock-worked-on.ts';
import { holdTeam } from '../teams/find-team.ts';
import { assignTicket, assignToTeam } from '../tickets/ticket.service.ts';
import { UserRow } from '../users/user.entity.ts';

export interface Reassignment {
  tenantId: string;
  from: string;
  /** Null for nobody. */
  to: string | null;
  /** None for the one they are with. */
  toTeam?: string | null | undefined;
  actor: Actor;
}

/** Assigns the open and pending tickets of somebody who was deactivated to somebody else; goes on where it was interrupted. */
export async function reassignTickets(
  portal: Portal,
  { tenantId, from, to, toTeam, actor }: Reassignment,
): Promise<void> {
  let reassigned: number;
  do {
    reassigned = await portal.write(tenantScope(tenantId), async (entityManager) => {
      // whoever is back keeps what is left
      if ((await entityManager.count(UserRow, { id: from, deactivatedAt: { $ne: null } })) === 0) return 0;
      const isThere = to !== null && (await entityManager.count(UserRow, { id: to, deactivatedAt: null })) > 0;
      const tickets = await lockSomeWorkedOn(entityManager, { assigneeId: from });
      const isTeamThere = toTeam != null && (await holdTeam(entityManager, toTeam));
      for (const ticket of tickets) {
        if (isTeamThere) await assignToTeam(entityManager, ticket, toTeam, actor);
        await assignTicket(entityManager, ticket, isThere ? to : null, actor);
      }
      return tickets.length;
    });
  } while (reassigned > 0);
}
