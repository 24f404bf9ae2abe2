import { beforeEach, describe, expect, it } from 'vitest';
import { entryOf, openDesk, sent } from '../call-requests/call-mails.ts';
import { list } from '../notifications/notified.ts';
import { addressOf } from '../support/mailbox.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let admin: Person;
/** Two of the team, and one who is not. */
let agent: Person;
let colleague: Person;
let outsider: Person;
let customer: Person;
let team: { id: string; name: string };

beforeEach(async () => {
  tenant = await portal.world.tenant();
  [admin, agent, colleague, outsider, customer] = await Promise.all([
    tenant.admin(),
    tenant.agent(),
    tenant.agent(),
    tenant.agent(),
    tenant.customer(),
  ]);
  const { id, name } = await admin.createTeam('Billing', agent, colleague);
  team = { id, name };
  await portal.settle();
  portal.mailbox.mails.length = 0;
});

const change = (who: Person, id: string, input: Record<string, unknown>) =>
  who.done('ticketUpdate', { id, input }).then(({ ticket }) => ticket);

/** A ticket in the queue of the team. */
async function ticketOfTeam(title = 'Twice on the bill'): Promise<string> {
  const { id } = await customer.openTicket({ title });
  await change(outsider, id, { teamId: team.id });
  return id;
}

const read = async (who: Person, id: string, fields: string) =>
  (await who.get(`query($id: ID!) { ticket(id: $id) { ${fields} } }`, { id })).ticket;

/** The titles of the tickets that fulfil the filter, in alphabetical order. */
async function titles(who: Person, filter: Record<string, unknown>): Promise<string[]> {
  const query = 'query($filter: TicketFilter) { tickets(filter: $filter) { totalCount nodes { title } } }';
  const { tickets } = await who.get(query, { filter });
  expect(tickets.totalCount).toBe(tickets.nodes.length);
  return tickets.nodes.map(({ title }: { title: string }) => title).toSorted();
}

const kindsOf = async (who: Person) => (await list(who)).nodes.map(({ kind }: { kind: string }) => kind);

/** How many of the bell there are for each, by kind. */
const told = async (kind: string, ...people: Person[]) =>
  Promise.all(people.map(async (who) => (await kindsOf(who)).filter((each: string) => each === kind).length));

const mailsTo = async (...people: Person[]) => {
  await portal.settle();
  return people.map(({ email }) => portal.mailbox.to(email).length);
};

describe('a ticket of a team', () => {
  it('is in its queue, whoever works on it, until it goes to another team or to none', async () => {
    const other = await admin.createTeam('Networks');
    const id = await ticketOfTeam();
    expect(await read(agent, id, 'team { id name viewerIsMember } assignee { id }')).toEqual({
      team: { ...team, viewerIsMember: true },
      assignee: null,
    });
    expect(await change(agent, id, { assigneeId: agent.id })).toMatchObject({ team: { id: team.id } });
    expect(await change(agent, id, { teamId: other.id })).toMatchObject({
      team: { id: other.id },
      assignee: { id: agent.id },
    });
    expect(await change(agent, id, { teamId: null, assigneeId: null })).toMatchObject({ team: null, assignee: null });
  });

  it('can be taken by anybody of the staff, also by who is in no team', async () => {
    const id = await ticketOfTeam();
    expect(await change(outsider, id, { assigneeId: outsider.id })).toMatchObject({
      assignee: { id: outsider.id },
      team: { id: team.id },
    });
  });

  it('is not given away twice by two who have seen the same version', async () => {
    const other = await admin.createTeam('Networks');
    const { id } = await customer.openTicket();
    const { version } = await read(agent, id, 'version');
    await change(agent, id, { teamId: team.id, version });
    // the same again changes nothing
    await change(agent, id, { teamId: team.id, version });
    const { userErrors } = await agent.verb('ticketUpdate', { id, input: { teamId: other.id, version } });
    expect(userErrors).toMatchObject([{ code: 'CONFLICT', field: 'input.version' }]);
    expect(await read(agent, id, 'team { id }')).toEqual({ team: { id: team.id } });
  });

  it('shows nothing of it to the customer, and takes nothing from them', async () => {
    const { id } = await customer.openTicket({ title: 'Mine' });
    const { updatedAt } = await read(customer, id, 'updatedAt');
    const stream = await customer.listenFromNow();
    await change(outsider, id, { teamId: team.id });
    expect(await read(customer, id, 'team { name } version updatedAt timeline(first: 9) { nodes { event } }')).toEqual({
      team: null,
      version: null,
      updatedAt,
      timeline: { nodes: [{ event: 'TicketCreated' }] },
    });
    expect(await titles(customer, { teamIds: [team.id] })).toEqual([]);
    expect(await titles(customer, { assignment: 'MY_TEAMS' })).toEqual([]);
    expect(await customer.refusal('ticketUpdate', { id, input: { teamId: null } })).toMatchObject({
      code: 'FORBIDDEN',
    });
    await customer.write(id, 'Thank you.');
    expect(await stream.take(1)).toMatchObject([{ __typename: 'MessageAdded' }]);
  });

  it('says in its timeline from which team to which it went, and who did that', async () => {
    const other = await admin.createTeam('Networks');
    const stream = await colleague.listenFromNow();
    const id = await ticketOfTeam();
    await change(agent, id, { teamId: other.id });
    await change(agent, id, { teamId: other.id });
    await change(admin, id, { teamId: null });
    const { timeline } = await read(
      agent,
      id,
      'timeline(first: 9) { nodes { event actor { id } changes { field from to } } }',
    );
    expect(timeline.nodes.slice(1)).toEqual(
      [
        [outsider, null, team.id],
        [agent, team.id, other.id],
        [admin, other.id, null],
      ].map(([who, from, to]) => ({
        event: 'TicketAssignedToTeam',
        actor: { id: (who as Person).id },
        changes: [{ field: 'team', from, to }],
      })),
    );
    const live = (await stream.take(4)).slice(1);
    expect(live).toMatchObject([{ changes: timeline.nodes[1].changes }, { changes: timeline.nodes[2].changes }, {}]);
  });
});

