import { SignJWT, jwtVerify, type JWTHeaderParameters } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Keyring } from './keyring.ts';
import { UserRole, type Viewer } from './viewer.ts';

const algorithm = 'HS256';
const issuer = 'shohayota-portal';
const accessAudience = 'shohayota-portal/access';
const refreshAudience = 'shohayota-portal/refresh';
const entryAudience = 'shohayota-portal/entry';
export const accessLifeSeconds = 15 * 60;

const accessClaims = z.object({
  sub: z.uuid(),
  tenant: z.uuid(),
  customer: z.uuid().nullable(),
  role: z.enum(UserRole),
  session: z.uuid(),
  exp: z.number(),
});
const refreshClaims = z.object({ sub: z.uuid(), tenant: z.uuid(), session: z.uuid(), generation: z.number().int() });

const entryClaims = z.object({
  sub: z.uuid(),
  tenant: z.uuid(),
  jti: z.uuid(),
  account: z.string(),
  device: z.string(),
  setUp: z.boolean(),
});

/** What a refresh token stands for: one generation of one session. */
export interface RefreshGrant {
  userId: string;
  tenantId: string;
  sessionId: string;
  generation: number;
}

/** Half of a sign-in: who has shown once who they are, on which device, and what their account was like then. */
export interface EntryGrant {
  id: string;
  userId: string;
  tenantId: string;
  account: string;
  device: string;
  /** Whether they set up their second factor before they come in. */
  setUp: boolean;
}

/** Each takes about one kilobyte. */
const maximumTokens = 10_000;

/** Whom an access token stands for, and until when. */
export interface Access {
  viewer: Viewer;
  expiresAt: Date;
}

/** Makes and verifies the tokens of a session; algorithm, issuer and audience are pinned, and the header names the key. */
export class Tokens {
  /** Verified tokens: the same text stays valid until it expires. */
  private readonly cache = new LRUCache<string, Access>({ max: maximumTokens });

  constructor(private readonly keyring: Keyring) {}

  /** For 15 minutes, but not longer than until `end`. */
  async access(viewer: Viewer, now = new Date(), end?: Date): Promise<{ token: string; expiresAt: Date }> {
    const seconds = Math.floor(now.getTime() / 1000) + accessLifeSeconds;
    const expiresAt = new Date(Math.min(seconds, Math.floor((end?.getTime() ?? Infinity) / 1000)) * 1000);
    const claims = {
      tenant: viewer.tenantId,
      customer: viewer.customerId,
      role: viewer.role,
      session: viewer.sessionId,
    };
    return { token: await this.sign(claims, viewer.userId, accessAudience, now, expiresAt), expiresAt };
  }

  /** What an access token stands for, or null for anything but a valid one. */
  async readAccess(token: string): Promise<Access | null> {
    const cached = this.cache.get(token);
    if (cached && cached.expiresAt.getTime() > Date.now()) return cached;
    const claims = await this.verify(token, accessAudience, accessClaims);
    if (!claims) return null;
    const { sub, tenant, customer, role, session, exp } = claims;
    const access = {
      viewer: { tenantId: tenant, userId: sub, role, customerId: customer, sessionId: session },
      expiresAt: new Date(exp * 1000),
    };
    this.cache.set(token, access);
    return access;
  }

  async refresh({ userId, tenantId, sessionId, generation }: RefreshGrant, expiresAt: Date): Promise<string> {
    return this.sign(
      { tenant: tenantId, session: sessionId, generation },
      userId,
      refreshAudience,
      new Date(),
      expiresAt,
    );
  }

  async readRefresh(token: string): Promise<RefreshGrant | null> {
    const claims = await this.verify(token, refreshAudience, refreshClaims);
    return (
      claims && {
        userId: claims.sub,
        tenantId: claims.tenant,
        sessionId: claims.session,
        generation: claims.generation,
      }
    );
  }

  async entry({ id, userId, tenantId, account, device, setUp }: EntryGrant, expiresAt: Date): Promise<string> {
    return this.sign(
      { tenant: tenantId, jti: id, account, device, setUp },
      userId,
      entryAudience,
      new Date(),
      expiresAt,
    );
  }

  async readEntry(token: string): Promise<EntryGrant | null> {
    const claims = await this.verify(token, entryAudience, entryClaims);
    if (!claims) return null;
    const { sub: userId, tenant: tenantId, jti: id, account, device, setUp } = claims;
    return { id, userId, tenantId, account, device, setUp };
  }

  private readonly keyFor = ({ kid = '' }: JWTHeaderParameters) => {
    const key = this.keyring.find(kid);
    if (!key) throw new Error('The token names no key of this portal');
    return key.secret;
  };

  private sign(
    claims: Record<string, unknown>,
    subject: string,
    audience: string,
    now: Date,
    expiresAt: Date,
  ): Promise<string> {
    const { current } = this.keyring;
    return new SignJWT(claims)
      .setProtectedHeader({ alg: algorithm, kid: current.id })
      .setSubject(subject)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(expiresAt)
      .sign(current.secret);
  }

  private async verify<Claims extends z.ZodType>(
    token: string,
    audience: string,
    claims: Claims,
  ): Promise<z.infer<Claims> | null> {
    try {
      const { payload } = await jwtVerify(token, this.keyFor, { algorithms: [algorithm], issuer, audience });
      return claims.parse(payload);
    } catch {
      return null;
    }
  }
}
