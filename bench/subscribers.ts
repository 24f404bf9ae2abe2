import { WebSocket } from 'ws';
import { serveParent } from './worker.ts';
import { percentile } from './measure.ts';

export interface SubscriberJob {
  origin: string;
  query: string;
  /** One socket each. */
  tokens: string[];
}

export interface DeliveryReport {
  received: number;
  /** Repeated, out of order, or after a gap. */
  misplaced: number;
  p50: number;
  p99: number;
  longest: number;
}

const openAtOnce = 50;
/** In the body of each message: its run, its number in its stream, and when it was written, in microseconds. */
const bodyPattern = /"body":"live (\d+) (\d+) (\d+)"/;

let sockets: WebSocket[] = [];
let lastNumbers: Uint32Array;
let run = 0;
let misplaced = 0;
let delays: number[] = [];
const unexpected: string[] = [];

const microseconds = () => Number(process.hrtime.bigint() / 1_000n);

async function open({ origin, query, tokens }: SubscriberJob): Promise<void> {
  const url = `${origin.replace(/^http/, 'ws')}/graphql`;
  const queue = tokens.map((token, index) => ({ token, index }));
  lastNumbers = new Uint32Array(tokens.length);
  const opener = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { token, index } = next;
      // each from an address of its own, as behind a proxy
      const headers = { 'x-forwarded-for': `10.0.${index >> 8}.${index & 255}` };
      const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false, headers });
      sockets.push(socket);
      await new Promise<void>((resolve, reject) => {
        socket.on('open', () =>
          socket.send(JSON.stringify({ type: 'connection_init', payload: { accessToken: token } })),
        );
        socket.on('message', (data: Buffer) => {
          const text = data.toString('utf8');
          if (text.startsWith('{"type":"connection_ack"')) {
            socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
            resolve();
          } else receive(socket, index, text);
        });
        socket.on('error', reject);
        socket.on('close', (code) => {
          if (sockets.includes(socket)) unexpected.push(`a socket was closed with ${code}`);
          reject(new Error(`closed with ${code}`));
        });
      });
    }
  };
  await Promise.all(Array.from({ length: openAtOnce }, opener));
}

function receive(socket: WebSocket, index: number, text: string): void {
  const received = microseconds();
  if (text.startsWith('{"type":"ping"')) return socket.send('{"type":"pong"}');
  const [, runOfEvent, number, written] = bodyPattern.exec(text) ?? [];
  if (!number || text.includes('"errors":')) return void unexpected.push(text.slice(0, 300));
  if (Number(runOfEvent) !== run) return;
  if (Number(number) !== lastNumbers[index]! + 1) misplaced += 1;
  lastNumbers[index] = Number(number);
  delays.push((received - Number(written)) / 1_000);
}

function assertOnlyEvents(): void {
  if (unexpected.length > 0)
    throw new Error(`${unexpected.length} messages were not events, the first: ${unexpected[0]}`);
}

serveParent({
  open,
  /** From now on only events of run `number` count, which begin with 1 in each stream. */
  begin(number: number) {
    run = number;
    misplaced = 0;
    delays = [];
    lastNumbers.fill(0);
  },
  progress(): { received: number; active: number } {
    assertOnlyEvents();
    return { received: delays.length, active: lastNumbers.filter((number) => number > 0).length };
  },
  report(): DeliveryReport {
    assertOnlyEvents();
    const sorted = Float64Array.from(delays).toSorted();
    return {
      received: sorted.length,
      misplaced,
      p50: percentile(sorted, 0.5),
      p99: percentile(sorted, 0.99),
      longest: sorted.at(-1) ?? Number.NaN,
    };
  },
  async close() {
    const closing = sockets;
    sockets = [];
    const closed = closing.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of closing) socket.close(1_000);
    await Promise.all(closed);
  },
});