describe('the queue “my teams”', () => {
  const numbers = async (who: Person) =>
    (await who.get('{ viewer { ticketQueues { mine myTeams unassigned all } } }')).viewer.ticketQueues;

  it('has what is open and pending in the teams of the viewer, taken or not', async () => {
    const [networks, sales] = [await admin.createTeam('Networks', agent), await admin.createTeam('Sales', outsider)];
    for (const [title, input] of Object.entries({
      'A billing one': { teamId: team.id },
      'A taken one': { teamId: team.id, assigneeId: colleague.id, status: 'PENDING' },
      'A networks one': { teamId: networks.id },
      'A sales one': { teamId: sales.id },
      'A solved one': { teamId: team.id, status: 'RESOLVED' },
      'One of no team': {},
    })) {
      const { id } = await customer.openTicket({ title });
      await change(admin, id, input);
    }
    const mine = { assignment: 'MY_TEAMS', status: ['OPEN', 'PENDING'] };
    expect(await titles(agent, mine)).toEqual(['A billing one', 'A networks one', 'A taken one']);
    expect(await titles(colleague, mine)).toEqual(['A billing one', 'A taken one']);
    expect(await titles(outsider, mine)).toEqual(['A sales one']);
    expect(await titles(admin, mine)).toEqual([]);
    expect(await titles(admin, { teamIds: [networks.id, sales.id] })).toEqual(['A networks one', 'A sales one']);
    expect(await titles(admin, { teamIds: [team.id], status: ['RESOLVED'] })).toEqual(['A solved one']);
    expect(await titles(admin, { teamIds: ['not-a-uuid'] })).toEqual([]);
    expect(await titles(admin, { teamIds: [], assignment: 'UNASSIGNED' })).toHaveLength(5);

    expect(await numbers(agent)).toEqual({ mine: 0, myTeams: 3, unassigned: 4, all: 5 });
    expect(await numbers(colleague)).toEqual({ mine: 1, myTeams: 2, unassigned: 4, all: 5 });
    // who is in no team has no such queue
    expect(await numbers(admin)).toEqual({ mine: 0, myTeams: null, unassigned: 4, all: 5 });
  });

  it('leaves what nobody works on among the unassigned, and takes out what somebody has taken', async () => {
    const id = await ticketOfTeam('Waits');
    expect(await titles(agent, { assignment: 'UNASSIGNED' })).toEqual(['Waits']);
    await change(agent, id, { assigneeId: agent.id });
    expect(await titles(agent, { assignment: 'UNASSIGNED' })).toEqual([]);
    expect(await titles(colleague, { assignment: 'MY_TEAMS' })).toEqual(['Waits']);
  });

  it('follows who joins and who leaves', async () => {
    await ticketOfTeam('Waits');
    await admin.done('teamUpdate', {
      id: team.id,
      input: { addMemberIds: [outsider.id], removeMemberIds: [agent.id] },
    });
    expect(await titles(outsider, { assignment: 'MY_TEAMS' })).toEqual(['Waits']);
    expect(await titles(agent, { assignment: 'MY_TEAMS' })).toEqual([]);
    expect(await numbers(agent)).toMatchObject({ myTeams: null });
  });

  it('is not asked for more than a hundred teams at once', async () => {
    const { errors } = await agent.ask('query($filter: TicketFilter) { tickets(filter: $filter) { totalCount } }', {
      filter: { teamIds: Array.from({ length: 101 }, () => team.id) },
    });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'filter.teamIds' } }]);
  });

  it('is found by its index', async () => {
    const plan = await portal.database.superuser.query(
      `begin; set local enable_seqscan = off; set local enable_bitmapscan = off;
       explain select id from ticket where tenant_id = '${tenant.id}' and status in ('OPEN', 'PENDING')
         and team_id = any(array(select team_id from team_member where user_id = '${agent.id}')); rollback`,
    );
    expect(JSON.stringify(plan)).toContain('ticket_team_queue_index');
  });
});

