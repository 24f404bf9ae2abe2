import { request, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import type { UserErrorAnswer } from '../support/api.ts';
import type { TestPortal } from '../support/portal.ts';
import { password } from '../support/world.ts';

/** What `signIn` and `sessionRefresh` answer. */
export interface SessionAnswer {
  session: { accessToken: string; viewer: { id: string } } | null;
  userErrors: UserErrorAnswer[];
}

/** Everything that has happened to sessions happened so much earlier. */
export async function letTimePass({ database }: Pick<TestPortal, 'database'>, interval: string): Promise<void> {
  await database.superuser.query(
    `update session set created_at = created_at - $1::interval, refreshed_at = refreshed_at - $1::interval,
       replaced_at = replaced_at - $1::interval, expires_at = expires_at - $1::interval`,
    [interval],
  );
}

export const sessionFields = 'session { accessToken viewer { id } } userErrors { code message field }';

/** A browser at one address of the portal: sends that Host, and keeps its cookies as told. */
export class Visitor {
  /** The value of the refresh cookie. */
  refreshToken: string | null = null;
  /** The value of the cookie of a known device. */
  knownDevice: string | null = null;
  /** The last `Set-Cookie` header of the refresh cookie as it came. */
  setCookie: string | null = null;

  /** What the names of cookies begin with over HTTPS. */
  private prefix = '';

  /** The headers of the last answer. */
  headersOfAnswer: IncomingHttpHeaders = {};

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

  /** Somebody else with the same cookie, who seems to be on the same device and asks the same server unless told otherwise. */
  copy({ userAgent, url = this.url }: { userAgent?: string; url?: string } = {}): Visitor {
    const copy = new Visitor(url, this.host, { ...this.headers, ...(userAgent && { 'user-agent': userAgent }) });
    Object.assign(copy, { refreshToken: this.refreshToken, prefix: this.prefix });
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
        // as `fetch` says it, by which the world signs people in
        'user-agent': 'node',
        'content-type': 'application/json',
        ...(this.cookies && { cookie: this.cookies }),
        ...this.headers,
      };
      const sent = request(`${this.url}/graphql`, { method: 'POST', headers }, (response) => {
        this.headersOfAnswer = response.headers;
        for (const header of response.headers['set-cookie'] ?? []) this.keepCookie(header);
        text(response).then(resolve, reject);
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(body));
    });
  }

  private get cookies(): string {
    const { refreshToken, knownDevice, prefix } = this;
    const cookies = { [`${prefix}portal_refresh`]: refreshToken, [`${prefix}portal_device`]: knownDevice };
    return Object.entries(cookies)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => `${name}=${value}`)
      .join('; ');
  }

  private keepCookie(header: string): void {
    const [, prefix, name, value] = /^(__Host-)?(\w+)=([^;]*)/.exec(header)!;
    this.prefix = prefix ?? '';
    if (name === 'portal_device') {
      this.knownDevice = value || null;
      return;
    }
    this.setCookie = header;
    this.refreshToken = value || null;
  }
}
