import { beforeAll, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let agent: Person;

beforeAll(async () => {
  tenant = await portal.world.tenant();
  agent = await tenant.agent();
});

interface Seen {
  id: string;
  number: number;
  createdAt: string;
  updatedAt: string;
  messageCount: number;
  priority: string;
}

/** Pages on from its last cursor for as long as anybody writes, and once more after that. */
async function poll(field: string, isWriting: () => boolean): Promise<Seen[]> {
  const seen: Seen[] = [];
  let after: string | null = null;
  for (let last = false; ;) {
    last = !isWriting();
    for (;;) {
      const { tickets }: { tickets: { nodes: Seen[]; pageInfo: { endCursor: string | null } } } = await agent.get(
        `query($after: String, $field: TicketSortField!) {
          tickets(first: 20, after: $after, sort: { field: $field, direction: ASCENDING }) {
            nodes { id number createdAt updatedAt messageCount priority } pageInfo { endCursor }
          }
        }`,
        { after, field },
      );
      seen.push(...tickets.nodes);
      if (tickets.nodes.length === 0) break;
      after = tickets.pageInfo.endCursor;
    }
    if (last) return seen;
  }
}

describe('what is created or changed later', () => {
  it.each(['CREATED_AT', 'NUMBER', 'UPDATED_AT'])(
    'sorts later by %s: whoever pages on from the last cursor misses nothing while 12 people write',
    async (field) => {
      const people = await Promise.all(Array.from({ length: 12 }, () => tenant.customer()));
      let writing = people.length;
      const write = async (person: Person) => {
        for (let round = 0; round < 4; round += 1) {
          const { id } = await person.openTicket();
          await Promise.all([
            person.write(id, 'One more thing.'),
            agent.done('ticketUpdate', { id, input: { priority: 'HIGH' } }),
          ]);
        }
        writing -= 1;
      };
      const [seen] = await Promise.all([poll(field, () => writing > 0), ...people.map(write)]);

      // the state that was seen last is the state there is
      const latest = new Map(seen.map((ticket) => [ticket.id, ticket]));
      const ids = (await Promise.all(people.map((person) => ticketsOf(person)))).flat();
      expect(ids).toHaveLength(48);
      for (const { id } of ids) expect([...latest.keys()]).toContain(id);
      if (field === 'UPDATED_AT')
        for (const { id } of ids) expect(latest.get(id)).toMatchObject({ messageCount: 2, priority: 'HIGH' });
      else expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
      const numbers = seen.map(({ number }) => number);
      if (field !== 'UPDATED_AT') expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    },
  );

  it('has a time of its own, in the order of the numbers', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => tenant.customer()));
    await Promise.all(people.map((person) => person.openTicket()));
    const { tickets } = await agent.get(
      '{ tickets(last: 100, sort: { field: NUMBER, direction: ASCENDING }) { nodes { createdAt } } }',
    );
    const times = (tickets.nodes as Seen[]).map(({ createdAt }) => createdAt);
    expect(times).toEqual(times.toSorted());
    expect(new Set(times).size).toBe(times.length);
  });
});

async function ticketsOf(person: Person): Promise<{ id: string }[]> {
  const { tickets } = await person.get('{ tickets(first: 100) { nodes { id } } }');
  return tickets.nodes;
}
