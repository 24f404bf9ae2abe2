import { beforeAll, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let people: Record<Role, Person>;
let slots: string[];

beforeAll(async () => {
  tenant = await portal.world.alwaysOpen({ slotCapacity: 100 });
  people = { customer: await tenant.customer(), agent: await tenant.agent(), admin: await tenant.admin() };
  slots = (await people.customer.slots()).map(({ startsAt }) => startsAt);
});

const statuses = ['REQUESTED', 'SCHEDULED', 'COMPLETED', 'CANCELLED', 'MISSED'] as const;
type Status = (typeof statuses)[number];
const roles = ['customer', 'agent', 'admin'] as const;
type Role = (typeof roles)[number];

/** A call that stands as told, of a customer of its own. */
async function callThatIs(status: Status): Promise<{ id: string; customer: Person; agent: Person; admin: Person }> {
  const customer = await tenant.customer();
  const { id } = await customer.requestCall(status === 'SCHEDULED' ? { scheduledAt: slots[0] } : {});
  if (status === 'CANCELLED') await customer.done('callRequestCancel', { id });
  if (status === 'COMPLETED') await people.agent.done('callRequestComplete', { id, input: { outcome: 'REACHED' } });
  if (status === 'MISSED') await people.agent.done('callRequestComplete', { id, input: { outcome: 'NO_ANSWER' } });
  return { ...people, id, customer };
}

const stateOf = async (viewer: Person, id: string) =>
  (
    await viewer.get(
      `query($id: ID!) { callRequest(id: $id) { status scheduledAt outcome handledBy { id } endedAt
        viewerCanReschedule viewerCanCancel viewerCanComplete } }`,
      { id },
    )
  ).callRequest;

const isToBeMade = (status: Status) => status === 'REQUESTED' || status === 'SCHEDULED';
const canBeMoved = (status: Status) => isToBeMade(status) || status === 'MISSED';

describe.each(statuses.flatMap((status) => roles.map((role) => [status, role] as const)))(
  'a call that is %s, for the %s',
  (status, role) => {
    const isStaff = role !== 'customer';

    it('shows what may be done with it now', async () => {
      const call = await callThatIs(status);
      expect(await stateOf(call[role], call.id)).toMatchObject({
        status,
        viewerCanReschedule: !isStaff && canBeMoved(status),
        viewerCanCancel: !isStaff && isToBeMade(status),
        viewerCanComplete: isStaff && canBeMoved(status),
      });
    });

    it('is rescheduled, or is not', async () => {
      const call = await callThatIs(status);
      const scheduledAt = slots[1];
      const { callRequest, userErrors } = await call[role].verb('callRequestReschedule', {
        id: call.id,
        input: { scheduledAt },
      });
      if (isStaff) expect(userErrors).toMatchObject([{ code: 'FORBIDDEN', field: null }]);
      else if (!canBeMoved(status)) expect(userErrors).toMatchObject([{ code: 'WRONG_STATE', field: null }]);
      else expect(callRequest).toEqual({ id: call.id, status: 'SCHEDULED', scheduledAt });
      const moved = !isStaff && canBeMoved(status);
      expect((await stateOf(call.agent, call.id)).status).toBe(moved ? 'SCHEDULED' : status);
    });

    it('is cancelled, or is not', async () => {
      const call = await callThatIs(status);
      const { callRequest, userErrors } = await call[role].verb('callRequestCancel', { id: call.id });
      if (isStaff) expect(userErrors).toMatchObject([{ code: 'FORBIDDEN', field: null }]);
      else if (!isToBeMade(status)) expect(userErrors).toMatchObject([{ code: 'WRONG_STATE', field: null }]);
      else expect(callRequest).toEqual({ id: call.id, status: 'CANCELLED' });
    });

    it.each([
      ['REACHED', 'COMPLETED'],
      ['NO_ANSWER', 'MISSED'],
      ['RESCHEDULED', 'SCHEDULED'],
    ])('is given the outcome %s, or is not', async (outcome, after) => {
      const call = await callThatIs(status);
      const scheduledAt = outcome === 'RESCHEDULED' ? slots[2]! : null;
      const { callRequest, userErrors } = await call[role].verb('callRequestComplete', {
        id: call.id,
        input: { outcome, scheduledAt },
      });
      if (!isStaff) expect(userErrors).toMatchObject([{ code: 'FORBIDDEN', field: null }]);
      else if (!canBeMoved(status)) expect(userErrors).toMatchObject([{ code: 'WRONG_STATE', field: null }]);
      else
        expect(callRequest).toEqual({
          id: call.id,
          status: after,
          outcome,
          handledBy: { id: call[role].id },
          scheduledAt: scheduledAt ?? (status === 'SCHEDULED' ? slots[0] : null),
        });
    });
  },
);

describe('a call', () => {
  it('has ended when it is completed, cancelled or missed, and is open again with a new time', async () => {
    for (const status of statuses) {
      const { id, agent } = await callThatIs(status);
      expect((await stateOf(agent, id)).endedAt === null, status).toBe(isToBeMade(status));
    }
    const { id, customer } = await callThatIs('MISSED');
    await customer.done('callRequestReschedule', { id, input: { scheduledAt: slots[0] } });
    expect(await stateOf(customer, id)).toMatchObject({ endedAt: null, outcome: null, handledBy: null });
  });

  it('updates its ticket with each change, and only then', async () => {
    const { customer, agent } = await callThatIs('REQUESTED');
    const ticket = await customer.openTicket();
    const { id } = await customer.requestCall({ ticketId: ticket.id });
    const longAgo = '2026-01-01T00:00:00.000Z';
    const movesOn = async (work: () => Promise<unknown>): Promise<boolean> => {
      await portal.database.superuser.query('update ticket set updated_at = $2, public_updated_at = $2 where id = $1', [
        ticket.id,
        longAgo,
      ]);
      await work();
      const query = 'query($id: ID!) { ticket(id: $id) { updatedAt } }';
      return (await agent.get(query, { id: ticket.id })).ticket.updatedAt > longAgo;
    };
    const input = { scheduledAt: slots[0] };
    expect(await movesOn(() => customer.done('callRequestReschedule', { id, input }))).toBe(true);
    expect(await movesOn(() => customer.done('callRequestReschedule', { id, input }))).toBe(false);
    expect(await movesOn(() => agent.refusal('callRequestCancel', { id }))).toBe(false);
    expect(await movesOn(() => agent.done('callRequestComplete', { id, input: { outcome: 'REACHED' } }))).toBe(true);
  });

  it('is not changed by rescheduling it to the time it has', async () => {
    const { id, customer, agent } = await callThatIs('SCHEDULED');
    const before = await stateOf(agent, id);
    const input = { scheduledAt: before.scheduledAt };
    await customer.done('callRequestReschedule', { id, input });
    await agent.done('callRequestComplete', { id, input: { ...input, outcome: 'RESCHEDULED' } });
    expect(await stateOf(agent, id)).toEqual(before);
    const { rows } = await portal.database.superuser.query(
      `select count(*)::int as events from portal_event where type = 'CallRequestUpdated' and subject_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ events: 0 }]);
  });

  it('is rescheduled by the same rules as it is booked, and keeps its time when it breaks one', async () => {
    const { id, customer, agent } = await callThatIs('SCHEDULED');
    const before = await stateOf(agent, id);
    const wrong = [Date.now() - 1_000, Date.now() + 61 * 24 * 60 * 60_000, Date.parse(before.scheduledAt) + 1];
    for (const time of wrong) {
      const scheduledAt = new Date(time).toISOString();
      for (const refusal of [
        await customer.refusal('callRequestReschedule', { id, input: { scheduledAt } }),
        await agent.refusal('callRequestComplete', { id, input: { outcome: 'RESCHEDULED', scheduledAt } }),
      ])
        expect(refusal).toMatchObject({ code: 'INVALID', field: 'input.scheduledAt' });
    }
    expect(await stateOf(agent, id)).toEqual(before);
  });

  it('has a time with the outcome RESCHEDULED, and with no other', async () => {
    const { id, agent } = await callThatIs('REQUESTED');
    expect(await agent.refusal('callRequestComplete', { id, input: { outcome: 'RESCHEDULED' } })).toEqual({
      code: 'REQUIRED',
      field: 'input.scheduledAt',
      message: 'scheduledAt is required with the outcome RESCHEDULED.',
    });
    const input = { outcome: 'REACHED', scheduledAt: slots[0] };
    expect(await agent.refusal('callRequestComplete', { id, input })).toEqual({
      code: 'INVALID',
      field: 'input.scheduledAt',
      message: 'scheduledAt is only allowed with the outcome RESCHEDULED.',
    });
    expect(await stateOf(agent, id)).toMatchObject({ status: 'REQUESTED', outcome: null });
  });

  it('is changed by one of several requests at once, and the others learn its status', async () => {
    const { id, customer, agent, admin } = await callThatIs('SCHEDULED');
    const answers = await Promise.all([
      customer.verb('callRequestCancel', { id }),
      agent.verb('callRequestComplete', { id, input: { outcome: 'REACHED' } }),
      admin.verb('callRequestComplete', { id, input: { outcome: 'REACHED' } }),
      customer.verb('callRequestCancel', { id }),
    ]);
    const codes = answers.flatMap(({ userErrors }) => userErrors.map(({ code }: { code: string }) => code));
    expect(codes).toEqual(['WRONG_STATE', 'WRONG_STATE', 'WRONG_STATE']);
  });
});

describe('somebody who cannot see a call', () => {
  it('gets NOT_FOUND, whatever they do and whatever its status', async () => {
    const elsewhere = await portal.world.alwaysOpen();
    const outsiders = [await tenant.customer(), await elsewhere.customer(), await elsewhere.agent(), portal.nobody];
    const notThere = { code: 'NOT_FOUND', field: 'id', message: 'Call request not found.' };
    for (const status of statuses) {
      const { id } = await callThatIs(status);
      for (const outsider of outsiders) {
        const answers = [
          await outsider.refusal('callRequestReschedule', { id, input: { scheduledAt: '2020-01-01T00:00:00Z' } }),
          await outsider.refusal('callRequestCancel', { id }),
          await outsider.refusal('callRequestComplete', { id, input: { outcome: 'RESCHEDULED' } }),
        ];
        expect(answers).toEqual([notThere, notThere, notThere]);
      }
    }
  });
});
