import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPair, exportJWK } from 'jose';
import { Provider } from 'oidc-provider';

/** What a provider says of somebody. */
export interface TestClaims {
  email?: string;
  email_verified?: boolean;
  name?: string;
  groups?: string[];
  locale?: string;
  zoneinfo?: string;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A real provider of identities on loopback, where everybody signs in by the name they give. */
export interface TestProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Makes somebody known to it, by a name that nobody else has; answers with that name. */
  person(claims: TestClaims): string;
  /** Says something else of them from now on. */
  change(subject: string, claims: TestClaims): void;
  /** Answers paths that begin so in another way; null as it would again. */
  misbehave(path: string, handler: Handler | null): void;
  stop(): Promise<void>;
}

export async function startProvider(redirectUris: string[]): Promise<TestProvider> {
  const people = new Map<string, TestClaims>();
  const misbehaviour = new Map<string, Handler>();
  let handle: Handler;
  const server = createServer((request, response) => {
    const path = [...misbehaviour.keys()].find((each) => request.url!.startsWith(each));
    (path === undefined ? handle : misbehaviour.get(path)!)(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [clientId, clientSecret] = ['the-portal', 'a secret that only the portal and the provider know'];
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: redirectUris }],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'locale', 'zoneinfo'],
      groups: ['groups'],
    },
    scopes: ['openid', 'email', 'profile', 'groups'],
    pkce: { required: () => true },
    jwks: { keys: [{ ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['a key of the test'] },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => ({ ...people.get(accountId), sub: accountId }),
    }),
    // nobody is asked whether the portal may know who they are
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client!.clientId,
        accountId: oidc.session!.accountId!,
      });
      grant.addOIDCScope('openid email profile groups');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  handle = (request, response) => void answer(request, response);
  return {
    issuer,
    clientId,
    clientSecret,
    person(claims) {
      const subject = `subject-${people.size + 1}`;
      people.set(subject, claims);
      return subject;
    },
    change: (subject, claims) => void people.set(subject, claims),
    misbehave: (path, handler) => void (handler ? misbehaviour.set(path, handler) : misbehaviour.delete(path)),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
