import { beforeEach, describe, expect, it } from 'vitest';
import { markMissedCalls } from '../../server/call-requests/missed.ts';
import { remindOfCall } from '../../server/call-requests/reminder.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;
let slots: string[];

beforeEach(async () => {
  tenant = await portal.world.alwaysOpen();
  [customer, agent] = [await tenant.customer(), await tenant.agent()];
  slots = (await customer.slots()).map(({ startsAt }) => startsAt);
});

const statusOf = async (id: string): Promise<string> =>
  (await agent.get('query($id: ID!) { callRequest(id: $id) { status } }', { id })).callRequest.status;

/** What is owed to remind of a call, and when. */
async function remindersOf(id: string): Promise<{ run_at: Date; payload: never }[]> {
  const { rows } = await portal.database.superuser.query(
    `select run_at, payload from graphile_worker._private_jobs where key = $1`,
    [`remindOfCall/${id}`],
  );
  return rows;
}

/** The time of every reminder has come. */
const untilReminders = () =>
  portal.database.superuser.query(
    `update graphile_worker._private_jobs set run_at = now() where key like 'remindOfCall/%'`,
  );

const eventsOf = async (id: string): Promise<string[]> => {
  const { rows } = await portal.database.superuser.query(
    `select type from portal_event where subject_id = $1 order by tenant_sequence`,
    [id],
  );
  return rows.map(({ type }) => type);
};

const longAgo = (id: string) =>
  portal.database.superuser.query(
    `update call_request set due_at = due_at - interval '3 days', scheduled_at = scheduled_at - interval '3 days',
      scheduled_end_at = scheduled_end_at - interval '3 days' where id = $1`,
    [id],
  );

describe('the stream of events', () => {
  it('shows both sides each step of a call, live and replayed in the same order', async () => {
    const before = { customer: await customer.cursor(), agent: await agent.cursor() };
    const live = await customer.listen({ after: before.customer });
    const ticket = await customer.openTicket();
    const call = await customer.requestCall({ ticketId: ticket.id });
    const { id } = call;
    await customer.done('callRequestReschedule', { id, input: { scheduledAt: slots[0] } });
    await customer.done('callRequestReschedule', { id, input: { scheduledAt: slots[1] } });
    await untilReminders();
    await portal.settle();
    await agent.done('callRequestComplete', { id, input: { outcome: 'NO_ANSWER' } });
    await agent.done('callRequestComplete', { id, input: { outcome: 'RESCHEDULED', scheduledAt: slots[2] } });
    await agent.done('callRequestComplete', { id, input: { outcome: 'REACHED' } });
    const callRequest = { id, ticket: { id: ticket.id } };
    const update = (fromStatus: string, toStatus: string) => ({
      __typename: 'CallRequestUpdated',
      callRequest,
      fromStatus,
      toStatus,
    });
    const told = [
      { __typename: 'TicketCreated' },
      { __typename: 'CallRequested', callRequest },
      update('REQUESTED', 'SCHEDULED'),
      update('SCHEDULED', 'SCHEDULED'),
      { __typename: 'CallRequestDue', callRequest: { id } },
      update('SCHEDULED', 'MISSED'),
      update('MISSED', 'SCHEDULED'),
      update('SCHEDULED', 'COMPLETED'),
    ];
    const names = told.map(({ __typename }) => __typename);
    expect((await live.take(8)).map(({ __typename }) => __typename)).toEqual(names);
    for (const [who, after] of [
      [customer, before.customer],
      [agent, before.agent],
    ] as const)
      expect(await (await who.listen({ after })).take(8)).toMatchObject(told);
  });

  it('of one ticket has the events of its calls, and of no others', async () => {
    const [one, other] = [await customer.openTicket(), await customer.openTicket()];
    const live = await customer.listenFromNow({ ticketId: one.id });
    await customer.requestCall();
    await customer.requestCall({ ticketId: other.id });
    const { id } = await customer.requestCall({ ticketId: one.id });
    expect(await live.next()).toMatchObject({ __typename: 'CallRequested', callRequest: { id } });
  });

  it('shows nothing to other customers and other tenants', async () => {
    const strangers = [await tenant.customer(), await (await portal.world.alwaysOpen()).agent()];
    const before = await Promise.all(strangers.map((stranger) => stranger.cursor()));
    const { id } = await customer.requestCall();
    await customer.done('callRequestCancel', { id });
    expect(await Promise.all(strangers.map((stranger) => stranger.cursor()))).toEqual(before);
  });
});

