import { beforeAll, describe, expect, it, vi } from 'vitest';
import { deleteOldEvents } from '../../server/events/retention.ts';
import { usePortal } from '../support/portal.ts';
import { eventsSubscription } from '../support/api.ts';
import { text } from '../support/files.ts';
import { Socket, type Subscription } from '../support/socket.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;

beforeAll(async () => {
  tenant = await portal.world.tenant();
  [customer, agent] = await Promise.all([tenant.customer(), tenant.agent()]);
});

describe('a customer who subscribes', () => {
  it('receives what happens to their tickets, in order', async () => {
    const listening = await customer.listenFromNow();
    const ticket = await customer.openTicket({ title: 'Slow line' });
    const answer = await agent.write(ticket.id, 'We are looking into it.');
    await agent.done('ticketUpdate', { id: ticket.id, input: { status: 'RESOLVED' } });

    expect(await listening.take(3)).toMatchObject([
      { __typename: 'TicketCreated', ticket: { id: ticket.id, number: ticket.number, title: 'Slow line' } },
      { __typename: 'MessageAdded', message: { id: answer.id, body: answer.body, author: { name: agent.name } } },
      { __typename: 'TicketStatusChanged', ticket: { id: ticket.id }, from: 'OPEN', to: 'RESOLVED' },
    ]);
  });

  it('receives the reopening of a ticket before the message that reopened it', async () => {
    const ticket = await customer.openTicket();
    await agent.done('ticketUpdate', { id: ticket.id, input: { status: 'RESOLVED' } });
    const listening = await customer.listenFromNow();
    await customer.write(ticket.id, 'It is back.');
    expect(await listening.take(2)).toMatchObject([
      { __typename: 'TicketStatusChanged', from: 'RESOLVED', to: 'OPEN' },
      { __typename: 'MessageAdded', message: { body: 'It is back.' }, ticket: { status: 'OPEN' } },
    ]);
  });

  it('never receives internal notes, and finds no gap where they were', async () => {
    const ticket = await customer.openTicket();
    const listening = await customer.listenFromNow();
    const forStaff = await agent.listenFromNow();
    await agent.write(ticket.id, 'Secret.', { internal: true });
    await agent.write(ticket.id, 'Public.');
    expect(await forStaff.take(2)).toMatchObject([{ message: { body: 'Secret.' } }, { message: { body: 'Public.' } }]);
    expect(await listening.next()).toMatchObject({ message: { body: 'Public.' } });
    const { rows } = await portal.database.superuser.query(
      `select count(*) filter (where type = 'MessageAdded' and customer_sequence is null and user_id is null)::int as hidden, max(customer_sequence)::int as newest, count(customer_sequence)::int as numbered
       from portal_event where customer_id = $1`,
      [customer.customerId],
    );
    expect(rows[0].numbered).toBe(rows[0].newest);
    expect(rows[0].hidden).toBe(1);
  });

  it('can subscribe to one ticket alone', async () => {
    const [one, other] = [await customer.openTicket(), await customer.openTicket()];
    const listening = await customer.listenFromNow({ ticketId: one.id });
    await agent.write(other.id, 'Not this one.');
    await agent.write(one.id, 'This one.');
    expect(await listening.next()).toMatchObject({ message: { body: 'This one.' } });
  });

  it('receives the events of another server', async () => {
    const second = await portal.secondServer();
    const ticket = await customer.openTicket();
    const listening = await customer.listenFromNow();
    await agent.at(second.url).write(ticket.id, 'From the other server.');
    expect(await listening.next()).toMatchObject({ message: { body: 'From the other server.' } });
  });

  it('receives what was committed and never published, once and in order', async () => {
    const other = await tenant.customer();
    const [ticket, ofOther] = [await customer.openTicket(), await other.openTicket()];
    const listening = await customer.listenFromNow();
    await agent.write(ticket.id, 'Published.');
    expect(await listening.next()).toMatchObject({ message: { body: 'Published.' } });
    // as if the server had ended between the commit and its publishing
    const publishing = vi
      .spyOn(portal.app.portal.control, 'query')
      .mockRejectedValue(new Error('The server has ended'));
    await agent.write(ticket.id, 'Not published.');
    publishing.mockRestore();
    await agent.write(ofOther.id, 'Published to somebody else.');
    expect(await listening.next()).toMatchObject({ message: { body: 'Not published.' } });
    await agent.write(ticket.id, 'Published again.');
    expect(await listening.next()).toMatchObject({ message: { body: 'Published again.' } });
  });

  it('receives only new events without a cursor', async () => {
    const ticket = await customer.openTicket();
    const listening = await customer.listen();
    await listening.socket.roundTrip();
    // the round trip shows that the subscribe message was read, a second subscription that the stream has begun
    const control = await customer.listenFromNow();
    await agent.write(ticket.id, 'First.');
    expect(await control.next()).toMatchObject({ message: { body: 'First.' } });
    await agent.write(ticket.id, 'Second.');
    const received = await listening.next();
    expect(['First.', 'Second.']).toContain(received.message.body);
  });
});

