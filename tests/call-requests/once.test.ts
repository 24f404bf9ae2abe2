import { beforeAll, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';

const portal = usePortal();
let customer: Person;

beforeAll(async () => {
  const tenant = await portal.world.alwaysOpen({ slotCapacity: 50 });
  customer = await tenant.customer();
});

const phone = '+8801712345678';

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

  it('returns the call even after it was moved or cancelled, or its ticket was closed', async () => {
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

  it('that was used for a different request is a conflict', async () => {
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
