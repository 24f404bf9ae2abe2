import { tenantScope } from '../access/scope.ts';
import type { Actor } from '../events/record.ts';
import type { Portal } from '../portal.ts';
import { lockSomeWorkedOn } from '../tickets/lock-worked-on.ts';
import { assignToTeam } from '../tickets/ticket.service.ts';
import { holdTeam } from './find-team.ts';

export interface TicketMove {
  tenantId: string;
  /** A team that is archived. */
  from: string;
  /** Null for none. */
  to: string | null;
  actor: Actor;
}

/** Assigns the open and pending tickets of a team that was archived to another one; goes on where it was interrupted. */
export async function moveTickets(portal: Portal, { tenantId, from, to, actor }: TicketMove): Promise<void> {
  let moved: number;
  do {
    moved = await portal.write(tenantScope(tenantId), async (entityManager) => {
      const tickets = await lockSomeWorkedOn(entityManager, { teamId: from });
      // archived as well, meanwhile
      const isThere = to !== null && (await holdTeam(entityManager, to));
      for (const ticket of tickets) await assignToTeam(entityManager, ticket, isThere ? to : null, actor);
      return tickets.length;
    });
  } while (moved > 0);
}
