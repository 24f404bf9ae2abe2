import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import { bodyLimit, prices, sockets, subscriptions } from '../../server/limits/limits.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import { Socket } from '../support/socket.ts';
import type { Person, TestTenant } from '../support/world.ts';

let portal: TestPortal;
let tenant: TestTenant;
let customer: Person;

beforeAll(async () => {
  portal = await startPortal();
  tenant = await portal.world.tenant();
  customer = await tenant.customer();
});

afterAll(() => portal.stop());

/** The answer to a handshake: 101, or the status it is refused with. */
async function handshake(headers: Record<string, string> = {}): Promise<number> {
  const socket = new WebSocket(`${portal.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  onTestFinished(() => socket.terminate());
  const refused = once(socket, 'unexpected-response').then(([, { statusCode }]) => statusCode as number);
  socket.on('error', () => {});
  return Promise.race([refused, once(socket, 'open').then(() => 101)]);
}

const subscription = 'subscription { portalEvents { cursor } }';

describe('the handshake', () => {
  it.each([
    ['of no page', undefined, 101],
    ['of a page of the portal', 'http://portal.test', 101],
    ['of a page of another site', 'https://another.example', 403],
    ['of a page whose site begins like the portal', 'http://portal.test.another.example', 403],
    ['of a page with a name before the portal that is no tenant', 'http://nobody.portal.test', 403],
    ['of a page without a site', 'null', 403],
  ])('%s', async (_, origin, status) => {
    expect(await handshake(origin === undefined ? {} : { origin })).toBe(status);
  });

  it('of a page of a tenant, at its name and at its domain', async () => {
    const { tenant: named } = await portal.world.tenant();
    const { tenant: apart } = await portal.world.tenant({ domain: 'help.apart.example' });
    expect(await handshake({ origin: `http://${named.slug}.portal.test` })).toBe(101);
    expect(await handshake({ origin: `https://${apart.domain}` })).toBe(101);
  });

  it('of one more than may stay unknown is refused until others have said who they are', async () => {
    const opened: Socket[] = [];
    while (opened.length < sockets.nobody) opened.push(await Socket.connect(portal.url));
    expect(await handshake()).toBe(429);
    opened[0]!.send({ type: 'connection_init', payload: { accessToken: customer.accessToken } });
    await opened[0]!.until(({ type }) => type === 'connection_ack');
    expect(await handshake()).toBe(101);
  });
});

describe('a user', () => {
  it('has so many sockets', async () => {
    const person = await tenant.customer();
    const opened = await Promise.all(Array.from({ length: sockets.user }, () => person.openSocket()));
    const more = await Socket.connect(portal.url);
    more.send({ type: 'connection_init', payload: { accessToken: person.accessToken } });
    expect(await more.closed).toBe(1013);
    opened[0]!.cut();
    const canOpen = () =>
      person.openSocket().then(
        () => true,
        () => false,
      );
    await expect.poll(canOpen).toBe(true);
  });

  it('has so many subscriptions on all sockets together', async () => {
    const person = await tenant.customer();
    const count = subscriptions.user / subscriptions.socket;
    const opened = await Promise.all(Array.from({ length: count }, () => person.openSocket()));
    const begun = opened.flatMap((socket) =>
      Array.from({ length: subscriptions.socket }, () => socket.subscribe(subscription)),
    );
    await Promise.all(opened.map((socket) => socket.roundTrip()));
    const another = await person.openSocket();
    expect(await another.subscribe(subscription).refusal()).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
    begun[0]!.complete();
    await expect
      .poll(async () => {
        const next = another.subscribe(subscription);
        await another.roundTrip();
        return next.messages;
      })
      .toEqual([]);
  });
});

