import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';

const portal = usePortal();

const input = { title: 'No light', description: 'It went dark at noon.' };

const numbersOf = async (viewer: ApiClient): Promise<number[]> => {
  const { tickets } = await viewer.get<{ tickets: { nodes: { number: number }[] } }>(
    '{ tickets(first: 100, sort: { field: NUMBER, direction: ASCENDING }) { nodes { number } } }',
  );
  return tickets.nodes.map(({ number }) => number);
};

describe('ticket numbers', () => {
  it('have no gaps and no duplicates when thirty tickets are opened at once at two servers', async () => {
    const second = await portal.secondServer();
    const tenant = await portal.world.tenant();
    const [agent, ...customers] = await Promise.all([tenant.agent(), tenant.customer(), tenant.customer()]);
    const opened = await Promise.all(
      Array.from({ length: 30 }, (_, index) => {
        const customer = customers[index % 3 === 0 ? 0 : 1];
        return customer.at(index % 2 ? second.url : portal.url).openTicket();
      }),
    );
    const expected = Array.from({ length: 30 }, (_, index) => 1001 + index);
    expect(opened.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(expected);
    expect(await numbersOf(agent)).toEqual(expected);
  });

  it('are counted by each tenant for itself', async () => {
    const [one, other] = await Promise.all([portal.world.tenant(), portal.world.tenant()]);
    const [here, there] = await Promise.all([one.customer(), other.customer()]);
    await here.openTicket();
    await there.openTicket();
    expect((await here.openTicket()).number).toBe(1002);
    expect((await there.openTicket()).number).toBe(1002);
  });

  it('are not used up by tickets that are refused', async () => {
    const customer = await (await portal.world.tenant()).customer();
    await customer.openTicket({ idempotencyKey: 'first' });
    await customer.refusal('ticketCreate', { input: { ...input, title: ' ' } });
    await customer.refusal('ticketCreate', { input: { ...input, idempotencyKey: 'first' } });
    expect((await customer.openTicket()).number).toBe(1002);
  });
});

describe('an idempotency key', () => {
  it('opens one ticket, however often the request is sent again', async () => {
    const customer = await (await portal.world.tenant()).customer();
    const first = await customer.openTicket({ ...input, idempotencyKey: 'again' });
    const again = await customer.openTicket({ ...input, idempotencyKey: 'again' });
    const untidy = { title: '  No   light', description: ' It went dark at noon.\n', idempotencyKey: 'again' };
    expect(again).toEqual(first);
    expect(await customer.openTicket(untidy)).toEqual(first);
    expect(await numbersOf(customer)).toEqual([1001]);
  });

  it('opens one ticket when five requests arrive at once at two servers', async () => {
    const second = await portal.secondServer();
    const customer = await (await portal.world.tenant()).customer();
    const opened = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        customer.at(index % 2 ? second.url : portal.url).openTicket({ ...input, idempotencyKey: 'at once' }),
      ),
    );
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
    expect(await numbersOf(customer)).toEqual([1001]);
    expect((await customer.openTicket()).number).toBe(1002);
  });

  it('answers with the ticket as it is now, whatever was done with it since', async () => {
    const tenant = await portal.world.tenant();
    const [customer, agent] = await Promise.all([tenant.customer(), tenant.agent()]);
    const { id } = await customer.openTicket({ ...input, idempotencyKey: 'later' });
    await agent.done('ticketUpdate', { id, input: { priority: 'URGENT', status: 'CLOSED' } });
    expect(await customer.openTicket({ ...input, idempotencyKey: 'later' })).toMatchObject({ id, status: 'CLOSED' });
  });

  it.each([
    ['title', 'No sound'],
    ['description', 'It has been silent since noon.'],
    ['type', 'REQUEST'],
    ['categoryId', randomUUID()],
  ])('is a CONFLICT when used for a ticket with another %s', async (field, value) => {
    const customer = await (await portal.world.tenant()).customer();
    await customer.openTicket({ ...input, idempotencyKey: 'taken' });
    const changed = { ...input, [field]: value, idempotencyKey: 'taken' };
    expect(await customer.refusal('ticketCreate', { input: changed })).toMatchObject({
      code: 'CONFLICT',
      field: 'input.idempotencyKey',
    });
    expect(await numbersOf(customer)).toEqual([1001]);
  });

  it('belongs to who uses it: two customers may choose the same', async () => {
    const tenant = await portal.world.tenant();
    const [one, other] = await Promise.all([tenant.customer(), tenant.customer()]);
    const [first, second] = await Promise.all(
      [one, other].map((customer) => customer.openTicket({ ...input, idempotencyKey: 'the same' })),
    );
    expect(first?.id).not.toBe(second?.id);
  });

  it('is none when it is null or empty: each request opens a ticket', async () => {
    const customer = await (await portal.world.tenant()).customer();
    for (const idempotencyKey of [null, null, '', '']) await customer.openTicket({ ...input, idempotencyKey });
    expect(await numbersOf(customer)).toEqual([1001, 1002, 1003, 1004]);
  });
});