describe('a large team', () => {
  it('receives everything, also of a commit with more notifications than fit into one payload', async () => {
    const large = await portal.world.tenant();
    const [admin, watcher, asker] = [await large.admin(), await large.agent(), await large.customer()];
    await portal.database.superuser.query(
      `insert into portal_user (id, tenant_id, role, name, email, password_hash, created_at)
       select gen_random_uuid(), tenant_id, 'ADMIN', name, number || email, password_hash, created_at
       from portal_user cross join generate_series(1, 60) number where id = $1`,
      [admin.id],
    );
    const [notified, watching] = [await admin.listenFromNow(), await watcher.listenFromNow()];
    await Promise.all([notified.socket.roundTrip(), watching.socket.roundTrip()]);
    const ticket = await asker.openTicket();
    expect(await notified.nextOfAll()).toMatchObject({ __typename: 'TicketCreated', ticket: { id: ticket.id } });
    expect(await notified.nextOfAll()).toMatchObject({ __typename: 'NotificationAdded' });
    await watcher.write(ticket.id, 'Received by all.');
    expect(await watching.take(2)).toMatchObject([
      { __typename: 'TicketCreated' },
      { __typename: 'MessageAdded', message: { body: 'Received by all.' } },
    ]);
    // the notifications of others are not for the one who watches
    expect(JSON.stringify(watching.messages)).not.toContain('NotificationAdded');
  });
});

describe('a file in an event', () => {
  const query = `subscription($after: String) { portalEvents(after: $after) {
    cursor ... on MessageAdded { message { attachments { name url thumbnailUrl } } }
  } }`;

  it('has links for the session that listens, however many share the event, live and replayed', async () => {
    const ticket = await customer.openTicket();
    const other = await tenant.agent();
    const after = await agent.cursor();
    const listen = async (who: Person) => (await who.openSocket()).subscribe(query, { after });
    const live = await Promise.all([agent, other, other].map(listen));
    const file = await agent.upload(text('router.log'));
    await agent.write(ticket.id, 'The log.', { attachmentIds: [file.id] });
    const linkOf = async (subscription: Subscription) => {
      for (;;) {
        const { message } = await subscription.nextOfAll();
        if (message) return message.attachments[0].url as string;
      }
    };
    const links = await Promise.all([...live, await listen(agent), await listen(other)].map(linkOf));
    const sessions = links.map((link) => new URL(link, portal.url).searchParams.get('session'));
    const [ofAgent, ofOther] = sessions;
    expect(ofAgent).not.toBe(ofOther);
    expect(sessions).toEqual([ofAgent, ofOther, ofOther, ofAgent, ofOther]);
    const statuses = () => Promise.all(links.map(async (link) => (await fetch(portal.url + link)).status));
    expect(await statuses()).toEqual([200, 200, 200, 200, 200]);
    await other.done('sessionEnd', { id: ofOther });
    expect(await statuses()).toEqual([200, 403, 403, 200, 403]);
  });
});

