import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { TicketRow } from './ticket.entity.ts';
import { workedOnStatuses } from './ticket.policy.ts';

/** Nobody waits long for what one transaction locks. */
const batchSize = 20;

/** Some of the open and pending tickets of an assignee or a team, locked; none once there are no more. */
export const lockSomeWorkedOn = (
  entityManager: EntityManager,
  of: Partial<Pick<TicketRow, 'assigneeId' | 'teamId'>>,
): Promise<TicketRow[]> =>
  entityManager.find(
    TicketRow,
    { ...of, status: { $in: workedOnStatuses } },
    { limit: batchSize, orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE },
  );
