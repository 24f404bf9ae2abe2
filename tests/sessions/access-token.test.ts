import { SignJWT, UnsecuredJWT, decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../support/api.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import { Socket } from '../support/socket.ts';
import type { Person } from '../support/world.ts';
import { Visitor } from './visitor.ts';

const secret = 'the secret that this portal signs its tokens with';

let portal: TestPortal;
let customer: Person;
let claims: JWTPayload;
/** Names the key of the portal. */
let kid: string;

beforeAll(async () => {
  portal = await startPortal({ JWT_SECRET: secret });
  customer = await (await portal.world.tenant()).customer();
  claims = decodeJwt(customer.accessToken!);
  kid = decodeProtectedHeader(customer.accessToken!)['kid']!;
});

afterAll(() => portal.stop());

const sign = (changed: JWTPayload = {}, algorithm = 'HS256', key = secret, named: { kid?: string } = { kid }) =>
  new SignJWT({ ...claims, ...changed })
    .setProtectedHeader({ alg: algorithm, ...named })
    .sign(new TextEncoder().encode(key));

const without = (claim: string) =>
  new SignJWT(Object.fromEntries(Object.entries(claims).filter(([name]) => name !== claim)))
    .setProtectedHeader({ alg: 'HS256', kid })
    .sign(new TextEncoder().encode(secret));

async function refreshToken(): Promise<string> {
  const visitor = new Visitor(portal.url);
  await visitor.signIn({ email: customer.email, tenant: customer.tenantSlug });
  return visitor.refreshToken!;
}

const forgeries: Record<string, () => string | Promise<string>> = {
  'that nobody signed': () => new UnsecuredJWT(claims).encode(),
  'signed with another secret': () => sign({}, 'HS256', 'another secret that is just as long as the right one'),
  'signed with the right secret by another algorithm': () => sign({}, 'HS512'),
  'that names no key': () => sign({}, 'HS256', secret, {}),
  'that names another key': () => sign({}, 'HS256', secret, { kid: kid.slice(1) + kid[0] }),
  'made for another audience': () => sign({ aud: 'another-portal/access' }),
  'that is a refresh token': refreshToken,
  'of another issuer': () => sign({ iss: 'another-portal' }),
  'that has expired': () => sign({ iat: 1, exp: Math.floor(Date.now() / 1000) - 1 }),
  'that never expires': () => without('exp'),
  'without a tenant': () => without('tenant'),
  'with a role there is not': () => sign({ role: 'OWNER' }),
  'whose claims were changed after signing': () => {
    const [header, , signature] = customer.accessToken!.split('.');
    const body = Buffer.from(JSON.stringify({ ...claims, role: 'ADMIN', customer: null })).toString('base64url');
    return [header, body, signature].join('.');
  },
  'that is no token': () => 'not-a-token',
};

describe('an access token', () => {
  it('is accepted when the portal could have signed it', async () => {
    const { viewer } = await new ApiClient(portal.url, await sign()).get<{ viewer: { id: string } }>(
      '{ viewer { id } }',
    );
    expect(viewer.id).toBe(customer.id);
  });

  it('lasts about fifteen minutes', () => {
    expect(claims.exp! - claims.iat!).toBe(15 * 60);
  });

  describe.each(Object.entries(forgeries))('%s', (_, forge) => {
    it('is rejected before anything is done', async () => {
      const { data, errors } = await new ApiClient(portal.url, await forge()).ask(
        '{ viewer { id } portal { tenant { slug } } }',
      );
      expect(data).toBeUndefined();
      expect(errors).toMatchObject([
        { message: 'The access token is not valid or has expired.', extensions: { code: 'UNAUTHENTICATED' } },
      ]);
    });

    it('opens no socket', async () => {
      const socket = await Socket.connect(portal.url);
      socket.send({ type: 'connection_init', payload: { accessToken: await forge() } });
      expect(await socket.closed).toBe(4403);
      expect(socket.received).toEqual([]);
    });
  });

  it('that is rejected is a client error', async () => {
    const response = await new ApiClient(portal.url, 'not-a-token').post({ query: '{ viewer { id } }' });
    expect(response.status).toBe(401);
  });

  it('is sent as a bearer token and in no other way', async () => {
    const query = { query: '{ viewer { id } }' };
    const response = await portal.nobody.post(query, { authorization: `Basic ${customer.accessToken}` });
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });
});

describe('nobody', () => {
  it('is no viewer, and has to sign in where one is needed', async () => {
    expect(await portal.nobody.get('{ viewer { id } }')).toEqual({ viewer: null });
    const { errors } = await portal.nobody.ask('{ tickets { totalCount } }');
    expect(errors).toMatchObject([{ path: ['tickets'], extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});
