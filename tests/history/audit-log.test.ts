import { beforeAll, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;
let admin: Person;
let ticketId: string;

beforeAll(async () => {
  tenant = await portal.world.alwaysOpen();
  [customer, agent, admin] = await Promise.all([tenant.customer(), tenant.agent(), tenant.admin()]);
  ({ id: ticketId } = await customer.openTicket());
  await agent.done('ticketUpdate', { id: ticketId, input: { priority: 'HIGH' } });
  await agent.write(ticketId, 'A note.', { internal: true });
  await agent.publishArticle();
  await admin.done('openingHoursUpdate', { input: { slotMinutes: 20 } });
  await customer.done('profileUpdate', { input: { phone: '+8801712345679' } });
  await (await portal.world.tenant()).customer().then((foreigner) => foreigner.openTicket());
});

const query = `query($filter: AuditLogFilter, $first: Int, $after: String) {
  auditLog(filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { endCursor hasNextPage }
    nodes { event occurredAt actor { id } changes { field } ticket { id } customer { id } article { title } }
  }
}`;

const log = async (filter: Record<string, unknown> | null = null, page: Record<string, unknown> = { first: 100 }) =>
  (await admin.get(query, { filter, ...page })).auditLog;

const events = ({ nodes }: { nodes: { event: string }[] }) => nodes.map(({ event }) => event);

describe('the audit log', () => {
  it('has everything that happened in the tenant, newest first, with who did it', async () => {
    const { nodes } = await log();
    expect(nodes).toMatchObject([
      { event: 'CustomerChanged', actor: { id: customer.id }, changes: [{ field: 'phone' }] },
      { event: 'UserChanged', actor: { id: customer.id } },
      { event: 'OpeningHoursChanged', actor: { id: admin.id }, changes: [{ field: 'slotMinutes' }], ticket: null },
      { event: 'ArticlePublished', actor: { id: agent.id }, article: { title: 'Change the password' } },
      { event: 'ArticleSaved' },
      { event: 'MessageAdded', actor: { id: agent.id }, ticket: { id: ticketId } },
      { event: 'TicketEdited' },
      { event: 'TicketCreated', actor: { id: customer.id }, customer: { id: customer.customerId } },
      ...Array.from({ length: 3 }, () => ({ event: 'SignInSucceeded' })),
    ]);
  });

  it('can be narrowed to a person, to what it is about, and to a time', async () => {
    expect(events(await log({ actor: agent.id }))).toEqual([
      'ArticlePublished',
      'ArticleSaved',
      'MessageAdded',
      'TicketEdited',
      'SignInSucceeded',
    ]);
    expect(events(await log({ noun: ['TICKET', 'ARTICLE'] }))).toEqual([
      'ArticlePublished',
      'ArticleSaved',
      'TicketEdited',
      'TicketCreated',
    ]);
    expect(events(await log({ actor: agent.id, noun: ['TICKET'] }))).toEqual(['TicketEdited']);
    const { nodes } = await log();
    const { occurredAt } = nodes[3];
    expect(events(await log({ createdAt: { from: occurredAt } }))).toEqual(events({ nodes: nodes.slice(0, 4) }));
    expect(events(await log({ createdAt: { before: occurredAt } }))).toEqual(events({ nodes: nodes.slice(4) }));
    expect(events(await log({ actor: 'nobody' }))).toEqual([]);
  });

  it('is paged', async () => {
    const first = await log(null, { first: 3 });
    expect(first).toMatchObject({ totalCount: 11, pageInfo: { hasNextPage: true } });
    const rest = await log(null, { first: 100, after: first.pageInfo.endCursor });
    expect([...events(first), ...events(rest)]).toEqual(events(await log()));
  });

  it('is for admins only', async () => {
    for (const who of [agent, customer]) {
      const { errors } = await who.ask(query);
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    }
    const { errors } = await portal.nobody.ask(query);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});