describe('a notification', () => {
  const bellOf = async (who: Person) => {
    const { notifications } = await who.get(
      '{ notifications { nodes { kind callStatus status readAt actor { id } ticket { id } callRequest { id phone } } } }',
    );
    return notifications.nodes.toReversed();
  };

  it('goes to both sides for each step, with the new status, and is read already for who did it', async () => {
    const { id: ticketId } = await customer.openTicket();
    const { id } = await customer.requestCall({ ticketId });
    await customer.done('callRequestReschedule', { id, input: { scheduledAt: slots[0] } });
    await untilReminders();
    await portal.settle();
    await agent.done('callRequestComplete', { id, input: { outcome: 'NO_ANSWER' } });
    await agent.done('callRequestComplete', { id, input: { outcome: 'RESCHEDULED', scheduledAt: slots[1] } });
    await customer.done('callRequestCancel', { id });
    const steps = [
      ['CALL_REQUESTED', null, customer],
      ['CALL_REQUEST_UPDATED', 'SCHEDULED', customer],
      ['CALL_REQUEST_DUE', null, null],
      ['CALL_REQUEST_UPDATED', 'MISSED', agent],
      ['CALL_REQUEST_UPDATED', 'SCHEDULED', agent],
      ['CALL_REQUEST_UPDATED', 'CANCELLED', customer],
    ] as const;
    for (const who of [customer, agent])
      expect(await bellOf(who)).toEqual(
        steps.map(([kind, callStatus, actor]) => ({
          kind,
          callStatus,
          status: null,
          readAt: actor === who ? expect.any(String) : null,
          actor: actor && { id: actor.id },
          ticket: { id: ticketId },
          callRequest: { id, phone: '+8801712345678' },
        })),
      );
  });

  it('is not written for a completed call', async () => {
    const { id } = await customer.requestCall();
    await agent.done('callRequestComplete', { id, input: { outcome: 'REACHED' } });
    expect((await bellOf(customer)).map(({ kind }: { kind: string }) => kind)).toEqual(['CALL_REQUESTED']);
  });
});