describe('after a broken connection', () => {
  it('everything missed is replayed once, in order, before new events', async () => {
    const ticket = await customer.openTicket();
    const before = await customer.listenFromNow();
    await agent.write(ticket.id, 'Received.');
    const { cursor } = await before.next();
    before.socket.cut();
    for (const number of [1, 2, 3]) await agent.write(ticket.id, `Missed ${number}.`);

    const after = await customer.listen({ after: cursor });
    const replayed = await after.take(3);
    await agent.write(ticket.id, 'New.');
    const bodies = [...replayed, await after.next()].map(({ message }) => message.body);
    expect(bodies).toEqual(['Missed 1.', 'Missed 2.', 'Missed 3.', 'New.']);
  });

  it('nothing is lost or duplicated however writes and reconnections interleave', async () => {
    const ticket = await customer.openTicket();
    let cursor = await customer.cursor();
    const received: string[] = [];
    const writes = (async () => {
      for (let number = 0; number < 40; number++) await agent.write(ticket.id, `Line ${number}`);
    })();
    while (received.length < 40) {
      const listening = await customer.listen({ after: cursor });
      for (const event of await listening.take(Math.min(3, 40 - received.length))) {
        received.push(event.message.body);
        cursor = event.cursor;
      }
      listening.socket.cut();
    }
    await writes;
    expect(received).toEqual(Array.from({ length: 40 }, (_, number) => `Line ${number}`));
  });

  it('a cursor older than what is kept is answered with ResyncRequired and continues from now', async () => {
    const asker = await tenant.customer();
    const cursor = await asker.cursor();
    const ticket = await asker.openTicket();
    await agent.write(ticket.id, 'Deleted.');
    await portal.database.superuser.query(
      `update portal_event set occurred_at = now() - interval '8 days' where customer_id = $1`,
      [asker.customerId],
    );
    await deleteOldEvents(portal.app.portal);

    const listening = await asker.listen({ after: cursor });
    const resync = await listening.next();
    expect(resync.__typename).toBe('ResyncRequired');
    await agent.write(ticket.id, 'New.');
    const next = await listening.next();
    expect(next).toMatchObject({ message: { body: 'New.' } });
    listening.socket.cut();
    const again = await asker.listen({ after: resync.cursor });
    expect(await again.next()).toEqual(next);
  });

  it.each([
    'garbage',
    Buffer.from('["tenant",1]').toString('base64url'),
    Buffer.from('["customer",-1]').toString('base64url'),
  ])('a cursor of another stream is rejected: %s', async (after) => {
    const listening = await customer.listen({ after });
    expect(await listening.refusal()).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
  });
});

describe('the protocol', () => {
  it('sends nothing for a subscription after its client has completed it', async () => {
    const ticket = await customer.openTicket();
    const socket = await customer.openSocket();
    const after = await customer.cursor();
    const [left, kept] = [
      socket.subscribe(eventsSubscription, { after }),
      socket.subscribe(eventsSubscription, { after }),
    ];
    await agent.write(ticket.id, 'Both.');
    await Promise.all([left.next(), kept.next()]);
    left.complete();
    await socket.roundTrip();
    await agent.write(ticket.id, 'One.');
    await kept.next();
    await socket.roundTrip();
    expect(JSON.stringify(kept.messages)).toContain('One.');
    expect(JSON.stringify(left.messages)).not.toContain('One.');
  });

  it('rejects a socket with an invalid token', async () => {
    const socket = await Socket.connect(portal.url);
    socket.send({ type: 'connection_init', payload: { accessToken: 'forged' } });
    expect(await socket.closed).toBe(4403);
  });

  it('closes the socket when its token expires', async () => {
    const { viewer } = await portal.app.portal.tokens.readAccess(customer.accessToken!).then((access) => access!);
    const almostExpired = new Date(Date.now() - 14 * 60_000 - 57_000);
    const { token } = await portal.app.portal.tokens.access(viewer, almostExpired);
    const socket = await Socket.open(portal.url, { accessToken: token });
    socket.subscribe(eventsSubscription);
    expect(await socket.closed).toBe(4403);
  });

  it('carries no queries and no mutations', async () => {
    const socket = await customer.openSocket();
    const query = socket.subscribe('{ viewer { id } }');
    expect(await query.refusal()).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
  });

  it('has no subscription for someone who is not signed in', async () => {
    const listening = await portal.nobody.listen();
    expect(await listening.refusal()).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('does not deliver what the viewer may no longer see at delivery', async () => {
    const [owner, other] = [await tenant.customer(), await tenant.customer()];
    const moved = await owner.openTicket({ title: 'Moved away' });
    const kept = await owner.openTicket({ title: 'Kept' });
    const { superuser } = portal.database;
    await superuser.query('set session_replication_role = replica');
    await superuser.query('update ticket set customer_id = $1 where id = $2', [other.customerId, moved.id]);
    await superuser.query('set session_replication_role = default');
    const listening = await owner.listen({ after: Buffer.from('["customer",0]').toString('base64url') });
    expect(await listening.next()).toMatchObject({ ticket: { id: kept.id } });
  });
});
