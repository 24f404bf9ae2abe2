import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tellTime } from '../../server/call-requests/call-time.ts';
import { weekdays } from '../../server/call-requests/opening-hours.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

let portal: TestPortal;
let tenant: TestTenant;
let customer: Person;

beforeAll(async () => {
  portal = await startPortal();
  tenant = await portal.world.alwaysOpen({ callSlotCapacity: 50 });
  customer = await tenant.customer({ phone: '+8801812345678', timeZone: 'Asia/Dhaka' });
});

afterAll(() => portal.stop());

const phone = '+8801712345678';
const day = 24 * 60 * 60_000;

/** Open for one hour, on the day after tomorrow in UTC: closed now, at whatever time this runs. */
async function closedTenant(given = {}) {
  const opening = new Date(Math.floor(Date.now() / day) * day + 2 * day + 9 * 60 * 60_000);
  const weekday = weekdays[(opening.getUTCDay() + 6) % 7]!;
  const openingWeek = [{ weekday, opensAt: '09:00', closesAt: '10:00' }];
  return { tenant: await portal.world.tenant({ openingWeek, ...given }), opening };
}

const offerOf = async (who: Person, input: Record<string, unknown>) => {
  const { callRequestCreate } = await who.get(
    `mutation($input: CallRequestCreateInput!) {
      callRequestCreate(input: $input) { userErrors { code message field } callRequest { id } nextSlot { startsAt endsAt available } }
    }`,
    { input: { phone, ...input } },
  );
  return callRequestCreate;
};