describe('a reminder', () => {
  it('is scheduled as long before the call as the tenant has set', async () => {
    for (const reminderMinutes of [30, 1_440]) {
      const other = await (await portal.world.alwaysOpen({ reminderMinutes })).customer();
      const scheduledAt = (await other.slots(3))[0]!.startsAt;
      const { id } = await other.requestCall({ scheduledAt });
      const [reminder] = await remindersOf(id);
      expect(Date.parse(scheduledAt) - reminder!.run_at.getTime()).toBe(reminderMinutes * 60_000);
    }
  });

  it('is not scheduled where the tenant wants none, for a call now, or in the past', async () => {
    const silent = await (await portal.world.alwaysOpen({ reminderMinutes: 0 })).customer();
    const late = await (await portal.world.alwaysOpen({ reminderMinutes: 1_440 })).customer();
    const calls = [
      await silent.requestCall({ scheduledAt: (await silent.slots(3))[0]!.startsAt }),
      await late.requestCall({ scheduledAt: (await late.slots(0))[0]!.startsAt }),
      await customer.requestCall(),
    ];
    for (const { id } of calls) expect(await remindersOf(id)).toEqual([]);
  });

  it('moves with the call, and is sent once', async () => {
    const { id } = await customer.requestCall({ scheduledAt: slots[0] });
    await customer.done('callRequestReschedule', { id, input: { scheduledAt: slots[5] } });
    const reminders = await remindersOf(id);
    expect(reminders.map(({ run_at }) => run_at.toISOString())).toEqual([
      new Date(Date.parse(slots[5]!) - 30 * 60_000).toISOString(),
    ]);
    await untilReminders();
    await portal.settle();
    await remindOfCall(portal.app.portal, reminders[0]!.payload);
    await remindOfCall(portal.app.portal, reminders[0]!.payload);
    expect((await eventsOf(id)).filter((type) => type === 'CallRequestDue')).toHaveLength(1);
  });

  it('is sent again for the new time of a call that was moved after it', async () => {
    const { id } = await customer.requestCall({ scheduledAt: slots[0] });
    await untilReminders();
    await portal.settle();
    await customer.done('callRequestReschedule', { id, input: { scheduledAt: slots[1] } });
    await untilReminders();
    await portal.settle();
    expect((await eventsOf(id)).filter((type) => type === 'CallRequestDue')).toHaveLength(2);
  });

  it.each([
    ['cancelled', (id: string) => customer.done('callRequestCancel', { id })],
    ['completed', (id: string) => agent.done('callRequestComplete', { id, input: { outcome: 'REACHED' } })],
    ['missed', (id: string) => agent.done('callRequestComplete', { id, input: { outcome: 'NO_ANSWER' } })],
  ])('is owed no more when the call is %s, and stays silent if it runs all the same', async (_, end) => {
    const { id } = await customer.requestCall({ scheduledAt: slots[0] });
    const [reminder] = await remindersOf(id);
    await end(id);
    expect(await remindersOf(id)).toEqual([]);
    await remindOfCall(portal.app.portal, reminder!.payload);
    expect(await eventsOf(id)).not.toContain('CallRequestDue');
  });

  it('does nothing if its job runs for a former time of the call, or too late', async () => {
    const { id } = await customer.requestCall({ scheduledAt: slots[0] });
    const [reminder] = await remindersOf(id);
    await customer.done('callRequestReschedule', { id, input: { scheduledAt: slots[1] } });
    await remindOfCall(portal.app.portal, reminder!.payload);
    const [moved] = await remindersOf(id);
    await longAgo(id);
    const past = { ...(moved!.payload as object), scheduledAt: new Date(Date.parse(slots[1]!) - 3 * 86_400_000) };
    await remindOfCall(portal.app.portal, past as never);
    expect(await eventsOf(id)).not.toContain('CallRequestDue');
  });
});

describe('a call without an outcome', () => {
  it('is missed a day after its time, whether it was for now or in a slot, and not before', async () => {
    const [now, booked, fresh, ahead] = [
      await customer.requestCall(),
      await customer.requestCall({ scheduledAt: slots[0] }),
      await customer.requestCall(),
      await customer.requestCall({ scheduledAt: slots[1] }),
    ];
    for (const { id } of [now, booked]) await longAgo(id);
    await markMissedCalls(portal.app.portal);
    const states = await Promise.all([now, booked, fresh, ahead].map(({ id }) => statusOf(id)));
    expect(states).toEqual(['MISSED', 'MISSED', 'REQUESTED', 'SCHEDULED']);
    const { callRequest } = await agent.get(
      'query($id: ID!) { callRequest(id: $id) { outcome handledBy { id } endedAt } }',
      { id: booked.id },
    );
    expect(callRequest).toEqual({ outcome: null, handledBy: null, endedAt: expect.any(String) });
  });

  it('is marked once when two servers look at the same time', async () => {
    const { id } = await customer.requestCall();
    await longAgo(id);
    const second = await portal.secondServer();
    await Promise.all([markMissedCalls(portal.app.portal), markMissedCalls(second.app.portal)]);
    expect(await eventsOf(id)).toEqual(['CallRequested', 'CallRequestUpdated']);
  });

  it('is left alone once it has ended', async () => {
    const { id } = await customer.requestCall();
    await agent.done('callRequestComplete', { id, input: { outcome: 'REACHED' } });
    await longAgo(id);
    await markMissedCalls(portal.app.portal);
    expect(await statusOf(id)).toBe('COMPLETED');
  });

  it('is looked for by an hourly job', async () => {
    const { id } = await customer.requestCall();
    await longAgo(id);
    await portal.database.superuser.query(`select graphile_worker.add_job('markMissedCalls')`);
    await portal.settle();
    expect(await statusOf(id)).toBe('MISSED');
  });
});
