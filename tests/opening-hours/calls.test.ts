import { beforeEach, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let admin: Person;
let agent: Person;
let customer: Person;

beforeEach(async () => {
  tenant = await portal.world.alwaysOpen({ slotCapacity: 5 });
  [admin, agent, customer] = await Promise.all([
    tenant.admin(),
    tenant.agent(),
    tenant.customer({ phone: '+8801712345678' }),
  ]);
});

const set = (input: Record<string, unknown>) => admin.done('openingHoursUpdate', { input });
const hour = 60 * 60_000;

describe('calls that are switched off', () => {
  it('are neither offered nor taken, at once and for this tenant alone', async () => {
    const other = await (await portal.world.alwaysOpen()).customer({ phone: '+8801712345678' });
    const ticket = await customer.openTicket();
    const [slot] = await customer.slots();
    const canRequest = async () =>
      (await customer.get('query($id: ID!) { ticket(id: $id) { viewerCanRequestCall } }', { id: ticket.id })).ticket
        .viewerCanRequestCall;
    expect(await canRequest()).toBe(true);
    await set({ callsEnabled: false });
    expect(await canRequest()).toBe(false);
    expect(await customer.slots()).toEqual([]);
    for (const input of [{}, { scheduledAt: slot!.startsAt }, { ticketId: ticket.id }])
      expect(await customer.refusal('callRequestCreate', { input })).toMatchObject({ code: 'WRONG_STATE' });
    expect((await other.slots()).length).toBeGreaterThan(0);
    await other.requestCall();
    await set({ callsEnabled: true });
    expect(await canRequest()).toBe(true);
    await customer.requestCall({ scheduledAt: slot!.startsAt });
  });

  it('stay booked: customers cancel them, and staff make them or agree on another time', async () => {
    const slots = await customer.slots(2);
    const [one, two] = [
      await customer.requestCall({ scheduledAt: slots[0]!.startsAt }),
      await customer.requestCall({ scheduledAt: slots[1]!.startsAt }),
    ];
    await set({ callsEnabled: false });
    const { callRequest } = await customer.get(
      'query($id: ID!) { callRequest(id: $id) { status viewerCanReschedule viewerCanCancel } }',
      { id: one.id },
    );
    expect(callRequest).toEqual({ status: 'SCHEDULED', viewerCanReschedule: false, viewerCanCancel: true });
    const later = { scheduledAt: slots[2]!.startsAt };
    expect(await customer.refusal('callRequestReschedule', { id: one.id, input: later })).toMatchObject({
      code: 'WRONG_STATE',
    });
    await customer.done('callRequestCancel', { id: one.id });
    expect((await agent.slots(2)).length).toBeGreaterThan(0);
    await agent.done('callRequestComplete', { id: two.id, input: { outcome: 'RESCHEDULED', ...later } });
    await agent.done('callRequestComplete', { id: two.id, input: { outcome: 'REACHED' } });
  });
});

describe('the shortest notice', () => {
  it('keeps customers from the slots before it, and staff from none', async () => {
    await set({ noticeMinutes: 180 });
    const slotsOf = async (person: Person) => [...(await person.slots(0)), ...(await person.slots(1))];
    const startsIn = (hours: number) => (slot: { startsAt: string }) =>
      Date.parse(slot.startsAt) > Date.now() + hours * hour;
    const offered = await slotsOf(customer);
    expect(offered.every(startsIn(2.9))).toBe(true);
    // far enough from the edges that they do not pass meanwhile
    const early = (await slotsOf(agent)).find(startsIn(1))!;
    const { callRequestCreate } = await customer.get(
      `mutation($input: CallRequestCreateInput!) {
        callRequestCreate(input: $input) { userErrors { code message field } nextSlot { startsAt } }
      }`,
      { input: { scheduledAt: early.startsAt } },
    );
    expect(callRequestCreate.userErrors).toEqual([
      {
        code: 'INVALID',
        message: 'Calls must be booked at least 180 minutes ahead.',
        field: 'input.scheduledAt',
      },
    ]);
    expect(startsIn(2.9)(callRequestCreate.nextSlot)).toBe(true);
    const { id } = await customer.requestCall({ scheduledAt: offered.find(startsIn(3.5))!.startsAt });
    const earlier = { scheduledAt: early.startsAt };
    expect(await customer.refusal('callRequestReschedule', { id, input: earlier })).toMatchObject({ code: 'INVALID' });
    await agent.done('callRequestComplete', { id, input: { outcome: 'RESCHEDULED', ...earlier } });
  });

  it('does not concern calls as soon as possible', async () => {
    await set({ noticeMinutes: 10_080 });
    expect(await customer.requestCall()).toMatchObject({ status: 'REQUESTED' });
  });
});
