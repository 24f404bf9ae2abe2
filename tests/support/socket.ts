import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

interface Message {
  id?: string;
  type: string;
  payload?: any;
}

/** A graphql-transport-ws client that queues what arrives, so that no test sleeps. */
export class Socket {
  readonly received: Message[] = [];
  private readonly listeners = new Set<() => void>();
  private count = 0;
  /** The close code, once closed. */
  readonly closed: Promise<number>;

  private constructor(private readonly ws: WebSocket) {
    ws.on('message', (data) => {
      this.received.push(JSON.parse((data as Buffer).toString()) as Message);
      for (const listener of [...this.listeners]) listener();
    });
    ws.on('error', () => {});
    this.closed = once(ws, 'close').then(([code]) => {
      for (const listener of [...this.listeners]) listener();
      return code as number;
    });
    onTestFinished(() => ws.terminate());
  }

  /** Opens and initialises a socket; fails when the server does not acknowledge it. */
  static async open(url: string, parameters: Record<string, unknown>): Promise<Socket> {
    const socket = await Socket.connect(url);
    socket.send({ type: 'connection_init', payload: parameters });
    await socket.until(({ type }) => type === 'connection_ack');
    return socket;
  }

  static async connect(url: string): Promise<Socket> {
    const ws = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
    const socket = new Socket(ws);
    await once(ws, 'open');
    return socket;
  }

  send(message: Record<string, unknown>): void {
    this.sendText(JSON.stringify(message));
  }

  sendText(text: string): void {
    this.ws.send(text);
  }

  subscribe(query: string, variables: Record<string, unknown> = {}): Subscription {
    const subscription = new Subscription(this, String(++this.count));
    this.send({ id: subscription.id, type: 'subscribe', payload: { query, variables } });
    return subscription;
  }

  /** Cuts the connection without a goodbye. */
  cut(): void {
    this.ws.terminate();
  }

  /** The first message not looked at before that fits; rejects when the socket closes first. */
  async until(fits: (message: Message) => boolean, from = 0): Promise<Message> {
    for (;;) {
      const found = this.received.slice(from).find(fits);
      if (found) return found;
      if (this.ws.readyState >= WebSocket.CLOSING) throw new Error('The socket closed before the message came');
      await new Promise<void>((resolve) => {
        const listener = () => {
          this.listeners.delete(listener);
          resolve();
        };
        this.listeners.add(listener);
      });
    }
  }

  /** Resolves when everything the server sent before has arrived. */
  async roundTrip(): Promise<void> {
    const from = this.received.length;
    this.send({ type: 'ping' });
    await this.until(({ type }) => type === 'pong', from);
  }
}

/** One subscription of a socket. */
export class Subscription {
  private taken = 0;

  constructor(
    readonly socket: Socket,
    readonly id: string,
  ) {}

  /** Everything that came for this subscription so far. */
  get messages(): Message[] {
    return this.socket.received.filter((message) => message.id === this.id);
  }

  /** The next portal event of any kind. */
  async nextOfAll(): Promise<any> {
    const message = await this.nextMessage();
    if (message.type !== 'next' || message.payload.errors) throw new Error(`Not an event: ${JSON.stringify(message)}`);
    return message.payload.data.portalEvents;
  }

  /** The next portal event that tells something new, passing over the notifications of events told already. */
  async next(): Promise<any> {
    for (;;) {
      const event = await this.nextOfAll();
      if (event.__typename !== 'NotificationAdded') return event;
    }
  }

  /** The next `count` portal events that tell something new. */
  async take(count: number): Promise<any[]> {
    const events = [];
    while (events.length < count) events.push(await this.next());
    return events;
  }

  /** The errors a refused subscription is answered with, whichever way the protocol carries them. */
  async refusal(): Promise<{ message: string; extensions: Record<string, unknown> }[]> {
    const { payload } = await this.nextMessage();
    const errors: any[] = Array.isArray(payload) ? payload : payload.errors;
    return errors.map(({ message, extensions }) => ({ message, extensions }));
  }

  async nextMessage(): Promise<Message> {
    const wanted = this.taken++;
    await this.socket.until(() => this.messages.length > wanted);
    return this.messages[wanted]!;
  }

  complete(): void {
    this.socket.send({ id: this.id, type: 'complete' });
  }
}
