import { beforeAll, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;

beforeAll(async () => {
  tenant = await portal.world.alwaysOpen({ slotCapacity: 50 });
  customer = await tenant.customer({ phone: '+8801812345678', timeZone: 'Asia/Dhaka' });
});

const phone = '+8801712345678';

describe('a customer', () => {
  it('requests a call for now, with everything staff should know', async () => {
    const ticket = await customer.openTicket();
    const { callRequest } = await customer
      .get(
        `mutation($input: CallRequestCreateInput!) { callRequestCreate(input: $input) { callRequest {
        status scheduledAt scheduledEndAt phone reason note outcome endedAt dueAt createdAt
        ticket { id } customer { id } requestedBy { id role } handledBy { id }
      } } }`,
        { input: { phone, ticketId: ticket.id, reason: '  The  bill ', note: ' Ring twice.\nWe are slow. ' } },
      )
      .then(({ callRequestCreate }) => callRequestCreate);
    expect(callRequest).toEqual({
      status: 'REQUESTED',
      scheduledAt: null,
      scheduledEndAt: null,
      phone,
      reason: 'The bill',
      note: ' Ring twice.\nWe are slow.',
      outcome: null,
      endedAt: null,
      dueAt: callRequest.createdAt,
      createdAt: expect.any(String),
      ticket: { id: ticket.id },
      customer: { id: customer.customerId },
      requestedBy: { id: customer.id, role: 'CUSTOMER' },
      handledBy: null,
    });
  });

  it('books a slot', async () => {
    const slot = (await customer.slots())[0]!;
    const { id } = await customer.requestCall({ scheduledAt: slot.startsAt });
    const { callRequest } = await customer.get(
      'query($id: ID!) { callRequest(id: $id) { status scheduledAt scheduledEndAt dueAt ticket { id } } }',
      { id },
    );
    expect(callRequest).toEqual({
      status: 'SCHEDULED',
      scheduledAt: slot.startsAt,
      scheduledEndAt: slot.endsAt,
      dueAt: slot.startsAt,
      ticket: null,
    });
  });

  it('sees the call in its ticket, which is updated with it', async () => {
    const ticket = await customer.openTicket();
    const longAgo = '2026-01-01T00:00:00.000Z';
    await portal.database.superuser.query('update ticket set updated_at = $2, public_updated_at = $2 where id = $1', [
      ticket.id,
      longAgo,
    ]);
    const first = await customer.requestCall({ ticketId: ticket.id });
    const second = await customer.requestCall({ ticketId: ticket.id });
    const answer = await customer.get(
      `query($id: ID!) { ticket(id: $id) { updatedAt
        callRequests { totalCount nodes { id status } } newest: callRequests(last: 1) { nodes { id } pageInfo { hasPreviousPage } } } }`,
      { id: ticket.id },
    );
    expect(answer.ticket).toMatchObject({
      callRequests: { totalCount: 2, nodes: [{ id: first.id }, { id: second.id }] },
      newest: { nodes: [{ id: second.id }], pageInfo: { hasPreviousPage: true } },
    });
    expect(Date.parse(answer.ticket.updatedAt)).toBeGreaterThan(Date.parse(longAgo));
  });

  it('is called at the given number, or that of the profile, or that of the customer', async () => {
    const called = async (who: Person, given: object) =>
      (await who.done('callRequestCreate', { input: given })).callRequest.phone;
    expect(await called(customer, {})).toBe('+8801812345678');
    expect(await called(customer, { phone: '' })).toBe('+8801812345678');
    expect(await called(customer, { phone: '+880 1712-345678' })).toBe(phone);
    await portal.database.superuser.query('update portal_user set phone = null where id = $1', [customer.id]);
    expect(await called(customer, { phone: null })).toBe('+8801812345678');
  });

  it('has to give a number when no profile has one', async () => {
    const unreachable = await tenant.customer();
    expect(await unreachable.refusal('callRequestCreate', { input: {} })).toEqual({
      code: 'REQUIRED',
      field: 'input.phone',
      message: 'phone is required: the profile has no phone number.',
    });
  });

  it.each([
    ['+880', 'no number'],
    ['+88017123456789012', 'too many digits'],
    ['+8801712345678 ext. 5', 'an extension'],
    ['call me: +8801712345678', 'words before it'],
    ['+8801712345678\n+8801712345679', 'two of them'],
    ['+99912345678', 'a country there is not'],
  ])('is told that %j is no number to call (%s)', async (given) => {
    expect(await customer.refusal('callRequestCreate', { input: { phone: given } })).toMatchObject({
      code: 'INVALID',
      field: 'input.phone',
    });
  });

  it('can give a national number when the time zone identifies the country', async () => {
    const abroad = await tenant.customer({ timeZone: 'UTC' });
    const call = await customer.requestCall({ phone: '01712-345678' });
    expect(call.phone).toBe(phone);
    expect(await abroad.refusal('callRequestCreate', { input: { phone: '01712-345678' } })).toMatchObject({
      code: 'INVALID',
      field: 'input.phone',
    });
  });

  it('learns which of the texts is too long', async () => {
    const { userErrors } = await customer.verb('callRequestCreate', {
      input: { reason: 'a'.repeat(201), note: 'a'.repeat(2_001), phone: '1'.repeat(41) },
    });
    expect(userErrors.map(({ code, field }: { code: string; field: string }) => [code, field])).toEqual([
      ['TOO_LONG', 'input.phone'],
      ['TOO_LONG', 'input.reason'],
      ['TOO_LONG', 'input.note'],
    ]);
  });

  it('has at most twenty open calls, also when many are requested at once', async () => {
    const eager = await tenant.customer();
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => eager.verb('callRequestCreate', { input: { phone } })),
    );
    const refused = answers.flatMap(({ userErrors }) => userErrors);
    expect(refused).toHaveLength(5);
    expect(refused[0]).toMatchObject({ code: 'TOO_MANY', field: null });
    const waiting = answers.find(({ callRequest }) => callRequest)!.callRequest;
    await eager.done('callRequestCancel', { id: waiting.id });
    await eager.requestCall();
  });

  it('has no more by booking missed ones again, unless staff agree on it', async () => {
    const [eager, agent] = [await tenant.customer(), await tenant.agent()];
    const scheduledAt = (await eager.slots())[0]!.startsAt;
    const missed = await eager.requestCall();
    await agent.done('callRequestComplete', { id: missed.id, input: { outcome: 'NO_ANSWER' } });
    await Promise.all(Array.from({ length: 20 }, () => eager.requestCall()));
    expect(await eager.refusal('callRequestReschedule', { id: missed.id, input: { scheduledAt } })).toMatchObject({
      code: 'TOO_MANY',
    });
    await agent.done('callRequestComplete', { id: missed.id, input: { outcome: 'RESCHEDULED', scheduledAt } });
  });
});

