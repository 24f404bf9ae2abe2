import { describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';
import { ticketWithPeople } from './notified.ts';

const portal = usePortal();

describe('live', () => {
  it('a notification reaches the user concerned, with the count, right after its event', async () => {
    const { id, customer, agent } = await ticketWithPeople(portal);
    const listening = await customer.listenFromNow();
    await agent.write(id, 'Look here.');
    expect(await listening.nextOfAll()).toMatchObject({ __typename: 'MessageAdded', message: { body: 'Look here.' } });
    expect(await listening.nextOfAll()).toMatchObject({
      __typename: 'NotificationAdded',
      notification: { kind: 'MESSAGE_ADDED', ticket: { id } },
      unreadCount: 1,
    });
  });

  it('a notification reaches no one else who subscribes to the same stream', async () => {
    const { id, tenant, customer, agent, admin } = await ticketWithPeople(portal);
    const colleague = await tenant.agent();
    const [after, forCustomer] = [await admin.cursor(), await customer.cursor()];
    await customer.write(id, 'For the assignee.');
    await agent.write(id, 'For the customer.');
    const kinds = (events: { __typename: string }[]) => events.map(({ __typename }) => __typename);
    const receives = async (who: ApiClient, from: string, count: number) => {
      const listening = await who.listen({ after: from });
      const received = [];
      while (received.length < count) received.push(await listening.nextOfAll());
      await listening.socket.roundTrip();
      expect(listening.messages).toHaveLength(count);
      return kinds(received);
    };
    for (const other of [colleague, admin])
      expect(await receives(other, after, 2)).toEqual(['MessageAdded', 'MessageAdded']);
    expect(await receives(agent, after, 3)).toEqual(['MessageAdded', 'NotificationAdded', 'MessageAdded']);
    expect(await receives(customer, forCustomer, 3)).toEqual(['MessageAdded', 'MessageAdded', 'NotificationAdded']);
  });

  it.each(['customer', 'agent'] as const)('what the %s reads on one device is read on the others', async (role) => {
    const people = await ticketWithPeople(portal);
    const { id, customer, agent, [role]: reader } = people;
    await (role === 'customer' ? agent : customer).write(id, 'To be read.');
    const second = await portal.secondServer();
    const after = await reader.cursor();
    const phone = await reader.at(second.url).listen({ after });
    const other = await (role === 'customer' ? agent : customer).listenFromNow();
    await reader.done('notificationsMarkRead', { input: { ticketId: id } });
    await reader.done('notificationsMarkRead', { input: { all: true } });
    expect(await phone.nextOfAll()).toMatchObject({ __typename: 'NotificationsRead', unreadCount: 0 });
    await customer.write(id, 'Afterwards.');
    expect(await phone.next()).toMatchObject({ message: { body: 'Afterwards.' } });
    expect(await other.next()).toMatchObject({ message: { body: 'Afterwards.' } });
  });

  it('what was missed is replayed, in order and once', async () => {
    const { id, customer, agent } = await ticketWithPeople(portal);
    const after = await customer.cursor();
    await agent.write(id, 'Missed.');
    await customer.done('notificationsMarkRead', { input: { all: true } });
    await agent.done('ticketUpdate', { id, input: { status: 'RESOLVED' } });
    const listening = await customer.listen({ after });
    const received = [];
    while (received.length < 5) received.push((await listening.nextOfAll()).__typename);
    expect(received).toEqual([
      'MessageAdded',
      'NotificationAdded',
      'NotificationsRead',
      'TicketStatusChanged',
      'NotificationAdded',
    ]);
  });
});
