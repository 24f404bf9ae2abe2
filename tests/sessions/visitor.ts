import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { UserErrorAnswer } from '../support/api.ts';
import { password } from '../support/world.ts';

/** What `signIn` and `sessionRefresh` answer. */
export interface SessionAnswer {
  session: { accessToken: string; viewer: { id: string } } | null;
  userErrors: UserErrorAnswer[];
}

const sessionFields = 'session { accessToken viewer { id } } userErrors { code message field }';

/** A browser at one address of the portal: sends that Host, and keeps the refresh cookie as told. */
export class Visitor {
  /** The value of the refresh cookie. */
  refreshToken: string | null = null;
  /** The last `Set-Cookie` header as it came. */
  setCookie: string | null = null;

  constructor(
    private readonly url: string,
    private readonly host = 'portal.test',
    private readonly headers: Record<string, string> = {},
  ) {}

  async signIn(input: { email: string; password?: string; tenant?: string }): Promise<SessionAnswer> {
    const { signIn } = await this.ask<{ signIn: SessionAnswer }>(
      `mutation($input: SignInInput!) { signIn(input: $input) { ${sessionFields} } }`,
      { input: { password, ...input } },
    );
    return signIn;
  }

  async refresh(): Promise<SessionAnswer> {
    const { sessionRefresh } = await this.ask<{ sessionRefresh: SessionAnswer }>(
      `mutation { sessionRefresh { ${sessionFields} } }`,
    );
    return sessionRefresh;
  }

  async signOut(): Promise<UserErrorAnswer[]> {
    const { signOut } = await this.ask<{ signOut: { userErrors: UserErrorAnswer[] } }>(
      'mutation { signOut { userErrors { code message field } } }',
    );
    return signOut.userErrors;
  }

  /** Somebody else with the same cookie. */
  copy(): Visitor {
    const copy = new Visitor(this.url, this.host, this.headers);
    copy.refreshToken = this.refreshToken;
    return copy;
  }

  async ask<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const { data, errors } = JSON.parse(await this.post({ query, variables })) as { data: Data; errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** `fetch` does not let a Host header be set. */
  private post(body: unknown): Promise<string> {
    return new Promise((resolve, reject) => {
      const headers = {
        host: this.host,
        'content-type': 'application/json',
        ...(this.refreshToken !== null && { cookie: `portal_refresh=${this.refreshToken}` }),
        ...this.headers,
      };
      const sent = request(`${this.url}/graphql`, { method: 'POST', headers }, (response) => {
        this.keepCookie(response.headers['set-cookie']?.[0]);
        text(response).then(resolve, reject);
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(body));
    });
  }

  private keepCookie(header: string | undefined): void {
    if (header === undefined) return;
    this.setCookie = header;
    this.refreshToken = /^portal_refresh=([^;]*)/.exec(header)?.[1] || null;
  }
}
