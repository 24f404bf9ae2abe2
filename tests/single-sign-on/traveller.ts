import { request, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { Visitor } from '../sessions/visitor.ts';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Where it leads. */
  location: URL | null;
}

/** A browser that goes from the portal to a provider and back, with the cookies of each; all names lead to this machine. */
export class Traveller {
  private readonly cookies = new Map<string, Map<string, string>>();
  /** Every address it was at. */
  readonly addresses: string[] = [];
  /** The last `Set-Cookie` headers of the portal. */
  setCookies: string[] = [];

  constructor(
    private readonly portalUrl: string,
    /** The address of the tenant. */
    readonly origin: string,
  ) {}

  /** Begins to sign in; answers with the address of the provider, or of the page that says why not. */
  async begin(to = '/', origin = this.origin): Promise<URL> {
    const { location } = await this.get(new URL(`/single-sign-on/start?to=${encodeURIComponent(to)}`, origin));
    return location!;
  }

  /** Signs in at the provider by this name; answers with the address to which it sends the browser back. */
  async identify(authorization: URL, subject: string): Promise<URL> {
    const interaction = (await this.get(authorization)).location!;
    await this.get(interaction);
    const body = new URLSearchParams({ prompt: 'login', login: subject, password: 'any' }).toString();
    let next = (await this.send(interaction, 'POST', body)).location!;
    while (next.origin === authorization.origin) next = (await this.get(next)).location!;
    return next;
  }

  /** Comes back to the portal; answers with the page that it leads to. */
  async comeBack(callback: URL): Promise<string> {
    const { location } = await this.get(callback);
    return `${location!.pathname}${location!.search}`;
  }

  /** All of it. */
  async signIn(subject: string, to = '/'): Promise<string> {
    const authorization = await this.begin(to);
    if (authorization.origin === this.origin) return `${authorization.pathname}${authorization.search}`;
    return this.comeBack(await this.identify(authorization, subject));
  }

  /** Is signed out there. */
  leave(address: string): void {
    this.cookies.delete(new URL(address).host);
  }

  /** Who is signed in, as the portal's page finds out with the cookie; null for nobody. */
  async viewer(): Promise<{ email: string; role: string; id: string; name: string } | null> {
    const visitor = this.asVisitor();
    if (visitor.refreshToken === null) return null;
    const { session } = await visitor.refresh();
    if (!session) return null;
    const { viewer } = await new Visitor(this.portalUrl, new URL(this.origin).host, {
      authorization: `Bearer ${session.accessToken}`,
    }).ask<any>('{ viewer { id email role name } }');
    return viewer;
  }

  /** The page of the portal in this browser. */
  asVisitor(): Visitor {
    const host = new URL(this.origin).host;
    const visitor = new Visitor(this.portalUrl, host);
    const jar = this.cookies.get(host);
    visitor.refreshToken = [...(jar ?? [])].find(([name]) => name.endsWith('portal_refresh'))?.[1] ?? null;
    return visitor;
  }

  get(url: URL, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send(url, 'GET', undefined, headers);
  }

  private send(url: URL, method: string, body?: string, more: Record<string, string> = {}): Promise<Answer> {
    this.addresses.push(url.href);
    const jar = this.cookies.get(url.host) ?? new Map<string, string>();
    this.cookies.set(url.host, jar);
    const isPortal = !url.hostname.startsWith('127.');
    const target = isPortal ? new URL(`${url.pathname}${url.search}`, this.portalUrl) : url;
    const headers = {
      ...more,
      host: url.host,
      cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    return new Promise((resolve, reject) => {
      const sent = request(target, { method, headers, agent: false }, (response) => {
        const set = response.headers['set-cookie'] ?? [];
        if (isPortal) this.setCookies = set;
        for (const cookie of set) {
          const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
          if (value) jar.set(name!, value);
          else jar.delete(name!);
        }
        const { location } = response.headers;
        const answer = {
          status: response.statusCode!,
          headers: response.headers,
          location: location === undefined ? null : new URL(location, url),
        };
        text(response).then(() => resolve(answer), reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}