describe('a socket', () => {
  it('has so many subscriptions', async () => {
    const socket = await customer.openSocket();
    for (let begun = 0; begun < subscriptions.socket; begun++) socket.subscribe(subscription);
    expect(await socket.subscribe(subscription).refusal()).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
  });

  it('may send so many messages in a second', async () => {
    const socket = await customer.openSocket();
    for (let sent = 0; sent < sockets.messages.count; sent++) socket.send({ type: 'ping' });
    expect(await socket.closed).toBe(1008);
  });

  it('is closed when it says something that is no message, and nothing is written but log lines', async () => {
    const written = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => written.mockRestore());
    const confused = await customer.openSocket();
    confused.send({ type: 'next', id: '1', payload: {} });
    expect(await confused.closed).toBe(4500);
    const large = await customer.openSocket();
    large.send({ type: 'ping', payload: { filler: 'x'.repeat(300_000) } });
    expect(await large.closed).toBe(1009);
    expect(written).not.toHaveBeenCalled();
  });

  it('is closed when it has not said who it is in time', async () => {
    useOwnClock();
    const socket = await Socket.connect(portal.url);
    vi.advanceTimersByTime(sockets.initialisation);
    expect(await socket.closed).toBe(4408);
  });

  it('pays for what is refused, also when nobody is signed in', async () => {
    const socket = await Socket.open(portal.url, {});
    expect(
      await priceOf(() => socket.subscribe(`subscription { nothing${'x'.repeat(400)} }`).refusal()),
    ).toBeGreaterThanOrEqual(30);
  });

  it('pays for a message that is too long as for a request that is', async () => {
    const sendTooMuch = async () => {
      const socket = await Socket.open(portal.url, {});
      socket.send({ type: 'ping', payload: { filler: 'x'.repeat(300_000) } });
      expect(await socket.closed).toBe(1009);
    };
    expect(await priceOf(sendTooMuch)).toBeGreaterThanOrEqual(prices.refused + bodyLimit / prices.charactersRefused);
  });

  /** What is paid for by those who are not signed in. */
  async function priceOf(act: () => Promise<unknown>): Promise<number> {
    const remaining = async () => {
      const { headers } = await portal.nobody.post({ query: '{ viewer { id } }' });
      return Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
    };
    let price = 0;
    // another window may begin in between
    await expect
      .poll(async () => {
        const before = await remaining();
        await act();
        return (price = before - (await remaining()));
      })
      .toBeGreaterThan(0);
    return price;
  }
});

describe('an event', () => {
  it('has at most 1 MiB', async () => {
    const { id } = await customer.openTicket();
    const body = 'ক'.repeat(20_000);
    for (let written = 0; written < 20; written++) await customer.write(id, body);
    const socket = await customer.openSocket();
    const after = await customer.cursor();
    const listen = (last: number) =>
      socket.subscribe(
        `subscription($after: String) { portalEvents(after: $after) { ... on MessageAdded { ticket { messages(last: ${last}) { nodes { body } } } } } }`,
        { after },
      );
    const [small, large] = [listen(10), listen(20)];
    await customer.write(id, 'One more.');
    expect((await small.nextMessage()).payload.errors).toBeUndefined();
    expect((await large.nextMessage()).payload.errors).toMatchObject([{ extensions: { code: 'ANSWER_TOO_LARGE' } }]);
  });

  it('is paid for: where nothing is left for one the socket is closed', async () => {
    const person = await tenant.customer();
    const { id } = await person.openTicket();
    const after = await person.cursor();
    const count = 100;
    for (let written = 1; written <= count; written++) await person.write(id, `Message ${written}`);
    const messages = (index: number) => `m${index}: messages(first: 100) { nodes { id ticket { id } } }`;
    const socket = await person.openSocket();
    // each costs about 6,000
    const events = socket.subscribe(
      `subscription($after: String) { portalEvents(after: $after) {
        ... on MessageAdded { message { body } ticket { ${Array.from({ length: 29 }, (_, index) => messages(index)).join(' ')} } }
      } }`,
      { after },
    );
    expect(await socket.closed).toBe(1013);
    const bodies = events.messages.map(({ payload }) => payload.data.portalEvents.message.body);
    expect(bodies.length).toBeGreaterThan(0);
    expect(bodies).toEqual(Array.from({ length: bodies.length }, (_, index) => `Message ${index + 1}`));
  });
});

describe('a socket whose client', () => {
  const open = async (url: string, options: ClientOptions = {}) => {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', options);
    onTestFinished(() => socket.terminate());
    socket.on('error', () => {});
    await once(socket, 'open');
    return socket;
  };

  it('answers no ping is closed, and others are not', async () => {
    useOwnClock();
    const portalOfClock = await startPortal();
    onTestFinished(portalOfClock.stop);
    const [mute, other] = [await open(portalOfClock.url, { autoPong: false }), await open(portalOfClock.url)];
    const pinged = Promise.all([once(mute, 'ping'), once(other, 'ping')]);
    for (const socket of [mute, other]) socket.send('{"type":"connection_init"}');
    await Promise.all([once(mute, 'message'), once(other, 'message')]);
    vi.advanceTimersByTime(sockets.heartbeat);
    await pinged;
    other.send('{"type":"ping"}');
    await once(other, 'message');
    vi.advanceTimersByTime(sockets.heartbeat);
    await once(mute, 'close');
    expect(other.readyState).toBe(WebSocket.OPEN);
  });

  it('does not read is closed before much waits for it', async () => {
    const socket = await open(portal.url);
    socket.pause();
    const closed = once(socket, 'close');
    const large = JSON.stringify({ type: 'ping', payload: { filler: 'x'.repeat(250_000) } });
    for (let sent = 1; sent < sockets.messages.count; sent++) socket.send(large);
    await expect.poll(() => socket.bufferedAmount === 0 || socket.readyState !== WebSocket.OPEN).toBe(true);
    socket.resume();
    expect((await closed)[0]).toBe(1006);
  });
});

/** The clock of the portal stands still; that of the network goes on. */
function useOwnClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
}
