import { beforeEach, describe, expect, it } from 'vitest';
import { accept } from '../account-links/invitations.ts';
import {
  ageLinks,
  linkIn,
  lookAt,
  newPassword,
  tokensTo,
  trySignIn,
  used,
  useForgetfulPortal,
} from '../account-links/emailed-links.ts';
import { password, type Person, type TestTenant } from '../support/world.ts';

const portal = useForgetfulPortal();
let tenant: TestTenant;
let admin: Person;
let agent: Person;
let count = 0;
let email: string;

beforeEach(async () => {
  tenant = await portal.world.tenant({ name: 'Northern Lights Internet' });
  [admin, agent] = await Promise.all([tenant.admin(), tenant.agent()]);
  email = `colleague-${++count}@portal.test`;
});

const invite = (who: Person, input: Record<string, unknown> = {}) =>
  who.verb('staffInvite', { input: { name: 'Night Shift', email, ...input } });

const staffAs = async (who: Person, filter: Record<string, unknown> = {}) =>
  (
    await who.get(
      `query($filter: StaffFilter) { staff(filter: $filter) { totalCount nodes {
        id name email role status createdAt lastActiveAt assignedTickets invitation { createdAt expiresAt sentAt failure }
      } } }`,
      { filter },
    )
  ).staff;

const isRefused = async (who: { ask: Person['ask'] }) =>
  (await who.ask('{ viewer { id } }')).errors?.[0]?.extensions.code === 'UNAUTHENTICATED';

describe('the staff', () => {
  it('are listed for admins: by name, with role, status and when they were last there', async () => {
    await invite(admin);
    const { nodes, totalCount } = await staffAs(admin);
    expect(totalCount).toBe(3);
    expect(nodes).toMatchObject([
      {
        name: 'Night Shift',
        email,
        role: 'AGENT',
        status: 'INVITED',
        lastActiveAt: null,
        invitation: { sentAt: null },
      },
      { id: admin.id, role: 'ADMIN', status: 'ACTIVE', lastActiveAt: expect.any(String), invitation: null },
      { id: agent.id, role: 'AGENT', status: 'ACTIVE', lastActiveAt: expect.any(String), invitation: null },
    ]);
  });

  it('can be searched by name and address, and filtered by status', async () => {
    await invite(admin);
    const found = async (filter: Record<string, unknown>) =>
      (await staffAs(admin, filter)).nodes.map((one: any) => one.name);
    expect(await found({ search: 'night' })).toEqual(['Night Shift']);
    expect(await found({ search: agent.email.toUpperCase() })).toEqual([agent.name]);
    expect(await found({ search: '%' })).toEqual([]);
    expect(await found({ status: ['INVITED'] })).toEqual(['Night Shift']);
    expect(await found({ status: ['ACTIVE', 'DEACTIVATED'] })).toHaveLength(2);
  });

  it('are for nobody else to see, and never those of another tenant', async () => {
    for (const who of [agent, await tenant.customer()]) {
      const { errors } = await who.ask('{ staff { totalCount } }');
      expect(errors).toMatchObject([{ message: 'Only admins can list the staff.', extensions: { code: 'FORBIDDEN' } }]);
    }
    const elsewhere = await (await portal.world.tenant()).admin();
    expect((await staffAs(elsewhere)).nodes.map(({ id }: any) => id)).toEqual([elsewhere.id]);
  });

  it('have the number of open and pending tickets that are assigned to them', async () => {
    const customer = await tenant.customer();
    for (const status of ['OPEN', 'PENDING', 'RESOLVED']) {
      const { id } = await customer.openTicket();
      await agent.done('ticketUpdate', { id, input: { assigneeId: agent.id, status } });
    }
    const { nodes } = await staffAs(admin, { search: agent.email });
    expect(nodes).toMatchObject([{ assignedTickets: 2 }]);
  });
});

