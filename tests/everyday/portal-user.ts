import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { addTypenameToDocument } from '@apollo/client/utilities/index.js';
import { print } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { operationsOfPortal } from '../../scripts/portal-operations.ts';
import { prices } from '../../server/limits/limits.ts';
import { demoPassword } from '../support/built-portal.ts';

/** As the portal sends them. */
const operations = new Map(
  Object.entries(operationsOfPortal()).map(([name, document]) => [name, print(addTypenameToDocument(document))]),
);

interface Credentials {
  tenant: string;
  email: string;
}

export interface Habits {
  /** So many times as quick as a person. */
  speed: number;
  /** Whether a socket listens; otherwise nothing is sent that was not asked for. */
  listens: boolean;
  /** Does each request; for whoever measures them. */
  around<Answer>(operation: string, send: () => Promise<Answer>): Promise<Answer>;
}

const everydayHabits: Habits = { speed: 10, listens: true, around: (_, send) => send() };

/** Somebody who uses the portal: what a browser would send for them, and what it was answered. */
export class PortalUser {
  requests = 0;
  events = 0;
  /** What was not answered as it must be, each with its operation and code. */
  readonly failures: string[] = [];
  /** The least that was left of the budget of prices, and how much there is of it. */
  budget = { left: Infinity, whole: 0 };
  viewer: any;
  /** The price of the newest answer. */
  price = 0;
  private readonly origin: string;
  private readonly habits: Habits;
  private readonly paid = new Map<number, number>();
  private accessToken = '';
  private cookie = '';
  private closeSocket = (): unknown => undefined;

  private constructor(origin: string, habits: Habits) {
    this.origin = origin;
    this.habits = habits;
  }

  static async signIn(origin: string, { tenant, email }: Credentials, habits = everydayHabits): Promise<PortalUser> {
    const user = new PortalUser(origin, habits);
    user.begin((await user.ask('SignIn', { input: { tenant, email, password: demoPassword } })).signIn.session);
    return user;
  }

  /** The highest price of the requests of one second. */
  get dearestSecond(): number {
    return Math.max(...this.paid.values());
  }

  /** Loads the portal anew: the session goes on with its cookie, and a socket listens from now on. */
  async reload(): Promise<void> {
    this.closeSocket();
    this.begin((await this.ask('SessionRefresh')).sessionRefresh.session);
    const { portalEventsCursor } = await this.ask('PortalEventsCursor');
    if (this.habits.listens) this.listen(portalEventsCursor);
  }

  /** A person who does nothing for so many seconds of theirs. */
  async pause(seconds: number): Promise<void> {
    await sleep((seconds * 1_000) / this.habits.speed);
  }

  leave(): void {
    this.closeSocket();
  }

  /** The data of the portal's operation of this name; throws where there are none. It is measured by its label. */
  async ask(name: string, variables: Record<string, unknown> = {}, label = name): Promise<any> {
    return this.send(label, JSON.stringify(this.bodyOf(name, variables)), { 'content-type': 'application/json' });
  }

  /** Asks what the portal does not, by a name for it. */
  question(name: string, query: string): Promise<unknown> {
    const body = JSON.stringify({ query, extensions: { cost: true } });
    return this.send(name, body, { 'content-type': 'application/json' });
  }

  /** Uploads a file as the portal does; its id. */
  async upload(name: string, content: string): Promise<string> {
    const form = new FormData();
    form.set('operations', JSON.stringify(this.bodyOf('AttachmentUpload', { file: null })));
    form.set('map', JSON.stringify({ 0: ['variables.file'] }));
    form.set('0', new Blob([content]), name);
    return (await this.send('AttachmentUpload', form)).attachmentUpload.attachment.id;
  }

  /** What a mutation is repeated with, so that it is done once. */
  readonly newKey = randomUUID;

  private readonly bodyOf = (name: string, variables: Record<string, unknown>) => ({
    operationName: name,
    query: operations.get(name),
    variables,
    extensions: { cost: true },
  });

  private begin({ accessToken, viewer }: { accessToken: string; viewer: unknown }): void {
    this.accessToken = accessToken;
    this.viewer = viewer;
  }

  private send(name: string, body: string | FormData, headers: Record<string, string> = {}): Promise<any> {
    this.requests += 1;
    return this.habits.around(name, () => this.answerTo(name, body, headers));
  }

  private async answerTo(name: string, body: string | FormData, headers: Record<string, string>): Promise<any> {
    const response = await fetch(`${this.origin}/graphql`, {
      method: 'POST',
      headers: {
        ...headers,
        'apollo-require-preflight': 'true',
        ...(this.accessToken && { authorization: `Bearer ${this.accessToken}` }),
        ...(this.cookie && { cookie: this.cookie }),
      },
      body,
      signal: AbortSignal.timeout(30_000),
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie) this.cookie = cookie.split(';')[0]!;
    const { data, errors, extensions }: any = await response.json();
    if (extensions?.cost) this.notePrice(extensions.cost);
    const wrong = [
      ...(errors ?? []).map((error: any) => error.extensions.code),
      ...Object.values<any>(data ?? {}).flatMap((field) => (field?.userErrors ?? []).map((error: any) => error.code)),
    ];
    if (response.status === 429 || wrong.length > 0) {
      this.failures.push(`${name}: ${response.status} ${wrong.join(', ')}`);
      throw new Error(this.failures.at(-1));
    }
    return data;
  }

  private notePrice({ price, remaining, limit }: { price: number; remaining: number; limit: number }): void {
    this.price = price;
    const second = Math.floor(Date.now() / 1_000);
    this.paid.set(second, (this.paid.get(second) ?? 0) + price + prices.request);
    // what comes before signing in is of the budget of the address
    if (this.accessToken) this.budget = { left: Math.min(this.budget.left, remaining), whole: limit };
  }

  private listen(after: string): void {
    const client = createClient({
      url: `${this.origin.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { accessToken: this.accessToken },
      retryAttempts: 0,
      lazy: true,
    });
    let isLeft = false;
    const fail = (cause: unknown) => {
      if (!isLeft)
        this.failures.push(`PortalEvents: ${cause instanceof Error ? cause.message : JSON.stringify(cause)}`);
    };
    client.subscribe(
      { query: operations.get('PortalEvents')!, variables: { after } },
      {
        next: ({ errors }) => (errors ? fail(errors) : (this.events += 1)),
        error: fail,
        complete: () => fail('ended'),
      },
    );
    this.closeSocket = () => {
      isLeft = true;
      return client.dispose();
    };
  }
}
