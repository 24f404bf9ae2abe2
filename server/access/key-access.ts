import type { EntityManager } from '@mikro-orm/postgresql';
import { LRUCache } from 'lru-cache';
import type { FastifyBaseLogger } from 'fastify';
import type { SharedPool } from '../database/shared-pool.ts';
import { ReadTransaction } from '../reads/read-transaction.ts';
import { makeAddressCheck } from './address-ranges.ts';
import type { EndedSessions } from './ended-sessions.ts';
import { readKeyText, type KeyText } from './key-text.ts';
import { scopeSettings, tenantScope } from './scope.ts';
import type { Access } from './tokens.ts';
import type { UserRole } from './viewer.ts';

/** How long what the database says of a key is believed; a key that is revoked is known at once, as a session that has ended. */
const believedMs = 5_000;

/** The last use of a key is written once in this time. */
const usedEveryMs = 10 * 60_000;

/** What a key stands for. */
export interface KeyGrant extends Access {
  /** Whether it may be used from there. */
  isFrom: (address: string) => boolean;
}

interface StoredKey {
  secretId: string;
  userId: string;
  role: UserRole;
  customerId: string | null;
  scopes: string[];
  addresses: string[];
  expiresAt: string;
}

/** Finds out what API keys stand for. */
export class KeyAccess {
  private readonly grants = new LRUCache<string, KeyGrant>({ max: 10_000, ttl: believedMs });
  private readonly used = new LRUCache<string, true>({ max: 10_000, ttl: usedEveryMs });

  constructor(
    private readonly pool: SharedPool,
    private readonly endedSessions: EndedSessions,
    private readonly noteUse: (tenantId: string, userId: string) => Promise<unknown>,
    private readonly log: FastifyBaseLogger,
  ) {}

  /** What a key stands for; null for anything but a valid one. */
  async read(text: string): Promise<KeyGrant | null> {
    const key = readKeyText(text);
    if (!key) return null;
    const grant = this.grants.get(key.digest) ?? (await this.find(key));
    if (!grant || grant.expiresAt.getTime() <= Date.now() || this.endedSessions.has(grant.viewer.sessionId))
      return null;
    return grant;
  }

  /** Notes that a key was used, now and then. */
  async use({ viewer: { tenantId, userId } }: Access): Promise<void> {
    if (this.used.get(userId)) return;
    this.used.set(userId, true);
    await this.noteUse(tenantId, userId).catch((error: unknown) =>
      this.log.warn({ err: error }, 'the use of an API key could not be noted'),
    );
  }

  private async find({ tenantId, digest }: KeyText): Promise<KeyGrant | null> {
    const transaction = new ReadTransaction(this.pool, scopeSettings(tenantScope(tenantId)));
    transaction.expect(1);
    try {
      const values = [tenantId, digest];
      const stored = await transaction.read({ text: storedKey, values, shape: (json) => json as StoredKey | null });
      if (!stored) return null;
      const { secretId: sessionId, userId, role, customerId, scopes, addresses, expiresAt } = stored;
      const grant = {
        viewer: { tenantId, userId, role, customerId, sessionId, key: { scopes: new Set(scopes) } },
        expiresAt: new Date(expiresAt),
        isFrom: addresses.length === 0 ? () => true : makeAddressCheck(addresses),
      };
      this.grants.set(digest, grant);
      return grant;
    } finally {
      await transaction.end();
    }
  }
}

/** Several servers note it, each for itself. */
export const noteKeyUse = (entityManager: EntityManager, id: string): Promise<unknown> =>
  entityManager.execute(
    `update api_key set last_used_at = now()
     where id = ? and (last_used_at > now() - interval '${usedEveryMs} milliseconds') is not true`,
    [id],
  );

const storedKey = `
  select json_build_object(
    'secretId', api_key_secret.id, 'userId', portal_user.id, 'role', portal_user.role,
    'customerId', portal_user.customer_id, 'scopes', api_key.scopes, 'addresses', api_key.addresses,
    'expiresAt', api_key_secret.expires_at
  )::text as json
  from api_key_secret join api_key on api_key.id = api_key_secret.user_id join portal_user on portal_user.id = api_key.id
    join tenant on tenant.id = api_key.tenant_id
  where api_key_secret.tenant_id = $1 and api_key_secret.digest = $2 and api_key_secret.expires_at > now()
    and api_key.revoked_at is null and tenant.suspended_at is null
    and not exists (
      select from portal_user as person
      where person.customer_id = api_key.customer_id and not person.is_key and person.deactivated_at is not null
    )`;
