import { describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';

const portal = usePortal();

const statuses = ['OPEN', 'PENDING', 'RESOLVED', 'CLOSED'] as const;
type Status = (typeof statuses)[number];
const roles = ['customer', 'agent', 'admin'] as const;

/** A tenant's people and a ticket of the customer that stands as told. */
async function ticketThatIs(status: Status) {
  const tenant = await portal.world.tenant();
  const [customer, agent, admin] = await Promise.all([tenant.customer(), tenant.agent(), tenant.admin()]);
  const { id } = await customer.openTicket();
  await agent.done('ticketUpdate', { id, input: { status } });
  return { id, tenant, customer, agent, admin };
}

const statusOf = async (viewer: ApiClient, id: string): Promise<string> => {
  const { ticket } = await viewer.get('query($id: ID!) { ticket(id: $id) { status } }', { id });
  return ticket.status;
};

const permissionsOf = async (viewer: ApiClient, id: string) => {
  const { ticket } = await viewer.get(
    'query($id: ID!) { ticket(id: $id) { viewerCanReply viewerCanClose viewerCanReopen viewerCanUpdate } }',
    { id },
  );
  return ticket;
};

/** A moment long ago as the last change, so that the next one is later whatever the clock does. */
const longAgo = '2026-01-01T00:00:00.000Z';
const backdate = (id: string) =>
  portal.database.superuser.query('update ticket set updated_at = $2, public_updated_at = $2 where id = $1', [
    id,
    longAgo,
  ]);

const updatedAt = async (viewer: ApiClient, id: string): Promise<string> => {
  const { ticket } = await viewer.get('query($id: ID!) { ticket(id: $id) { updatedAt } }', { id });
  return ticket.updatedAt;
};

const forEachRole = statuses.flatMap((status) => roles.map((role) => [status, role] as const));

describe.each(forEachRole)('a ticket that is %s, for the %s', (status, role) => {
  it('shows what may be done with it now', async () => {
    const { id, [role]: viewer } = await ticketThatIs(status);
    expect(await permissionsOf(viewer, id)).toEqual({
      viewerCanReply: status !== 'CLOSED',
      viewerCanClose: status !== 'CLOSED',
      viewerCanReopen: status === 'RESOLVED' || status === 'CLOSED',
      viewerCanUpdate: role !== 'customer',
    });
  });

  it('does what it showed, and refuses the rest', async () => {
    const closing = await ticketThatIs(status);
    const close = await closing[role].verb('ticketClose', { id: closing.id });
    if (status === 'CLOSED') expect(close.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
    else expect(close.ticket).toEqual({ id: closing.id, status: 'CLOSED' });
    expect(await statusOf(closing.agent, closing.id)).toBe('CLOSED');

    const reopening = await ticketThatIs(status);
    const reopen = await reopening[role].verb('ticketReopen', { id: reopening.id });
    const canReopen = status === 'RESOLVED' || status === 'CLOSED';
    if (canReopen) expect(reopen.ticket).toEqual({ id: reopening.id, status: 'OPEN' });
    else expect(reopen.userErrors).toMatchObject([{ code: 'WRONG_STATE', field: null }]);
    expect(await statusOf(reopening.agent, reopening.id)).toBe(canReopen ? 'OPEN' : status);
  });
});

describe('staff', () => {
  it('move a ticket from any status to any other', async () => {
    const { id, agent, admin } = await ticketThatIs('OPEN');
    for (const from of statuses) {
      for (const to of statuses) {
        await agent.done('ticketUpdate', { id, input: { status: from } });
        const { ticket } = await admin.done('ticketUpdate', { id, input: { status: to } });
        expect(ticket.status).toBe(to);
      }
    }
  });

  it('change what they name and leave the rest as it is', async () => {
    const { id, agent } = await ticketThatIs('PENDING');
    const after = async (input: Record<string, unknown>) => (await agent.done('ticketUpdate', { id, input })).ticket;
    const stays = { assignee: { id: agent.id }, team: null };
    expect(await after({ priority: 'URGENT', assigneeId: agent.id })).toEqual({
      id,
      status: 'PENDING',
      priority: 'URGENT',
      ...stays,
    });
    expect(await after({ priority: 'LOW' })).toEqual({ id, status: 'PENDING', priority: 'LOW', ...stays });
    expect(await after({ status: 'RESOLVED' })).toEqual({ id, status: 'RESOLVED', priority: 'LOW', ...stays });
    expect(await after({})).toEqual({ id, status: 'RESOLVED', priority: 'LOW', ...stays });
    expect(await after({ status: null, priority: null })).toEqual({
      id,
      status: 'RESOLVED',
      priority: 'LOW',
      ...stays,
    });
  });

  it('assign a ticket to an agent or an admin, and take it away again with null', async () => {
    const { id, agent, admin } = await ticketThatIs('OPEN');
    for (const assigneeId of [admin.id, agent.id]) {
      const { ticket } = await agent.done('ticketUpdate', { id, input: { assigneeId } });
      expect(ticket.assignee).toEqual({ id: assigneeId });
    }
    const { ticket } = await agent.done('ticketUpdate', { id, input: { assigneeId: null } });
    expect(ticket.assignee).toBeNull();
  });

  it('cannot assign a ticket to a customer, a stranger, somebody deactivated, or nobody known', async () => {
    const { id, tenant, agent, customer } = await ticketThatIs('OPEN');
    const [elsewhere, gone] = await Promise.all([portal.world.tenant(), tenant.agent()]);
    const stranger = await elsewhere.agent();
    await portal.database.superuser.query('update portal_user set deactivated_at = now() where id = $1', [gone.id]);
    const wrong = [customer.id, stranger.id, gone.id, '01900000-0000-7000-8000-000000000000', 'not-a-uuid', ''];
    for (const assigneeId of wrong) {
      const input = { assigneeId, priority: 'URGENT', status: 'CLOSED' };
      expect(await agent.refusal('ticketUpdate', { id, input })).toEqual({
        code: 'NOT_FOUND',
        field: 'input.assigneeId',
        message: 'Agent not found.',
      });
    }
    const { ticket } = await agent.get('query($id: ID!) { ticket(id: $id) { status priority assignee { id } } }', {
      id,
    });
    expect(ticket).toEqual({ status: 'OPEN', priority: 'MEDIUM', assignee: null });
  });
});

describe('who asks for what is not theirs to do', () => {
  it('is told FORBIDDEN for a ticket they see, in whatever state it is', async () => {
    const { id, customer, agent } = await ticketThatIs('CLOSED');
    const refusal = await customer.refusal('ticketUpdate', { id, input: { priority: 'URGENT' } });
    expect(refusal).toMatchObject({ code: 'FORBIDDEN' });
    const { ticket } = await agent.get('query($id: ID!) { ticket(id: $id) { priority } }', { id });
    expect(ticket.priority).toBe('MEDIUM');
  });

  it('is told NOT_FOUND for a ticket they do not see, whatever they ask and in whatever state it is', async () => {
    const { id, tenant } = await ticketThatIs('CLOSED');
    const elsewhere = await portal.world.tenant();
    const outsiders = await Promise.all([tenant.customer(), elsewhere.customer(), elsewhere.agent()]);
    for (const outsider of [...outsiders, portal.nobody]) {
      const answers = [
        await outsider.refusal('ticketUpdate', { id, input: { priority: 'URGENT', assigneeId: 'not-a-uuid' } }),
        await outsider.refusal('ticketClose', { id }),
        await outsider.refusal('ticketReopen', { id }),
      ];
      const notThere = { code: 'NOT_FOUND', field: 'id', message: 'Ticket not found.' };
      expect(answers).toEqual([notThere, notThere, notThere]);
    }
  });
});

describe('the time of the last change', () => {
  it.each([
    ['a new status', { status: 'PENDING' }],
    ['a new priority', { priority: 'URGENT' }],
  ])('moves on with %s', async (_, input) => {
    const { id, agent, customer } = await ticketThatIs('OPEN');
    await backdate(id);
    await agent.done('ticketUpdate', { id, input });
    expect(Date.parse(await updatedAt(customer, id))).toBeGreaterThan(Date.parse(longAgo));
  });

  it('moves on when the ticket is assigned, closed or reopened', async () => {
    const { id, agent, customer } = await ticketThatIs('OPEN');
    const steps = [
      () => agent.done('ticketUpdate', { id, input: { assigneeId: agent.id } }),
      () => customer.done('ticketClose', { id }),
      () => customer.done('ticketReopen', { id }),
    ];
    for (const step of steps) {
      await backdate(id);
      await step();
      expect(Date.parse(await updatedAt(customer, id))).toBeGreaterThan(Date.parse(longAgo));
    }
  });

  it('stays where it is when the change is refused', async () => {
    const { id, agent, customer } = await ticketThatIs('OPEN');
    await backdate(id);
    await customer.refusal('ticketReopen', { id });
    await customer.refusal('ticketUpdate', { id, input: { priority: 'URGENT' } });
    await agent.refusal('ticketUpdate', { id, input: { priority: 'URGENT', assigneeId: customer.id } });
    expect(await updatedAt(customer, id)).toBe(longAgo);
  });

  it('stays where it is, and nobody is told, when a ticket is changed to what it is already', async () => {
    const { id, agent } = await ticketThatIs('OPEN');
    await agent.done('ticketUpdate', { id, input: { assigneeId: agent.id, priority: 'HIGH' } });
    await backdate(id);
    const { portalEventsCursor: before } = await agent.get('{ portalEventsCursor }');
    const { ticket } = await agent.done('ticketUpdate', {
      id,
      input: { status: 'OPEN', assigneeId: agent.id, priority: 'HIGH' },
    });
    expect(ticket).toMatchObject({ id });
    expect(await updatedAt(agent, id)).toBe(longAgo);
    expect((await agent.get('{ portalEventsCursor }')).portalEventsCursor).toBe(before);
  });

  it('moves for everybody with feedback, and for staff alone with an internal note', async () => {
    const { id, agent, customer } = await ticketThatIs('RESOLVED');
    const moves = async (work: () => Promise<unknown>) => {
      await backdate(id);
      await work();
      return { staff: (await updatedAt(agent, id)) > longAgo, customer: (await updatedAt(customer, id)) > longAgo };
    };
    const rate = (operation: string, rating: number) => () =>
      customer.done(operation, { ticketId: id, input: { rating } });
    expect(await moves(rate('feedbackSubmit', 4))).toEqual({ staff: true, customer: true });
    expect(await moves(rate('feedbackUpdate', 5))).toEqual({ staff: true, customer: true });
    expect(await moves(rate('feedbackUpdate', 5))).toEqual({ staff: false, customer: false });
    expect(await moves(() => agent.write(id, 'A note.', { internal: true }))).toEqual({ staff: true, customer: false });
  });
});

describe('of several at once', () => {
  it('one closes the ticket and the others are told that it is closed', async () => {
    const { id, customer, agent } = await ticketThatIs('OPEN');
    const second = await portal.secondServer();
    const answers = await Promise.all(
      [customer, agent, customer.at(second.url), agent.at(second.url)].map((viewer) =>
        viewer.verb('ticketClose', { id }),
      ),
    );
    const codes = answers.flatMap(({ userErrors }) => userErrors.map(({ code }: { code: string }) => code));
    expect(codes).toEqual(['WRONG_STATE', 'WRONG_STATE', 'WRONG_STATE']);
  });
});
