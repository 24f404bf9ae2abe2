import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const messageAddition = `mutation($ticketId: ID!, $input: MessageAddInput!) {
  messageAdd(ticketId: $ticketId, input: $input) { message { id } userErrors { code } }
}`;

/** Somebody signed in at the portal, as an integrator would be. */
export class Client {
  private readonly origin: string;
  readonly accessToken: string;

  private constructor(origin: string, accessToken: string) {
    this.origin = origin;
    this.accessToken = accessToken;
  }

  static async signIn(origin: string, tenant: string, email: string, password: string): Promise<Client> {
    const query = 'mutation($input: SignInInput!) { signIn(input: $input) { session { accessToken } } }';
    const { data } = await post(origin, '', { query, variables: { input: { tenant, email, password } } });
    return new Client(origin, data.signIn.session.accessToken);
  }

  /** The answer's data; throws for every failure. */
  async ask(query: string, variables: object = {}): Promise<any> {
    const { data, errors } = await post(this.origin, this.accessToken, { query, variables });
    if (errors) throw new Error(errors[0].extensions.code);
    return data;
  }

  list(): Promise<unknown> {
    return this.ask('{ tickets(first: 25) { nodes { id number title lastMessageAt messageCount } } }');
  }

  /** Id of a category that the customers of their tenant choose from. */
  async category(): Promise<string> {
    const { categories } = await this.ask('{ categories(first: 1) { nodes { id } } }');
    return categories.nodes[0].id;
  }

  async openTicket(): Promise<string> {
    const { ticketCreate } = await this.ask(
      'mutation($input: TicketCreateInput!) { ticketCreate(input: $input) { ticket { id } userErrors { message } } }',
      {
        input: {
          title: 'Does the database stay?',
          description: 'It comes and goes.',
          categoryId: await this.category(),
        },
      },
    );
    if (!ticketCreate.ticket) throw new Error(ticketCreate.userErrors[0].message);
    return ticketCreate.ticket.id;
  }

  /** Adds a message; throws where it is not acknowledged. */
  async write(ticketId: string, body: string): Promise<void> {
    const { messageAdd } = await this.ask(messageAddition, { ticketId, input: { body, idempotencyKey: randomUUID() } });
    if (!messageAdd.message) throw new Error(messageAdd.userErrors[0].code);
  }

  /** Adds a message; repeats it until it is acknowledged, or `signal` is aborted. True when it was. */
  async add(ticketId: string, body: string, signal: AbortSignal): Promise<boolean> {
    const input = { body, idempotencyKey: randomUUID() };
    while (!signal.aborted) {
      try {
        const { messageAdd } = await this.ask(messageAddition, { ticketId, input });
        if (messageAdd.message) return true;
      } catch {
        await sleep(50);
      }
    }
    return false;
  }
}

async function post(origin: string, accessToken: string, body: object): Promise<any> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(accessToken && { authorization: `Bearer ${accessToken}` }) },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  return response.json();
}
