import { describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import { bodies, list, withAnswers } from './notified.ts';

const portal = usePortal();

describe('marking as read', () => {
  it('notifications by their ids marks these, and leaves the rest', async () => {
    const { customer } = await withAnswers(portal, 3);
    const { nodes } = await list(customer);
    const ids = [nodes[0].id, nodes[2].id.toUpperCase(), nodes[0].id];
    expect(await customer.done('notificationsMarkRead', { input: { ids } })).toEqual({ unreadCount: 1 });
    const after = (await list(customer)).nodes;
    expect(after.map(({ readAt }: { readAt: string | null }) => readAt !== null)).toEqual([true, false, true]);
  });

  it('a ticket marks everything about it, and nothing else', async () => {
    const { id, customer, agent } = await withAnswers(portal, 2);
    const other = await customer.openTicket();
    await agent.write(other.id, 'About another matter.');
    expect(await customer.done('notificationsMarkRead', { input: { ticketId: id } })).toEqual({ unreadCount: 1 });
    expect(bodies(await list(customer, { unreadOnly: true }))).toEqual(['About another matter.']);
  });

  it('all marks all of the viewer, and of no one else', async () => {
    const { id, customer, agent } = await withAnswers(portal, 3);
    await customer.write(id, 'For the agent.');
    expect(await customer.done('notificationsMarkRead', { input: { all: true } })).toEqual({ unreadCount: 0 });
    expect(await list(customer, { unreadOnly: true })).toMatchObject({ nodes: [], totalCount: 0 });
    expect((await list(customer)).totalCount).toBe(3);
    expect((await list(agent)).unreadCount).toBe(1);
  });

  it('again keeps the first time, also in another way', async () => {
    const { id, customer } = await withAnswers(portal, 1);
    const [{ id: notification }] = (await list(customer)).nodes;
    await customer.done('notificationsMarkRead', { input: { ids: [notification] } });
    const [{ readAt }] = (await list(customer)).nodes;
    for (const input of [{ ids: [notification] }, { ticketId: id }, { all: true }]) {
      expect(await customer.done('notificationsMarkRead', { input })).toEqual({ unreadCount: 0 });
    }
    expect((await list(customer)).nodes[0].readAt).toBe(readAt);
  });

  it('one of someone else marks none: it is not there', async () => {
    const { id, customer, agent } = await withAnswers(portal, 2);
    await customer.write(id, 'For the agent.');
    const [[theirs], [own]] = [(await list(agent)).nodes, (await list(customer)).nodes];
    for (const stranger of [theirs.id, '01900000-0000-7000-8000-000000000000', 'not-a-uuid', '']) {
      expect(await customer.refusal('notificationsMarkRead', { input: { ids: [own.id, stranger] } })).toEqual({
        code: 'NOT_FOUND',
        field: 'input.ids',
        message: 'Notification not found.',
      });
    }
    expect((await list(customer)).unreadCount).toBe(2);
    expect((await list(agent)).unreadCount).toBe(1);
  });

  it.each([
    ['nothing', {}, 'INVALID', 'input'],
    ['all: false', { all: false }, 'INVALID', 'input'],
    ['nulls', { ids: null, all: null, ticketId: null }, 'INVALID', 'input'],
    ['two ways at once', { ids: ['01900000-0000-7000-8000-000000000000'], all: true }, 'INVALID', 'input'],
    ['no ids', { ids: [] }, 'REQUIRED', 'input.ids'],
    ['more than 100 ids', { ids: Array.from({ length: 101 }, () => 'x') }, 'TOO_MANY', 'input.ids'],
  ])('%s is rejected by the name of the field', async (_, input, code, field) => {
    const customer = await (await portal.world.tenant()).customer();
    expect(await customer.refusal('notificationsMarkRead', { input })).toMatchObject({ code, field });
  });

  it('is not possible without a viewer', async () => {
    const { errors } = await portal.nobody.ask(
      'mutation { notificationsMarkRead(input: { all: true }) { unreadCount userErrors { code } } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('the same many times at once on two servers is recorded once', async () => {
    const { id, customer } = await withAnswers(portal, 8);
    const ids = (await list(customer)).nodes.map((node: { id: string }) => node.id);
    const second = await portal.secondServer();
    const inputs = [{ ids }, { all: true }, { ids: ids.toReversed() }, { ticketId: id }, { all: true }, { ids }];
    await Promise.all(
      inputs.map((input, index) =>
        customer.at(index % 2 ? second.url : portal.url).done('notificationsMarkRead', { input }),
      ),
    );
    const { rows } = await portal.database.superuser.query(
      `select count(*)::int as events from portal_event where user_id = $1 and type = 'NotificationsRead'`,
      [customer.id],
    );
    expect(rows).toEqual([{ events: 1 }]);
  });
});