describe('inviting a colleague', () => {
  it('sends a link to choose a password, after which they can do what their role can', async () => {
    const { staffMember, userErrors } = await invite(admin, { role: 'ADMIN', locale: 'bn' });
    expect(userErrors).toEqual([]);
    expect(staffMember).toMatchObject({ name: 'Night Shift', email, role: 'ADMIN', status: 'INVITED' });
    const [token] = await tokensTo(portal, email);
    const [mail] = portal.mailbox.to(email);
    expect(mail!.subject).toBe('Northern Lights Internet-এর দলে আমন্ত্রণ');
    expect(linkIn(mail).pathname).toBe('/accept-invitation');
    const { session } = await accept(portal, token!, { name: 'Night Shift, Dhaka' });
    expect(session.viewer).toEqual({ id: staffMember.id, name: 'Night Shift, Dhaka' });
    expect(await staffAs(admin, { search: email })).toMatchObject({
      nodes: [{ status: 'ACTIVE', invitation: null, lastActiveAt: expect.any(String) }],
    });
    expect(await trySignIn(portal, { email, tenantSlug: tenant.tenant.slug } as Person, newPassword)).toEqual([]);
  });

  it('tells on the page of the link what the colleague will be', async () => {
    await invite(admin);
    const [token] = await tokensTo(portal, email);
    expect(await lookAt(portal.nobody, token!)).toMatchObject({
      kind: 'INVITATION',
      name: 'Night Shift',
      role: 'AGENT',
    });
  });

  it('again sends another link with the new details, but not within a minute', async () => {
    await invite(admin);
    await invite(admin, { role: 'ADMIN', name: 'Day Shift' });
    expect(await tokensTo(portal, email)).toHaveLength(1);
    await ageLinks(portal, '2 minutes');
    await invite(admin, { role: 'ADMIN', name: 'Day Shift' });
    expect(await tokensTo(portal, email)).toHaveLength(2);
    expect(await staffAs(admin, { search: email })).toMatchObject({ nodes: [{ name: 'Day Shift', role: 'ADMIN' }] });
  });

  it.each([
    ['an address that is taken by a colleague', () => agent.email, 'Someone already signs in with this email address.'],
    [
      'that of a customer',
      async () => (await tenant.customer()).email,
      'Someone already signs in with this email address.',
    ],
  ])('is refused for %s', async (_, taken, message) => {
    const { userErrors } = await invite(admin, { email: await taken() });
    expect(userErrors).toEqual([{ code: 'CONFLICT', field: 'input.email', message }]);
  });

  it('names what is wrong', async () => {
    const refused = async (input: Record<string, unknown>) => {
      const { code, field } = (await invite(admin, input)).userErrors[0];
      return [code, field];
    };
    expect(await refused({ name: ' ' })).toEqual(['REQUIRED', 'input.name']);
    expect(await refused({ email: 'night' })).toEqual(['INVALID', 'input.email']);
    expect(await refused({ role: 'CUSTOMER' })).toEqual(['INVALID', 'input.role']);
    expect(await refused({ locale: 'xx' })).toEqual(['INVALID', 'input.locale']);
  });

  it('is for admins', async () => {
    for (const who of [agent, await tenant.customer()])
      expect((await invite(who)).userErrors).toEqual([
        { code: 'FORBIDDEN', field: null, message: 'Only admins can manage the staff.' },
      ]);
  });

  it('makes one colleague when two admins do it at once', async () => {
    const other = await tenant.admin();
    const results = await Promise.all([invite(admin), invite(other), invite(admin), invite(other)]);
    expect(results.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect(new Set(results.map(({ staffMember }) => staffMember.id)).size).toBe(1);
    expect(await tokensTo(portal, email)).toHaveLength(1);
  });

  it('is withdrawn by deactivating them: the link no longer works, until they are invited again', async () => {
    const { staffMember } = await invite(admin);
    const [token] = await tokensTo(portal, email);
    await admin.done('staffDeactivate', { id: staffMember.id });
    expect(await lookAt(portal.nobody, token!)).toBeNull();
    expect((await accept(portal, token!)).userErrors).toMatchObject([{ code: 'NOT_FOUND', field: 'input.token' }]);
    const refusal = await admin.refusal('staffReactivate', { id: staffMember.id });
    expect(refusal).toMatchObject({ code: 'WRONG_STATE', message: expect.stringContaining('invite them again') });
    await invite(admin);
    const [first, second] = await tokensTo(portal, email);
    expect(await accept(portal, first!)).toEqual(used);
    expect((await accept(portal, second!)).userErrors).toEqual([]);
  });
});

describe('changing a role', () => {
  it('holds from the next sign-in on, ends sockets and tokens on every server, and is mailed', async () => {
    const second = await portal.secondServer();
    const clients = [agent, agent.at(second.url)];
    const sockets = await Promise.all(clients.map((client) => client.openSocket()));
    const { staffMember } = await admin.done('staffUpdate', { id: agent.id, input: { role: 'ADMIN' } });
    expect(staffMember).toMatchObject({ id: agent.id, role: 'ADMIN', status: 'ACTIVE' });
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4403, 4403]);
    expect(await Promise.all(clients.map(isRefused))).toEqual([true, true]);
    const again = await agent.signInAgain();
    expect((await staffAs(again)).totalCount).toBe(2);
    await portal.settle();
    expect(portal.mailbox.to(agent.email).map(({ subject }) => subject)).toEqual([
      'Your role at Northern Lights Internet has changed',
    ]);
  });

  it('to the same role changes nothing', async () => {
    await admin.done('staffUpdate', { id: agent.id, input: { role: 'AGENT' } });
    expect(await isRefused(agent)).toBe(false);
  });

  it('is refused for customers, and to the role of a customer', async () => {
    const customer = await tenant.customer();
    const asAdmin = { input: { role: 'ADMIN' } };
    expect(await admin.refusal('staffUpdate', { id: customer.id, ...asAdmin })).toMatchObject({
      code: 'NOT_FOUND',
      field: 'id',
    });
    expect(await admin.refusal('staffUpdate', { id: agent.id, input: { role: 'CUSTOMER' } })).toMatchObject({
      code: 'INVALID',
      field: 'input.role',
    });
  });
});

