import { ApiClient } from '../support/api.ts';
import type { Person } from '../support/world.ts';

export const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * 60_000).toISOString();

/** A program with an API key. */
export class Program extends ApiClient {
  constructor(
    url: string,
    readonly id: string,
    readonly secret: string,
  ) {
    super(url, secret);
  }

  /** The same program at another server. */
  at(url: string): Program {
    return new Program(url, this.id, this.secret);
  }
}

/** Creates a key, as an admin. */
export async function createKey(
  admin: Person,
  scopes: readonly string[],
  input: Record<string, unknown> = {},
): Promise<Program> {
  const { apiKey, secret } = await admin.done('apiKeyCreate', {
    input: { name: 'Billing', scopes, expiresAt: inDays(30), ...input },
  });
  return new Program(admin.url, apiKey.id, secret);
}

/** What a program is refused with: the code and message of the only error. */
export async function refusalOf(
  program: ApiClient,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<{ code: string; message: string }> {
  const { errors } = await program.ask(query, variables);
  const [error] = errors ?? [];
  return { code: error?.extensions.code ?? 'none', message: error?.message ?? '' };
}
