import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPortal, type TestPortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

let portal: TestPortal;
let tenant: TestTenant;
let customer: Person;
let agent: Person;

beforeAll(async () => {
  portal = await startPortal();
  tenant = await portal.world.tenant();
  [customer, agent] = await Promise.all([tenant.customer(), tenant.agent()]);
});

afterAll(() => portal.stop());

describe('a customer', () => {
  it('opens a ticket and finds it as written', async () => {
    const opened = await customer.openTicket({ title: '  Slow   at night ', description: 'Every evening.\nSince Monday.', priority: 'HIGH' });
    const { ticket } = await customer.get(
      'query($id: ID!) { ticket(id: $id) { number title description status priority type messageCount customer { id name } assignee { id } messages { nodes { body author { name role } } totalCount } viewerCanReply viewerCanClose viewerCanReopen viewerCanUpdate } }',
      { id: opened.id },
    );
    expect(ticket).toEqual({
      number: 1001,
      title: 'Slow at night',
      description: 'Every evening.\nSince Monday.',
      status: 'OPEN',
      priority: 'HIGH',
      type: 'ISSUE',
      messageCount: 1,
      customer: { id: customer.customerId, name: customer.name },
      assignee: null,
      messages: { nodes: [{ body: 'Every evening.\nSince Monday.', author: { name: customer.name, role: 'CUSTOMER' } }], totalCount: 1 },
      viewerCanReply: true,
      viewerCanClose: true,
      viewerCanReopen: false,
      viewerCanUpdate: false,
    });
  });

  it('is told which field breaks which rule', async () => {
    const input = { title: ' ', description: 'x'.repeat(20_001), category: 'nul\0' };
    const { ticketCreate } = await customer.get(
      'mutation($input: TicketCreateInput!) { ticketCreate(input: $input) { ticket { id } userErrors { code field message } } }',
      { input },
    );
    expect(ticketCreate).toEqual({
      ticket: null,
      userErrors: expect.arrayContaining([
        { code: 'REQUIRED', field: 'input.title', message: 'title must not be empty.' },
        { code: 'TOO_LONG', field: 'input.description', message: 'description must have at most 20,000 characters.' },
        { code: 'INVALID', field: 'input.category', message: expect.stringContaining('NUL') },
      ]),
    });
  });
});