describe('deactivating somebody', () => {
  it('ends sockets, tokens and emailed links on every server, and refuses the password', async () => {
    const second = await portal.secondServer();
    const clients = [agent, agent.at(second.url)];
    const sockets = await Promise.all(clients.map((client) => client.openSocket()));
    const { staffMember } = await admin.done('staffDeactivate', { id: agent.id });
    expect(staffMember).toMatchObject({ id: agent.id, status: 'DEACTIVATED' });
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4403, 4403]);
    expect(await Promise.all(clients.map(isRefused))).toEqual([true, true]);
    expect(await trySignIn(portal, agent, password)).toEqual(['INVALID_CREDENTIALS']);
    await portal.nobody.verb('passwordResetRequest', { input: { email: agent.email, tenant: agent.tenantSlug } });
    await portal.settle();
    expect(portal.mailbox.to(agent.email)).toEqual([]);
    const { agents } = await admin.get('{ agents { nodes { id } } }');
    expect(agents.nodes).toEqual([{ id: admin.id }]);
  });

  it('is undone by reactivating them, with the password they had', async () => {
    await admin.done('staffDeactivate', { id: agent.id });
    expect(await admin.refusal('staffDeactivate', { id: agent.id })).toMatchObject({
      code: 'WRONG_STATE',
      field: 'id',
    });
    expect((await invite(admin, { email: agent.email })).userErrors).toMatchObject([
      { code: 'CONFLICT', message: 'Someone with this email address was deactivated: reactivate them instead.' },
    ]);
    await admin.done('staffReactivate', { id: agent.id });
    expect(await admin.refusal('staffReactivate', { id: agent.id })).toMatchObject({
      code: 'WRONG_STATE',
      field: 'id',
    });
    expect(await trySignIn(portal, agent, password)).toEqual([]);
  });

  it('gives their open and pending tickets to somebody else, who is notified', async () => {
    const customer = await tenant.customer();
    const other = await tenant.agent();
    const ids: string[] = [];
    // more than one batch
    for (let made = 0; made < 25; made++) ids.push((await customer.openTicket()).id);
    for (const id of ids) await agent.done('ticketUpdate', { id, input: { assigneeId: agent.id } });
    await agent.done('ticketUpdate', { id: ids[0]!, input: { status: 'RESOLVED' } });
    await admin.done('staffDeactivate', { id: agent.id, input: { reassignTo: other.id } });
    await portal.settle();
    const { tickets } = await other.get('{ tickets(first: 100) { nodes { id status assignee { id } } } }');
    expect(tickets.nodes).toHaveLength(25);
    for (const ticket of tickets.nodes)
      expect(ticket.assignee.id).toBe(ticket.status === 'RESOLVED' ? agent.id : other.id);
    const { notifications } = await other.get('{ notifications(first: 100) { nodes { kind actor { id } } } }');
    expect(notifications.nodes).toEqual(
      Array.from({ length: 24 }, () => ({ kind: 'TICKET_ASSIGNED', actor: { id: admin.id } })),
    );
  });

  it('leaves their tickets unassigned, or as they are', async () => {
    const customer = await tenant.customer();
    const assigneesAfter = async (who: Person, input: Record<string, unknown> | null) => {
      const { id } = await customer.openTicket();
      await admin.done('ticketUpdate', { id, input: { assigneeId: who.id } });
      await admin.done('staffDeactivate', input ? { id: who.id, input } : { id: who.id });
      await portal.settle();
      return (await admin.get('query($id: ID!) { ticket(id: $id) { assignee { id } } }', { id })).ticket.assignee;
    };
    expect(await assigneesAfter(agent, { reassignTo: null })).toBeNull();
    const other = await tenant.agent();
    expect(await assigneesAfter(other, null)).toEqual({ id: other.id });
  });

  it('gives their tickets to a team, of which somebody can take them', async () => {
    const customer = await tenant.customer();
    const [other, team] = [await tenant.agent(), await admin.createTeam('Billing')];
    const after = async (input: Record<string, unknown>) => {
      const who = await tenant.agent();
      const { id } = await customer.openTicket();
      await admin.done('ticketUpdate', { id, input: { assigneeId: who.id } });
      await admin.done('staffDeactivate', { id: who.id, input });
      await portal.settle();
      return (await admin.get('query($id: ID!) { ticket(id: $id) { assignee { id } team { id } } }', { id })).ticket;
    };
    const reassignToTeam = team.id;
    expect(await after({ reassignToTeam })).toEqual({ assignee: null, team: { id: team.id } });
    expect(await after({ reassignToTeam, reassignTo: other.id })).toEqual({
      assignee: { id: other.id },
      team: { id: team.id },
    });
    await admin.done('teamArchive', { id: team.id, input: { moveTicketsTo: null } });
    expect(await admin.refusal('staffDeactivate', { id: agent.id, input: { reassignToTeam } })).toMatchObject({
      code: 'NOT_FOUND',
      field: 'input.reassignToTeam',
    });
  });

  it('is refused where the tickets would go to nobody who can take them', async () => {
    const customer = await tenant.customer();
    for (const reassignTo of [agent.id, customer.id, 'not-a-uuid'])
      expect(await admin.refusal('staffDeactivate', { id: agent.id, input: { reassignTo } })).toMatchObject({
        code: 'NOT_FOUND',
        field: 'input.reassignTo',
      });
    expect(await isRefused(agent)).toBe(false);
  });
});

