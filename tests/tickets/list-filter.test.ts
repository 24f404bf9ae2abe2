import { describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';

const portal = usePortal();

async function newTenant() {
  const tenant = await portal.world.tenant();
  const [customer, agent] = await Promise.all([tenant.customer(), tenant.agent()]);
  return { tenant, customer, agent };
}

/** The titles of the tickets that fulfil the filter, in alphabetical order; `totalCount` has to agree. */
async function titles(viewer: ApiClient, filter: Record<string, unknown> | null): Promise<string[]> {
  const { tickets } = await viewer.get<{ tickets: { totalCount: number; nodes: { title: string }[] } }>(
    'query($filter: TicketFilter) { tickets(first: 100, filter: $filter) { totalCount nodes { title } } }',
    { filter },
  );
  if (tickets.totalCount !== tickets.nodes.length) throw new Error(`totalCount is ${tickets.totalCount}`);
  return tickets.nodes.map(({ title }) => title).toSorted();
}

const found = (viewer: ApiClient, search: string) => titles(viewer, { search });

describe('the list of tickets', () => {
  it('shows customers their own and staff the whole tenant', async () => {
    const [{ tenant, customer, agent }, elsewhere] = await Promise.all([newTenant(), newTenant()]);
    const neighbour = await tenant.customer();
    await customer.openTicket({ title: 'Mine' });
    await neighbour.openTicket({ title: 'The neighbour’s' });
    await elsewhere.customer.openTicket({ title: 'A stranger’s' });
    expect(await titles(customer, null)).toEqual(['Mine']);
    expect(await titles(neighbour, {})).toEqual(['The neighbour’s']);
    expect(await titles(agent, null)).toEqual(['Mine', 'The neighbour’s']);
    expect(await titles(elsewhere.agent, null)).toEqual(['A stranger’s']);
  });

  it('is narrowed to what is unassigned, or assigned to the viewer', async () => {
    const { tenant, customer, agent } = await newTenant();
    const colleague = await tenant.agent();
    await customer.openTicket({ title: 'Nobody’s' });
    for (const [title, { id: assigneeId }] of Object.entries({ 'The agent’s': agent, 'The colleague’s': colleague })) {
      const { id } = await customer.openTicket({ title });
      await agent.done('ticketUpdate', { id, input: { assigneeId } });
    }
    expect(await titles(agent, { assignment: 'UNASSIGNED' })).toEqual(['Nobody’s']);
    expect(await titles(agent, { assignment: 'MINE' })).toEqual(['The agent’s']);
    expect(await titles(colleague, { assignment: 'MINE', status: ['OPEN'] })).toEqual(['The colleague’s']);
    expect(await titles(colleague, { assignment: 'MINE', search: 'nobody' })).toEqual([]);
    expect(await titles(agent, { assignment: null })).toHaveLength(3);
    expect(await titles(customer, { assignment: 'UNASSIGNED' })).toEqual(['Nobody’s']);
    expect(await titles(customer, { assignment: 'MINE' })).toEqual([]);
  });

  it('is narrowed to statuses and priorities; an empty list means any', async () => {
    const { customer, agent } = await newTenant();
    for (const status of ['OPEN', 'PENDING', 'RESOLVED', 'CLOSED']) {
      for (const priority of ['LOW', 'URGENT']) {
        const { id } = await customer.openTicket({ title: `${status} ${priority}`, priority });
        await agent.done('ticketUpdate', { id, input: { status } });
      }
    }
    expect(await titles(customer, { status: ['PENDING'] })).toEqual(['PENDING LOW', 'PENDING URGENT']);
    expect(await titles(agent, { status: ['OPEN', 'CLOSED'], priority: ['URGENT'] })).toEqual([
      'CLOSED URGENT',
      'OPEN URGENT',
    ]);
    expect(await titles(agent, { status: ['RESOLVED'], priority: ['MEDIUM', 'HIGH'] })).toEqual([]);
    expect(await titles(agent, { status: ['OPEN'], search: 'closed' })).toEqual([]);
    expect(await titles(customer, { status: [], priority: [] })).toHaveLength(8);
    expect(await titles(customer, { status: null, priority: null, search: null })).toHaveLength(8);
  });
});

describe('searching', () => {
  it('looks in titles and in what was written, in any case', async () => {
    const { customer, agent } = await newTenant();
    await customer.openTicket({ title: 'Slow MODEM', description: 'Since Monday.' });
    const { id } = await customer.openTicket({ title: 'No sound', description: 'The ModeM hums.' });
    await customer.openTicket({ title: 'Other', description: 'Nothing of the kind.' });
    await agent.write(id, 'Please unplug the Amplifier.');
    expect(await found(customer, 'modem')).toEqual(['No sound', 'Slow MODEM']);
    expect(await found(customer, '  aMPLIfier ')).toEqual(['No sound']);
    expect(await found(customer, 'unplug the')).toEqual(['No sound']);
    expect(await found(customer, 'absent')).toEqual([]);
    expect(await found(customer, '  ')).toHaveLength(3);
  });

  it('finds by number, with or without the sign', async () => {
    const { customer, agent } = await newTenant();
    await customer.openTicket({ title: 'First' });
    await customer.openTicket({ title: 'Second' });
    await customer.openTicket({ title: 'Mentions #1001 only' });
    expect(await found(agent, '#1002')).toEqual(['Second']);
    expect(await found(agent, '1001')).toEqual(['First', 'Mentions #1001 only']);
    expect(await found(customer, '#1001')).toEqual(['First', 'Mentions #1001 only']);
    expect(await found(agent, '#100')).toEqual([]);
    expect(await found(agent, '#99999999999999999999')).toEqual([]);
  });

  it('finds another customer’s number only for staff', async () => {
    const { tenant, customer, agent } = await newTenant();
    const neighbour = await tenant.customer();
    await neighbour.openTicket({ title: 'The neighbour’s' });
    expect(await found(agent, '#1001')).toEqual(['The neighbour’s']);
    expect(await found(customer, '#1001')).toEqual([]);
    expect(await found(customer, 'neighbour')).toEqual([]);
  });

  it.each([
    ['%', 'At 100% load'],
    ['_', 'Folder old_files'],
    ['\\', 'Path C:\\files'],
    ['C:\\f', 'Path C:\\files'],
    ['\\%', 'Literally \\%'],
    ["'", 'It’s "quoted" isn\'t it'],
    ['$1', 'Costs $1 a day'],
  ])('takes %j for itself, not for a pattern', async (text, title) => {
    const { customer } = await newTenant();
    await customer.openTicket({ title, description: 'Nothing special.' });
    await customer.openTicket({ title: 'Decoy: oldXfiles, at 100 of load', description: 'Nothing special.' });
    expect(await found(customer, text)).toEqual([title]);
  });

  it('finds Bengali and other scripts', async () => {
    const { customer, agent } = await newTenant();
    await customer.openTicket({ title: 'রাতে ইন্টারনেট ধীর', description: 'সোমবার থেকে।' });
    await customer.openTicket({ title: 'ÄRGER mit dem Netz', description: 'Другой вопрос' });
    expect(await found(customer, 'ইন্টারনেট')).toEqual(['রাতে ইন্টারনেট ধীর']);
    expect(await found(agent, 'সোমবার')).toEqual(['রাতে ইন্টারনেট ধীর']);
    expect(await found(agent, 'ärger')).toEqual(['ÄRGER mit dem Netz']);
    expect(await found(agent, 'ДРУГОЙ')).toEqual(['ÄRGER mit dem Netz']);
  });

  it('never finds a customer what only an internal note says', async () => {
    const { customer, agent } = await newTenant();
    const { id } = await customer.openTicket({ title: 'No light' });
    await agent.write(id, 'Looks like the blue cable.', { internal: true });
    expect(await found(agent, 'blue cable')).toEqual(['No light']);
    expect(await found(customer, 'blue cable')).toEqual([]);
    await agent.write(id, 'Please check the blue cable.');
    expect(await found(customer, 'blue cable')).toEqual(['No light']);
  });

  it('refuses more than 200 characters rather than searching for less', async () => {
    const { customer } = await newTenant();
    await customer.openTicket({ title: 't'.repeat(200) });
    expect(await found(customer, 't'.repeat(200))).toEqual(['t'.repeat(200)]);
    const { errors } = await customer.ask('query($filter: TicketFilter) { tickets(filter: $filter) { totalCount } }', {
      filter: { search: 't'.repeat(201) },
    });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'filter.search' } }]);
  });

  it('finds nothing, and does not fail, for text no ticket can contain', async () => {
    const { customer } = await newTenant();
    await customer.openTicket({ title: 'No light' });
    expect(await found(customer, 'nul \0 inside')).toEqual([]);
    expect(await found(customer, 'half a pair \ud83d')).toEqual([]);
  });
});