describe('a ticket', () => {
  it('that is closed allows no call, and says so beforehand', async () => {
    const may = async (who: Person, id: string) =>
      (await who.get('query($id: ID!) { ticket(id: $id) { viewerCanRequestCall } }', { id })).ticket
        .viewerCanRequestCall;
    const agent = await tenant.agent();
    const { id } = await customer.openTicket();
    for (const status of ['OPEN', 'PENDING', 'RESOLVED']) {
      await agent.done('ticketUpdate', { id, input: { status } });
      expect([await may(customer, id), await may(agent, id)]).toEqual([true, true]);
      await customer.requestCall({ ticketId: id });
    }
    await customer.done('ticketClose', { id });
    expect([await may(customer, id), await may(agent, id)]).toEqual([false, false]);
    expect(await customer.refusal('callRequestCreate', { input: { phone, ticketId: id } })).toEqual({
      code: 'WRONG_STATE',
      field: 'input.ticketId',
      message: 'The ticket is closed. Reopen it to request a call about it.',
    });
  });

  it('has to exist for the customer', async () => {
    const theirs = await (await tenant.customer()).openTicket();
    for (const ticketId of [theirs.id, '01900000-0000-7000-8000-000000000000', 'not-a-uuid', ''])
      expect(await customer.refusal('callRequestCreate', { input: { phone, ticketId } })).toEqual({
        code: 'NOT_FOUND',
        field: 'input.ticketId',
        message: 'Ticket not found.',
      });
  });
});
