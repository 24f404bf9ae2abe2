import { beforeEach, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let admin: Person;
let agent: Person;
let customer: Person;

beforeEach(async () => {
  tenant = await portal.world.tenant();
  [admin, agent, customer] = await Promise.all([tenant.admin(), tenant.agent(), tenant.customer()]);
});

const teamsAs = async (who: Person) =>
  (
    await who.get(
      '{ teams { totalCount nodes { id name viewerIsMember assignedTickets archivedAt members { id name role status } } } }',
    )
  ).teams;

const namesAs = async (who: Person) => (await teamsAs(who)).nodes.map(({ name }: { name: string }) => name);

const teamOf = async (id: string) => {
  const query = 'query($id: ID!) { ticket(id: $id) { team { name archivedAt } assignee { id } } }';
  return (await agent.get(query, { id })).ticket;
};

const create = (who: Person, input: Record<string, unknown>) => who.verb('teamCreate', { input });

describe('teams', () => {
  it('are listed for staff by name, with who is in them and how much they have to do', async () => {
    await admin.createTeam('Networks');
    const { id } = await admin.createTeam('Billing', agent, admin);
    for (const status of ['OPEN', 'PENDING', 'RESOLVED']) {
      const ticket = await customer.openTicket();
      await agent.done('ticketUpdate', { id: ticket.id, input: { teamId: id, status } });
    }
    expect(await teamsAs(agent)).toEqual({
      totalCount: 2,
      nodes: [
        {
          id,
          name: 'Billing',
          viewerIsMember: true,
          assignedTickets: 2,
          archivedAt: null,
          members: [
            { id: admin.id, name: admin.name, role: 'ADMIN', status: 'ACTIVE' },
            { id: agent.id, name: agent.name, role: 'AGENT', status: 'ACTIVE' },
          ],
        },
        expect.objectContaining({ name: 'Networks', viewerIsMember: false, assignedTickets: 0, members: [] }),
      ],
    });
  });

  it('are not for customers to see, and never those of another tenant', async () => {
    await admin.createTeam('Billing', agent);
    const { errors } = await customer.ask('{ teams { totalCount } }');
    expect(errors).toMatchObject([{ message: 'Only staff can list teams.', extensions: { code: 'FORBIDDEN' } }]);
    const other = await portal.world.tenant();
    const elsewhere = await other.admin();
    // names are of one tenant alone
    await elsewhere.createTeam('Billing', elsewhere);
    expect((await teamsAs(elsewhere)).nodes).toMatchObject([{ name: 'Billing', members: [{ id: elsewhere.id }] }]);
    expect(await namesAs(admin)).toEqual(['Billing']);
  });

  it('are managed by admins alone', async () => {
    const { id } = await admin.createTeam('Billing');
    const refusal = { code: 'FORBIDDEN', message: 'Only admins can manage teams.', field: null };
    for (const who of [agent, customer]) {
      expect(await who.refusal('teamCreate', { input: { name: 'Mine' } })).toEqual(refusal);
      expect(await who.refusal('teamUpdate', { id, input: { name: 'Mine' } })).toEqual(refusal);
      expect(await who.refusal('teamArchive', { id })).toEqual(refusal);
    }
  });

  it('have names that no other team has, in whatever case, in one line and not too long', async () => {
    const { id } = await admin.createTeam('Billing');
    await admin.createTeam('Networks');
    const taken = { code: 'CONFLICT', message: 'Another team has this name.', field: 'input.name' };
    expect(await admin.refusal('teamCreate', { input: { name: ' BILLING ' } })).toEqual(taken);
    expect(await admin.refusal('teamUpdate', { id, input: { name: 'networks' } })).toEqual(taken);
    const { team } = await admin.done('teamUpdate', { id, input: { name: 'billing\nand  fees' } });
    expect(team.name).toBe('billing and fees');
    for (const [name, code] of [
      [' ', 'REQUIRED'],
      ['x'.repeat(61), 'TOO_LONG'],
    ])
      expect(await admin.refusal('teamCreate', { input: { name } })).toMatchObject({ code, field: 'input.name' });
  });

  it('have one name once, when it is given to two at the same time', async () => {
    const { id } = await admin.createTeam('Networks');
    const answers = await Promise.all([
      create(admin, { name: 'Billing' }),
      create(admin, { name: 'billing' }),
      admin.verb('teamUpdate', { id, input: { name: 'BILLING' } }),
    ]);
    expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    expect(answers.flatMap(({ userErrors }) => userErrors)).toMatchObject([{ code: 'CONFLICT' }, { code: 'CONFLICT' }]);
  });

  it('are joined and left by several at once, whoever else changes them', async () => {
    const [first, second] = [await tenant.agent(), await tenant.agent()];
    const { id } = await admin.createTeam('Billing', agent);
    await Promise.all([
      admin.done('teamUpdate', { id, input: { addMemberIds: [first.id, first.id] } }),
      admin.done('teamUpdate', { id, input: { addMemberIds: [second.id], removeMemberIds: [agent.id, admin.id] } }),
    ]);
    const [{ members }] = (await teamsAs(admin)).nodes;
    expect(members.map((member: { id: string }) => member.id).toSorted()).toEqual([first.id, second.id].toSorted());
  });

  it('have agents and admins as members who are not deactivated', async () => {
    const former = await tenant.agent();
    const { id } = await admin.createTeam('Billing', former);
    await admin.done('staffDeactivate', { id: former.id });
    // who is in it already stays, and appears as such
    expect((await teamsAs(agent)).nodes).toMatchObject([{ members: [{ id: former.id, status: 'DEACTIVATED' }] }]);
    for (const member of [former.id, customer.id, 'not-a-uuid']) {
      expect(await admin.refusal('teamCreate', { input: { name: 'Mine', memberIds: [member] } })).toEqual({
        code: 'NOT_FOUND',
        message: 'Agent not found.',
        field: 'input.memberIds',
      });
      expect(await admin.refusal('teamUpdate', { id, input: { addMemberIds: [agent.id, member] } })).toMatchObject({
        code: 'NOT_FOUND',
        field: 'input.addMemberIds',
      });
    }
  });

  it('are fifty, with a hundred members each, and no more', async () => {
    const { rows } = await portal.database.superuser.query<{ id: string }>(
      `insert into portal_user (id, tenant_id, role, name, email, created_at)
       select gen_random_uuid(), $1::uuid, 'AGENT', 'Agent', 'agent-' || n || '@' || $1::uuid, now() from generate_series(1, 101) n
       returning id`,
      [tenant.id],
    );
    const ids = rows.map(({ id }) => id);
    const tooMany = (field: string) => ({ code: 'TOO_MANY', field, message: expect.stringContaining('at most') });
    expect(await admin.refusal('teamCreate', { input: { name: 'All', memberIds: ids } })).toEqual(
      tooMany('input.memberIds'),
    );
    const { team } = await admin.done('teamCreate', { input: { name: 'All', memberIds: ids.slice(0, 100) } });
    expect(team.members).toHaveLength(100);
    const join = { addMemberIds: [ids[100]] };
    expect(await admin.refusal('teamUpdate', { id: team.id, input: join })).toEqual(tooMany('input.addMemberIds'));
    await admin.done('teamUpdate', { id: team.id, input: { ...join, removeMemberIds: [ids[0]] } });

    for (let number = 2; number <= 50; number++) await admin.createTeam(`Team ${number}`);
    expect(await admin.refusal('teamCreate', { input: { name: 'Team 51' } })).toEqual(tooMany('input.name'));
    await admin.done('teamArchive', { id: team.id });
    await admin.createTeam('Team 51');
  });
});

describe('archiving a team', () => {
  it('empties it, frees its name, and leaves it on the tickets that it has solved', async () => {
    const { id } = await admin.createTeam('Billing', agent);
    const ticket = await customer.openTicket();
    await agent.done('ticketUpdate', { id: ticket.id, input: { teamId: id, status: 'RESOLVED' } });
    const { team } = await admin.done('teamArchive', { id });
    expect(team).toEqual({
      id,
      name: 'Billing',
      members: [],
      viewerIsMember: false,
      assignedTickets: 0,
      archivedAt: expect.any(String),
    });
    expect(await namesAs(agent)).toEqual([]);
    await admin.createTeam('Billing');
    expect(await teamOf(ticket.id)).toMatchObject({ team: { name: 'Billing', archivedAt: expect.any(String) } });

    const archived = { code: 'WRONG_STATE', field: 'id', message: 'The team is archived.' };
    expect(await admin.refusal('teamArchive', { id })).toEqual(archived);
    expect(await admin.refusal('teamUpdate', { id, input: { name: 'Again' } })).toEqual(archived);
    expect(await agent.refusal('ticketUpdate', { id: ticket.id, input: { teamId: id } })).toEqual({
      code: 'NOT_FOUND',
      message: 'Team not found.',
      field: 'input.teamId',
    });
  });

  it('is refused while it has tickets to work on, until it is said where they go', async () => {
    const [billing, networks] = [await admin.createTeam('Billing', agent), await admin.createTeam('Networks')];
    const ticket = await customer.openTicket();
    await agent.done('ticketUpdate', { id: ticket.id, input: { teamId: billing.id, status: 'PENDING' } });
    expect(await admin.refusal('teamArchive', { id: billing.id })).toMatchObject({
      code: 'REQUIRED',
      field: 'input.moveTicketsTo',
    });
    const move = (moveTicketsTo: string) => admin.refusal('teamArchive', { id: billing.id, input: { moveTicketsTo } });
    expect(await move(billing.id)).toMatchObject({ code: 'INVALID', field: 'input.moveTicketsTo' });
    expect(await move('not-a-uuid')).toMatchObject({ code: 'NOT_FOUND', field: 'input.moveTicketsTo' });
    await admin.done('teamArchive', { id: networks.id });
    expect(await move(networks.id)).toMatchObject({ code: 'NOT_FOUND', field: 'input.moveTicketsTo' });
    expect(await namesAs(admin)).toEqual(['Billing']);
  });

  it('moves them all to another team, whose members are told, and leaves who works on them', async () => {
    const colleague = await tenant.agent();
    const [from, to] = [await admin.createTeam('Billing', agent), await admin.createTeam('Networks', colleague)];
    // more than are moved at once
    const ticket = await customer.openTicket();
    await portal.database.superuser.query(
      `insert into ticket (id, tenant_id, customer_id, number, title, status, priority, type, created_by_id, team_id, assignee_id,
         last_public_message_at, last_message_at, created_at, updated_at)
       select gen_random_uuid(), tenant_id, customer_id, 2000 + n, 'Copy', case n when 1 then 'CLOSED' else 'OPEN' end, priority, type,
         created_by_id, $2, $3, created_at, created_at, created_at, created_at
       from ticket cross join generate_series(1, 25) as n where id = $1`,
      [ticket.id, from.id, agent.id],
    );
    await admin.done('teamArchive', { id: from.id, input: { moveTicketsTo: to.id } });
    await portal.settle();
    const { tickets } = await agent.get(
      '{ tickets(filter: { assignment: MINE }, first: 100) { nodes { status team { name } } } }',
    );
    expect(tickets.nodes).toHaveLength(25);
    for (const { status, team } of tickets.nodes) expect(team.name).toBe(status === 'CLOSED' ? 'Billing' : 'Networks');
    const { notifications } = await colleague.get('{ notifications(first: 100) { nodes { kind actor { id } } } }');
    expect(notifications.nodes).toEqual(
      Array.from({ length: 24 }, () => ({ kind: 'TICKET_ASSIGNED_TO_TEAM', actor: { id: admin.id } })),
    );
  });

  it('leaves them without a team where there is none for them, also when that is archived before they are moved', async () => {
    const [from, to] = [await admin.createTeam('Billing', agent), await admin.createTeam('Networks')];
    const [first, second] = [await customer.openTicket(), await customer.openTicket()];
    await agent.done('ticketUpdate', { id: first.id, input: { teamId: to.id } });
    await agent.done('ticketUpdate', { id: second.id, input: { teamId: from.id } });
    await portal.settle();
    await admin.done('teamArchive', { id: from.id, input: { moveTicketsTo: to.id } });
    await admin.done('teamArchive', { id: to.id, input: { moveTicketsTo: null } });
    await portal.settle();
    for (const { id } of [first, second]) expect(await teamOf(id)).toMatchObject({ team: null });
    const { tickets } = await agent.get('{ tickets(filter: { assignment: UNASSIGNED }) { totalCount } }');
    expect(tickets.totalCount).toBe(2);
  });
});

describe('what happens to teams', () => {
  it('reaches staff live and is in the audit log, with who joined and who left', async () => {
    const { id } = await admin.createTeam('Billing', agent);
    const stream = await agent.listenFromNow();
    const stranger = await customer.listenFromNow();
    const change = { name: 'Fees', addMemberIds: [admin.id], removeMemberIds: [agent.id] };
    await admin.done('teamUpdate', { id, input: change });
    await admin.done('teamArchive', { id });
    expect(await stream.take(2)).toMatchObject([
      { __typename: 'TeamChanged', team: { id } },
      { __typename: 'TeamArchived', team: { id } },
    ]);
    await customer.openTicket();
    expect(await stranger.take(1)).toMatchObject([{ __typename: 'TicketCreated' }]);

    const { auditLog } = await admin.get(
      '{ auditLog(filter: { noun: [TEAM] }) { nodes { event actor { id } team { id name } changes { field from to } } } }',
    );
    const entry = { actor: { id: admin.id }, team: { id, name: 'Fees' } };
    expect(auditLog.nodes).toEqual([
      { ...entry, event: 'TeamArchived', changes: [{ field: 'members', from: admin.id, to: null }] },
      {
        ...entry,
        event: 'TeamChanged',
        changes: [
          { field: 'name', from: null, to: null },
          { field: 'members', from: agent.id, to: null },
          { field: 'members', from: null, to: admin.id },
        ],
      },
      { ...entry, event: 'TeamCreated', changes: [{ field: 'members', from: null, to: agent.id }] },
    ]);
  });
});
