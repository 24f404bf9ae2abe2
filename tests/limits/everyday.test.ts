import { beforeAll, describe, expect, it } from 'vitest';
import { pricesOfPortal } from '../../scripts/portal-prices.ts';
import { budgets, requestsInFlight } from '../../server/limits/limits.ts';
import { priceOf } from '../../server/limits/price.ts';
import { makeSchema } from '../../server/schema.ts';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';

const portal = usePortal();
let customer: Person;

beforeAll(async () => {
  customer = await (await portal.world.tenant()).customer();
});

describe('no limit is met', () => {
  it('by a person who is ten times as quick as people are', () => {
    // two pages in a second, each with four operations, and all of them the dearest of the portal
    const [dearest] = pricesOfPortal(makeSchema(), priceOf);
    expect(2 * 4 * budgets.seconds * dearest!.price).toBeLessThanOrEqual(budgets.user);
    expect(2 * 4).toBeLessThanOrEqual(requestsInFlight.user.each);
  });

  it('by a client that pages through 100,000 rows as quickly as it gets them', { timeout: 120_000 }, async () => {
    const { id } = await customer.openTicket();
    await portal.database.superuser.query(
      `insert into message (id, tenant_id, customer_id, ticket_id, author_id, body, internal, created_at)
       select gen_random_uuid(), tenant_id, customer_id, ticket_id, author_id, body, internal, created_at + number * interval '1 s'
       from message cross join generate_series(1, 100000) number where ticket_id = $1`,
      [id],
    );
    await portal.database.superuser.query('analyze message');
    const query = `query($id: ID!, $after: String) {
      ticket(id: $id) { messages(first: 100, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } }
    }`;
    let rows = 0;
    let after: string | undefined;
    do {
      const { ticket } = await customer.get(query, { id, after });
      rows += ticket.messages.nodes.length;
      after = ticket.messages.pageInfo.hasNextPage ? ticket.messages.pageInfo.endCursor : undefined;
    } while (after !== undefined);
    expect(rows).toBe(100_001);
  });
});
