import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

interface Question {
  id: number;
  name: string;
  argument: unknown;
}

type Answer = { id: number; result?: unknown; error?: string };

type Handlers = Record<string, (argument: never) => unknown>;

/** A process of its own for one part of the bench, asked by name over the channel Node gives to its children. */
export class Child {
  private count = 0;
  private readonly waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();

  private readonly process: ChildProcess;

  private constructor(file: string, process: ChildProcess) {
    this.process = process;
    process.on('message', ({ id, result, error }: Answer) => {
      const question = this.waiting.get(id);
      this.waiting.delete(id);
      if (error === undefined) question?.resolve(result as never);
      else question?.reject(new Error(error));
    });
    process.on('exit', (code, signal) => {
      for (const { reject } of this.waiting.values()) reject(new Error(`${file} ended (${code ?? signal})`));
      children.delete(this);
    });
  }

  static async start(file: string, env: Record<string, string> = {}, options: string[] = []): Promise<Child> {
    const path = fileURLToPath(new URL(file, import.meta.url));
    const child = new Child(file, fork(path, [], { env: { ...process.env, ...env }, execArgv: options }));
    children.add(child);
    await child.ask('ready');
    return child;
  }

  get pid(): number {
    return this.process.pid!;
  }

  ask<Result>(name: string, argument?: unknown): Promise<Result> {
    const id = ++this.count;
    return new Promise<Result>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.process.send({ id, name, argument } satisfies Question, (error) => error && reject(error));
    });
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    // the end of the channel is the sign to stop, so that a child outlives its parent in no case
    if (this.process.connected) this.process.disconnect();
    const kill = setTimeout(() => this.process.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(kill);
  }
}

const children = new Set<Child>();

export const stopChildren = (): Promise<unknown> => Promise.all([...children].map((child) => child.stop()));

/** The other side: answers questions until the parent lets go, then stops. */
export function answerParent(handlers: Handlers, stop: () => unknown = () => {}): void {
  // Ctrl-C in a terminal reaches every process; the parent decides about the end of its children.
  process.on('SIGINT', () => {});
  process.on('disconnect', () => void Promise.resolve(stop()).finally(() => process.exit()));
  process.on('message', (question: Question) => void answer(handlers, question).then((given) => process.send?.(given)));
}

async function answer(handlers: Handlers, { id, name, argument }: Question): Promise<Answer> {
  try {
    return { id, result: name === 'ready' ? null : await handlers[name]!(argument as never) };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
