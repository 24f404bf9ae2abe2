import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

interface Request {
  id: number;
  name: string;
  argument: unknown;
}

type Response = { id: number; result?: unknown; error?: string };

type Handlers = Record<string, (argument: never) => unknown>;

/** A child process for one part of the bench, with calls by name over Node's IPC channel. */
export class Worker {
  private count = 0;
  private readonly pending = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();

  private readonly process: ChildProcess;

  private constructor(file: string, process: ChildProcess) {
    this.process = process;
    process.on('message', ({ id, result, error }: Response) => {
      const call = this.pending.get(id);
      this.pending.delete(id);
      if (error === undefined) call?.resolve(result as never);
      else call?.reject(new Error(error));
    });
    process.on('exit', (code, signal) => {
      for (const { reject } of this.pending.values()) reject(new Error(`${file} ended (${code ?? signal})`));
      workers.delete(this);
    });
  }

  static async start(file: string, env: Record<string, string> = {}, options: string[] = []): Promise<Worker> {
    const path = fileURLToPath(new URL(file, import.meta.url));
    const worker = new Worker(file, fork(path, [], { env: { ...process.env, ...env }, execArgv: options }));
    workers.add(worker);
    await worker.call('ready');
    return worker;
  }

  get pid(): number {
    return this.process.pid!;
  }

  call<Result>(name: string, argument?: unknown): Promise<Result> {
    const id = ++this.count;
    return new Promise<Result>((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.process.send({ id, name, argument } satisfies Request, (error) => error && reject(error));
    });
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    // a closed channel means stop, so that no worker outlives its parent
    if (this.process.connected) this.process.disconnect();
    const kill = setTimeout(() => this.process.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(kill);
  }
}

const workers = new Set<Worker>();

export const stopWorkers = (): Promise<unknown> => Promise.all([...workers].map((worker) => worker.stop()));

/** The worker's side: handles the parent's calls until the channel closes, then stops. */
export function serveParent(handlers: Handlers, stop: () => unknown = () => {}): void {
  // Ctrl-C in a terminal reaches every process; the parent decides when its workers end
  process.on('SIGINT', () => {});
  process.on('disconnect', () => void Promise.resolve(stop()).finally(() => process.exit()));
  process.on(
    'message',
    (request: Request) => void handle(handlers, request).then((response) => process.send?.(response)),
  );
}

async function handle(handlers: Handlers, { id, name, argument }: Request): Promise<Response> {
  try {
    return { id, result: name === 'ready' ? null : await handlers[name]!(argument as never) };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
