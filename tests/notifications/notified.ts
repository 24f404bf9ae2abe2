import type { ApiClient } from '../support/api.ts';
import type { TestPortal } from '../support/portal.ts';

/** A tenant's people and a ticket of the customer, which the agent looks after. */
export async function ticketWithPeople({ world }: TestPortal) {
  const tenant = await world.tenant();
  const [customer, agent, admin] = await Promise.all([tenant.customer(), tenant.agent(), tenant.admin()]);
  const { id, number } = await customer.openTicket();
  await agent.done('ticketUpdate', { id, input: { assigneeId: agent.id } });
  return { id, number, tenant, customer, agent, admin };
}

/** As `ticketWithPeople`, with so many answers the customer was notified of. */
export async function withAnswers(portal: TestPortal, count: number) {
  const made = await ticketWithPeople(portal);
  for (let number = 1; number <= count; number++) await made.agent.write(made.id, `Answer ${number}`);
  return made;
}

export const listQuery = `query($unreadOnly: Boolean, $first: Int, $after: String) {
  notifications(unreadOnly: $unreadOnly, first: $first, after: $after) {
    totalCount unreadCount pageInfo { hasNextPage endCursor }
    nodes {
      id kind status readAt actor { id name } ticket { id number title status customer { name } }
      message { body } feedback { rating }
    }
  }
}`;

/** The notifications of this person. */
export const list = async (who: ApiClient, variables: Record<string, unknown> = {}) =>
  (await who.get(listQuery, variables)).notifications;

/** The messages they are about. */
export const bodies = ({ nodes }: { nodes: { message: { body: string } }[] }) =>
  nodes.map(({ message }) => message.body);
