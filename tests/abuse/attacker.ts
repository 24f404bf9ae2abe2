import { once } from 'node:events';
import { Agent, request, type IncomingMessage, type RequestOptions } from 'node:http';
import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import { Tally } from './tally.ts';

export type Role = 'CUSTOMER' | 'AGENT' | 'ADMIN';

/** What an attacker is given: whom it is signed in as, and what there is to aim at. */
export interface Target {
  origin: string;
  tenant: string;
  tokens: Record<Role, string>;
  /** Of its own customer. */
  ticketId: string;
  categoryId: string;
}

/** The address that all attacks come from; bystanders have another. */
const attackerAddress = '127.0.0.2';

/** Milliseconds after which an answer counts as missing. */
const patience = 30_000;

export interface AskOptions {
  as?: Role;
  extensions?: object;
  operationName?: string;
}

/** Sends what it likes to a portal until it is told to end, and counts how it is answered. */
export class Attacker {
  readonly target: Target;
  readonly ending: AbortSignal;
  readonly tally = new Tally();
  private readonly agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  private readonly open = new Set<{ destroy(): void }>();

  constructor(target: Target, ending: AbortSignal) {
    this.target = target;
    this.ending = ending;
  }

  /** So many at once, each again and again until the end. */
  async crowd(count: number, work: (index: number, time: number) => Promise<unknown>): Promise<void> {
    await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        for (let time = 0; !this.ending.aborted; time++) await work(index, time);
      }),
    );
  }

  /** Asks, and counts the answer. Resolves with its data. */
  async ask(query: string, variables: object = {}, { as, ...rest }: AskOptions = {}): Promise<any> {
    const { text } = await this.send('/graphql', JSON.stringify({ query, variables, ...rest }), as);
    try {
      return JSON.parse(text).data;
    } catch {
      return undefined;
    }
  }

  /** Sends a body as it is, and counts the answer. */
  async send(
    path: string,
    body: string | Buffer,
    as?: Role,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; text: string }> {
    const began = performance.now();
    try {
      const response = await this.begin({ path, method: 'POST', headers: { ...this.headers(as), ...headers } }, body);
      const text = await textOf(response);
      this.tally.note(`${response.statusCode} ${codeOf(text)}`.trim(), performance.now() - began, text.length);
      return { status: response.statusCode!, text };
    } catch (error) {
      this.tally.note(nameOf(error), performance.now() - began);
      return { status: 0, text: '' };
    }
  }

  /** Gets an address, and counts the answer. */
  async get(path: string, options: RequestOptions = {}): Promise<void> {
    const began = performance.now();
    try {
      const response = await this.begin({ path, ...options });
      const text = await textOf(response);
      this.tally.note(String(response.statusCode), performance.now() - began, text.length);
    } catch (error) {
      this.tally.note(nameOf(error), performance.now() - began);
    }
  }

  /** Begins a request; its response is not read. */
  begin(options: RequestOptions, body?: string | Buffer): Promise<IncomingMessage> {
    const { hostname, port } = new URL(this.target.origin);
    return new Promise((resolve, reject) => {
      const sent = request({ hostname, port, localAddress: attackerAddress, agent: this.agent, ...options }, resolve);
      sent.setTimeout(patience, () => sent.destroy(Object.assign(new Error(), { code: 'NO_ANSWER' })));
      sent.on('error', reject);
      sent.end(body);
    });
  }

  headers(as?: Role): Record<string, string> {
    return {
      'content-type': 'application/json',
      ...(as && { authorization: `Bearer ${this.target.tokens[as]}` }),
    };
  }

  /** A bare connection; whether and why the server ends it is counted. */
  async connection(): Promise<Socket> {
    const { hostname, port } = new URL(this.target.origin);
    const socket = connect({ host: hostname, port: Number(port), localAddress: attackerAddress });
    this.keep(socket);
    let heard = '';
    socket.setEncoding('utf8').on('data', (text: string) => (heard ||= text));
    socket.on('close', () => this.tally.note(`connection closed ${/^HTTP\/1.1 (\d+)/.exec(heard)?.[1] ?? ''}`.trim()));
    socket.on('error', () => {});
    await Promise.race([once(socket, 'connect'), once(socket, 'close')]).catch(() => {});
    return socket;
  }

  /** A socket for subscriptions; opens it, and counts how it ends. */
  async socket(headers: Record<string, string> = {}): Promise<WebSocket> {
    const socket = new WebSocket(`${this.target.origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      localAddress: attackerAddress,
      headers,
      perMessageDeflate: false,
    });
    this.keep({ destroy: () => socket.terminate() });
    socket.on('error', () => {});
    socket.on('unexpected-response', (_request, { statusCode }) => {
      this.tally.note(`socket ${statusCode}`);
      socket.terminate();
    });
    socket.on('close', (code) => code !== 1006 && this.tally.note(`socket closed ${code}`));
    await Promise.race([once(socket, 'open'), once(socket, 'close')]).catch(() => {});
    if (socket.readyState === WebSocket.OPEN) this.tally.note('socket open');
    return socket;
  }

  /** A socket that is signed in, or null where it was refused. */
  async subscriber(as: Role): Promise<WebSocket | null> {
    const socket = await this.socket();
    if (socket.readyState !== WebSocket.OPEN) return null;
    socket.send(JSON.stringify({ type: 'connection_init', payload: { accessToken: this.target.tokens[as] } }));
    await Promise.race([once(socket, 'message'), once(socket, 'close')]).catch(() => {});
    socket.on('message', (data: Buffer) => {
      const { type, payload } = JSON.parse(data.toString());
      this.tally.note(`socket ${type} ${type === 'error' ? payload[0]?.extensions?.code : ''}`.trim(), 0, data.length);
    });
    return socket.readyState === WebSocket.OPEN ? socket : null;
  }

  private keep(open: { destroy(): void }): void {
    this.open.add(open);
  }

  /** Ends everything that is open. */
  leave(): void {
    this.agent.destroy();
    for (const open of this.open) open.destroy();
  }

  /** Resolves at the end. */
  async untilEnd(): Promise<void> {
    if (!this.ending.aborted) await once(this.ending, 'abort');
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** The first code of an answer's errors, or of a mutation's own. */
function codeOf(text: string): string {
  return /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? '';
}

const nameOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error);