describe('the members of a team', () => {
  it('are told when a ticket comes to it, in the bell and by email, but for who did that', async () => {
    const id = await ticketOfTeam();
    expect(await told('TICKET_ASSIGNED_TO_TEAM', agent, colleague, outsider, admin)).toEqual([1, 1, 0, 0]);
    expect((await list(agent)).nodes).toMatchObject([{ actor: { id: outsider.id }, ticket: { id }, message: null }]);
    expect(await mailsTo(agent, colleague, outsider)).toEqual([1, 1, 0]);
    expect(portal.mailbox.to(agent.email)[0]!.text).toContain(
      `${outsider.name} assigned this ticket to the team “Billing”, which you belong to.`,
    );
    await change(agent, id, { teamId: null });
    await change(agent, id, { teamId: team.id });
    expect(await told('TICKET_ASSIGNED_TO_TEAM', agent, colleague)).toEqual([1, 2]);
  });

  it('are not emailed when they have chosen so, or when it has gone to another team meanwhile', async () => {
    const choices = [{ kind: 'TICKET_ASSIGNED_TO_TEAM', mailed: false }];
    await colleague.done('mailChoicesUpdate', { input: { choices } });
    await ticketOfTeam();
    expect(await mailsTo(agent, colleague)).toEqual([1, 0]);
    const id = await ticketOfTeam();
    await change(outsider, id, { teamId: null });
    expect(await mailsTo(agent, colleague)).toEqual([1, 0]);
    expect(await told('TICKET_ASSIGNED_TO_TEAM', colleague)).toEqual([2]);
  });

  it('are told no more once they are deactivated', async () => {
    await admin.done('staffDeactivate', { id: colleague.id });
    await ticketOfTeam();
    expect(await told('TICKET_ASSIGNED_TO_TEAM', agent)).toEqual([1]);
    const { rows } = await portal.database.superuser.query('select from notification where user_id = $1', [
      colleague.id,
    ]);
    expect(rows).toEqual([]);
  });

  it('are told what the customer writes while nobody of them works on it; then that one alone', async () => {
    const id = await ticketOfTeam();
    await customer.write(id, 'Anybody?');
    expect(await told('MESSAGE_ADDED', agent, colleague, outsider, admin)).toEqual([1, 1, 0, 0]);
    await change(agent, id, { assigneeId: agent.id });
    await customer.write(id, 'Thank you.');
    expect(await told('MESSAGE_ADDED', agent, colleague, admin)).toEqual([2, 1, 0]);
  });

  it('leave it to the admins where there are none, or the team is archived', async () => {
    const empty = await admin.createTeam('Nights');
    const [first, second] = [await customer.openTicket(), await ticketOfTeam()];
    await change(outsider, first.id, { teamId: empty.id });
    await customer.write(first.id, 'Anybody?');
    expect(await told('MESSAGE_ADDED', admin)).toEqual([1]);
    await change(outsider, second, { status: 'RESOLVED' });
    await admin.done('teamArchive', { id: team.id });
    await customer.write(second, 'Not solved.');
    expect(await told('MESSAGE_ADDED', admin, agent)).toEqual([2, 0]);
    // and it is found where nobody works on it
    expect(await titles(admin, { assignment: 'UNASSIGNED', status: ['OPEN'] })).toHaveLength(2);
  });

  it('have the calls about it in their calendars until one of them takes it', async () => {
    const desk = await openDesk(portal);
    const [first, second] = desk.agents as [Person, Person];
    const nights = await desk.admin.createTeam('Nights', second);
    const { id } = await desk.customer.openTicket();
    await desk.customer.requestCall({ ticketId: id, scheduledAt: desk.slots[0] });
    await sent(portal);
    const entries = async (input: Record<string, unknown>) => {
      await change(desk.admin, id, input);
      const mails = (await sent(portal)).filter((mail) => entryOf(mail));
      return Object.fromEntries(mails.map((mail) => [addressOf(mail), entryOf(mail)!.method]));
    };
    expect(await entries({ teamId: nights.id })).toEqual({ [first.email]: 'CANCEL', [second.email]: 'REQUEST' });
    expect(await entries({ assigneeId: first.id })).toEqual({ [first.email]: 'REQUEST', [second.email]: 'CANCEL' });
    expect(await entries({ teamId: null })).toEqual({});
  });
});