describe('the last admin', () => {
  const lastAdmin = { code: 'WRONG_STATE', field: 'id', message: expect.stringContaining('only admin') };

  it('can neither be deactivated nor become an agent, whoever else is invited or was', async () => {
    await invite(admin, { role: 'ADMIN' });
    const former = await tenant.admin();
    await admin.done('staffDeactivate', { id: former.id });
    expect(await admin.refusal('staffDeactivate', { id: admin.id })).toEqual(lastAdmin);
    expect(await admin.refusal('staffUpdate', { id: admin.id, input: { role: 'AGENT' } })).toEqual(lastAdmin);
    expect(await isRefused(admin)).toBe(false);
  });

  it('is not lost when admins end each other’s access at once', async () => {
    const admins = [admin, ...(await Promise.all([1, 2, 3].map(() => tenant.admin())))];
    await Promise.all(
      admins.map((who, index) => {
        const next = admins[(index + 1) % admins.length]!.id;
        return index % 2
          ? who.askVerb('staffDeactivate', { id: next })
          : who.askVerb('staffUpdate', { id: next, input: { role: 'AGENT' } });
      }),
    );
    const { rows } = await portal.database.superuser.query(
      `select count(*)::int as left from portal_user where tenant_id = $1 and role = 'ADMIN' and deactivated_at is null`,
      [tenant.id],
    );
    expect(rows[0].left).toBeGreaterThan(0);
  });

  it('can leave once somebody else is an admin', async () => {
    await admin.done('staffUpdate', { id: agent.id, input: { role: 'ADMIN' } });
    await admin.done('staffDeactivate', { id: admin.id });
    expect(await isRefused(admin)).toBe(true);
  });
});

it('a change of the staff is told to the staff and to no customer', async () => {
  const customer = await tenant.customer();
  const [forAgent, forCustomer] = await Promise.all([agent.listenFromNow(), customer.listenFromNow()]);
  await invite(admin);
  const own = await customer.openTicket();
  expect((await forAgent.take(1)).map(({ __typename }: any) => __typename)).toEqual(['StaffMemberInvited']);
  expect(await forCustomer.next()).toMatchObject({ __typename: 'TicketCreated', ticket: { id: own.id } });
});