describe('a customer', () => {
  it('asks to be called now, with everything staff should know', async () => {
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
      note: 'Ring twice.\nWe are slow.',
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

  it('books a time, which the call then has', async () => {
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

  it('sees the call in its ticket, which has changed with it', async () => {
    const ticket = await customer.openTicket();
    const longAgo = '2026-01-01T00:00:00.000Z';
    await portal.database.superuser.query('update ticket set updated_at = $2 where id = $1', [ticket.id, longAgo]);
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

  it('is called at the number of the profile, of the customer where the user has none, or the one given', async () => {
    const called = async (who: Person, given: object) =>
      (await who.done('callRequestCreate', { input: given })).callRequest.phone;
    expect(await called(customer, {})).toBe('+8801812345678');
    expect(await called(customer, { phone: '' })).toBe('+8801812345678');
    expect(await called(customer, { phone: '+880 1712-345678' })).toBe(phone);
    await portal.database.superuser.query('update portal_user set phone = null where id = $1', [customer.id]);
    expect(await called(customer, { phone: null })).toBe('+8801812345678');
  });

  it('has to give a number where no profile has one', async () => {
    const unreachable = await tenant.customer();
    expect(await unreachable.refusal('callRequestCreate', { input: {} })).toEqual({
      code: 'REQUIRED',
      field: 'input.phone',
      message: 'Give a number to call: the profile has none.',
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

  it('can give the number as it is written at home, where the zone tells the country', async () => {
    const abroad = await tenant.customer({ timeZone: 'UTC' });
    const call = await customer.requestCall({ phone: '01712-345678' });
    expect(call.phone).toBe(phone);
    expect(await abroad.refusal('callRequestCreate', { input: { phone: '01712-345678' } })).toMatchObject({
      code: 'INVALID',
      field: 'input.phone',
    });
  });

  it('is told which of the texts is too long', async () => {
    const { userErrors } = await customer.verb('callRequestCreate', {
      input: { reason: 'a'.repeat(201), note: 'a'.repeat(2_001), phone: '1'.repeat(41) },
    });
    expect(userErrors.map(({ code, field }: { code: string; field: string }) => [code, field])).toEqual([
      ['TOO_LONG', 'input.phone'],
      ['TOO_LONG', 'input.reason'],
      ['TOO_LONG', 'input.note'],
    ]);
  });

  it('has at most twenty calls waiting, also when many are asked for at once', async () => {
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

  it('has no more when those that were missed are booked again, unless staff agree on it', async () => {
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

describe('now, while nobody answers the telephone', () => {
  it('is refused with the next opening in the zone of the customer, and the slot there is offered', async () => {
    const { tenant: closed, opening } = await closedTenant();
    const late = await closed.customer({ timeZone: 'Asia/Dhaka' });
    expect(await offerOf(late, {})).toEqual({
      callRequest: null,
      userErrors: [
        {
          code: 'WRONG_STATE',
          field: 'input.scheduledAt',
          message: `Nobody answers the telephone now. The next opening is ${tellTime('en', 'Asia/Dhaka', opening)}: book a time from then on.`,
        },
      ],
      nextSlot: {
        startsAt: opening.toISOString(),
        endsAt: new Date(opening.getTime() + 30 * 60_000).toISOString(),
        available: 1,
      },
    });
    expect(tellTime('en', 'Asia/Dhaka', opening)).toMatch(/ at 15:00 \(Bangladesh Standard Time, Asia\/Dhaka\)$/);
    const { userErrors } = await late.verb('callRequestCreate', { input: { phone, scheduledAt: opening } });
    expect(userErrors).toEqual([]);
    expect((await offerOf(late, {})).nextSlot.startsAt).toBe(new Date(opening.getTime() + 30 * 60_000).toISOString());
  });

  it('is refused without an offer where there is no opening within sixty days', async () => {
    const never = await (await portal.world.tenant({ openingWeek: [] })).customer();
    const { userErrors, nextSlot } = await offerOf(never, {});
    expect(userErrors[0].message).toBe('Nobody answers the telephone now. There is no opening within 60 days.');
    expect(nextSlot).toBeNull();
  });

  it('is refused on a holiday', async () => {
    const dates = [0, 1].map((days) => new Date(Date.now() + days * day).toISOString().slice(0, 10));
    const resting = await (await portal.world.alwaysOpen({ holidays: dates })).customer();
    const { userErrors, nextSlot } = await offerOf(resting, {});
    expect(userErrors).toMatchObject([{ code: 'WRONG_STATE', field: 'input.scheduledAt' }]);
    expect(nextSlot.startsAt.slice(0, 10)).toBe(new Date(Date.now() + 2 * day).toISOString().slice(0, 10));
  });
});

describe('a time', () => {
  const refusal = async (who: Person, scheduledAt: Date) => {
    const { userErrors, callRequest, nextSlot } = await offerOf(who, { scheduledAt: scheduledAt.toISOString() });
    expect(callRequest).toBeNull();
    expect(userErrors).toHaveLength(1);
    return { ...userErrors[0], nextSlot };
  };

  it('in the past is refused, and the first slot from now on is offered', async () => {
    const first = async () => (await customer.slots(0))[0];
    const before = await first();
    const { nextSlot, ...refused } = await refusal(customer, new Date(Date.now() - day));
    expect(refused).toEqual({
      code: 'INVALID',
      field: 'input.scheduledAt',
      message: 'That time has passed already.',
    });
    expect([before, await first()]).toContainEqual(nextSlot);
  });

  it('beyond sixty days is refused, one within them is not', async () => {
    const last = (await customer.slots(59)).at(-1)!;
    await customer.requestCall({ scheduledAt: last.startsAt });
    expect(await refusal(customer, new Date(Date.parse(last.startsAt) + 30 * 60_000))).toEqual({
      code: 'INVALID',
      field: 'input.scheduledAt',
      message: 'Calls can be booked at most 60 days ahead.',
      nextSlot: null,
    });
  });

  it('outside of the opening hours is refused with the next opening', async () => {
    const { tenant: closed, opening } = await closedTenant();
    const early = await closed.customer();
    const answer = await refusal(early, new Date(opening.getTime() - 30 * 60_000));
    expect(answer).toMatchObject({ code: 'INVALID', nextSlot: { startsAt: opening.toISOString() } });
    expect(answer.message).toMatch(
      /^Nobody answers the telephone at .* The next opening is .*Coordinated Universal Time, UTC/,
    );
    const end = await refusal(early, new Date(opening.getTime() + 60 * 60_000));
    expect(end.nextSlot.startsAt).toBe(new Date(opening.getTime() + 7 * day).toISOString());
  });

  it('at which no slot begins is refused, and the next slot is offered', async () => {
    const [slot, next] = await customer.slots();
    const answer = await refusal(customer, new Date(Date.parse(slot!.startsAt) + 1));
    expect(answer).toMatchObject({ code: 'INVALID', nextSlot: next });
    expect(answer.message).toMatch(/^No slot begins at .*; slots take 30 minutes\.$/);
  });

  it('that is full is refused as a conflict, and the next with a free place is offered', async () => {
    const one = await portal.world.alwaysOpen();
    const [here, there] = [await one.customer({ timeZone: 'Asia/Dhaka' }), await one.customer()];
    const slots = await here.slots();
    await there.requestCall({ scheduledAt: slots[4]!.startsAt });
    await there.requestCall({ scheduledAt: slots[5]!.startsAt });
    const full = slots[4]!.startsAt;
    expect(await refusal(here, new Date(full))).toEqual({
      code: 'CONFLICT',
      field: 'input.scheduledAt',
      message: `All places at ${tellTime('en', 'Asia/Dhaka', new Date(full))} are taken. Choose another time.`,
      nextSlot: slots[6],
    });
  });
});

describe('a ticket', () => {
  it('that is closed takes no call, and says so beforehand', async () => {
    const may = async (who: Person, id: string) =>
      (await who.get('query($id: ID!) { ticket(id: $id) { viewerCanRequestCall } }', { id })).ticket
        .viewerCanRequestCall;
    const agent = await tenant.agent();
    const { id } = await customer.openTicket();
    for (const status of ['OPEN', 'PENDING', 'RESOLVED']) {
      await agent.done('ticketUpdate', { id, input: { status } });
      expect([await may(customer, id), await may(agent, id)]).toEqual([true, false]);
      await customer.requestCall({ ticketId: id });
    }
    await customer.done('ticketClose', { id });
    expect(await may(customer, id)).toBe(false);
    expect(await customer.refusal('callRequestCreate', { input: { phone, ticketId: id } })).toEqual({
      code: 'WRONG_STATE',
      field: 'input.ticketId',
      message: 'The ticket is closed. Reopen it to ask for a call about it.',
    });
  });

  it('has to be there for the customer', async () => {
    const theirs = await (await tenant.customer()).openTicket();
    for (const ticketId of [theirs.id, '01900000-0000-7000-8000-000000000000', 'not-a-uuid', ''])
      expect(await customer.refusal('callRequestCreate', { input: { phone, ticketId } })).toEqual({
        code: 'NOT_FOUND',
        field: 'input.ticketId',
        message: 'There is no such ticket.',
      });
  });
});

describe('staff', () => {
  it('ask for no call, not even about a ticket they see', async () => {
    const agent = await tenant.agent();
    const { id } = await customer.openTicket();
    for (const input of [{ phone }, { phone, ticketId: id }])
      expect(await agent.refusal('callRequestCreate', { input })).toMatchObject({ code: 'FORBIDDEN', field: null });
  });
});

describe('an idempotency key', () => {
  it('books one call, however often and at once the request is sent', async () => {
    const scheduledAt = (await customer.slots())[0]!.startsAt;
    const input = { phone, scheduledAt, note: 'Once.', idempotencyKey: 'once' };
    const calls = await Promise.all(Array.from({ length: 10 }, () => customer.requestCall(input)));
    expect(new Set(calls.map(({ id }) => id)).size).toBe(1);
    const { rows } = await portal.database.superuser.query(
      `select count(*)::int as calls from call_request where idempotency_key = 'once'`,
    );
    expect(rows).toEqual([{ calls: 1 }]);
  });

  it('answers with the call also after it was moved, cancelled, or its ticket closed', async () => {
    const [one, other] = (await customer.slots()).map(({ startsAt }) => startsAt);
    const { id: ticketId } = await customer.openTicket();
    const input = { phone, scheduledAt: one, ticketId, idempotencyKey: 'later' };
    const call = await customer.requestCall(input);
    await customer.done('callRequestReschedule', { id: call.id, input: { scheduledAt: other } });
    expect(await customer.requestCall(input)).toMatchObject({ id: call.id, scheduledAt: other });
    await customer.done('callRequestCancel', { id: call.id });
    await customer.done('ticketClose', { id: ticketId });
    expect(await customer.requestCall(input)).toMatchObject({ id: call.id, status: 'CANCELLED' });
  });

  it('used for something else is a conflict', async () => {
    const [one, other] = (await customer.slots()).map(({ startsAt }) => startsAt);
    const { id: ticketId } = await customer.openTicket();
    const input = { phone, scheduledAt: one, note: 'A note.', reason: 'A reason', idempotencyKey: 'taken' };
    await customer.requestCall(input);
    const others = [
      { scheduledAt: other },
      { scheduledAt: null },
      { note: 'Another.' },
      { reason: null },
      { phone: '+8801812345678' },
      { ticketId },
    ];
    for (const change of others)
      expect(await customer.refusal('callRequestCreate', { input: { ...input, ...change } })).toMatchObject({
        code: 'CONFLICT',
        field: 'input.idempotencyKey',
      });
  });
});
