import { describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';

const portal = usePortal();

const viewerOf = async (client: ApiClient) => {
  const { viewer } = await client.get<{ viewer: unknown }>(`{
    viewer {
      id name email role tenant { slug name }
      customer { id name email phone locale timeZone }
      ticketStats { totalTickets openTickets pendingTickets resolvedTickets closedTickets }
    }
  }`);
  return viewer;
};

describe('the viewer', () => {
  it('is a customer with what the portal knows of them', async () => {
    const tenant = await portal.world.tenant();
    const customer = await tenant.customer({ phone: '+8801712345678', locale: 'bn', timeZone: 'Asia/Dhaka' });
    expect(await viewerOf(customer)).toEqual({
      id: customer.id,
      name: customer.name,
      email: customer.email,
      role: 'CUSTOMER',
      tenant: { slug: tenant.tenant.slug, name: tenant.tenant.name },
      customer: {
        id: customer.customerId,
        name: customer.name,
        email: customer.email,
        phone: '+8801712345678',
        locale: 'bn',
        timeZone: 'Asia/Dhaka',
      },
      ticketStats: { totalTickets: 0, openTickets: 0, pendingTickets: 0, resolvedTickets: 0, closedTickets: 0 },
    });
  });

  it('is staff, who act for no customer', async () => {
    const tenant = await portal.world.tenant();
    const [agent, admin] = await Promise.all([tenant.agent(), tenant.admin()]);
    expect(await viewerOf(agent)).toMatchObject({ id: agent.id, role: 'AGENT', customer: null });
    expect(await viewerOf(admin)).toMatchObject({ id: admin.id, role: 'ADMIN', customer: null });
  });

  it('is told at once by signing in', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const { signIn } = await portal.nobody.get(
      'mutation($input: SignInInput!) { signIn(input: $input) { session { viewer { email ticketStats { totalTickets } } } } }',
      { input: { email: customer.email, password: 'correct horse battery staple', tenant: customer.tenantSlug } },
    );
    expect(signIn).toEqual({ session: { viewer: { email: customer.email, ticketStats: { totalTickets: 0 } } } });
  });

  it('counts their own tickets when a customer, the tenant’s when staff', async () => {
    const [tenant, elsewhere] = await Promise.all([portal.world.tenant(), portal.world.tenant()]);
    const [agent, customer, neighbour, stranger] = await Promise.all([
      tenant.agent(),
      tenant.customer(),
      tenant.customer(),
      elsewhere.customer(),
    ]);
    await stranger.openTicket();
    const open = async (owner: ApiClient, ...statuses: string[]) => {
      for (const status of statuses) {
        const { id } = await owner.openTicket();
        await agent.done('ticketUpdate', { id, input: { status } });
      }
    };
    await open(customer, 'OPEN', 'OPEN', 'OPEN', 'PENDING', 'PENDING', 'RESOLVED', 'CLOSED');
    await open(neighbour, 'OPEN', 'RESOLVED', 'CLOSED', 'CLOSED');
    expect(await viewerOf(customer)).toMatchObject({
      ticketStats: { totalTickets: 7, openTickets: 3, pendingTickets: 2, resolvedTickets: 1, closedTickets: 1 },
    });
    expect(await viewerOf(agent)).toMatchObject({
      ticketStats: { totalTickets: 11, openTickets: 4, pendingTickets: 2, resolvedTickets: 2, closedTickets: 3 },
    });
  });
});

describe('the list of agents', () => {
  it('shows staff whom a ticket can be assigned to, by name', async () => {
    const tenant = await portal.world.tenant();
    const [agent, admin, gone] = await Promise.all([tenant.agent(), tenant.admin(), tenant.agent()]);
    await Promise.all([tenant.customer(), portal.world.tenant().then((elsewhere) => elsewhere.agent())]);
    await portal.database.superuser.query('update portal_user set deactivated_at = now() where id = $1', [gone.id]);
    expect(await agent.get('{ agents { totalCount nodes { id name role } } }')).toEqual({
      agents: {
        totalCount: 2,
        nodes: [
          { id: admin.id, name: admin.name, role: 'ADMIN' },
          { id: agent.id, name: agent.name, role: 'AGENT' },
        ],
      },
    });
  });

  it('is read page by page, each agent once', async () => {
    const tenant = await portal.world.tenant();
    const staff = await Promise.all(Array.from({ length: 5 }, () => tenant.agent()));
    const page = async (after: string | null) => {
      const query = 'query($after: String) { agents(first: 2, after: $after) { nodes { id } pageInfo { endCursor } } }';
      const { agents } = await staff[0]!.get<{
        agents: { nodes: { id: string }[]; pageInfo: { endCursor: string | null } };
      }>(query, { after });
      return { ids: agents.nodes.map(({ id }) => id), endCursor: agents.pageInfo.endCursor };
    };
    const found = [];
    for (let next = await page(null); next.ids.length > 0; next = await page(next.endCursor)) found.push(...next.ids);
    expect(found.toSorted()).toEqual(staff.map(({ id }) => id).toSorted());
  });

  it('is for staff alone', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const { errors } = await customer.ask('{ agents { totalCount } }');
    expect(errors).toMatchObject([{ path: ['agents'], extensions: { code: 'FORBIDDEN' } }]);
    expect((await portal.nobody.ask('{ agents { totalCount } }')).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });
});
