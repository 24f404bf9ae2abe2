import type { EntityManager } from '@mikro-orm/postgresql';
import { parse, stringify, v7 as uuid } from 'uuid';
import type { AccountLinkState } from '../account-links/account-link.contract.ts';
import type { Portal } from '../portal.ts';

const purpose = 'setup-links';
const idBytes = 16;
const lifetimeHours = 24;

/** A link with which whoever runs the portal sets up a tenant, once, within a day. Its secret part is derived and not stored. */
export async function makeSetupLink({ pool, config, signedLinks }: Portal): Promise<string> {
  const id = uuid();
  await pool.query(
    `insert into operations.setup_link (id, expires_at) values ($1, now() + make_interval(hours => $2))`,
    [id, lifetimeHours],
  );
  return `${config.publicUrl}/set-up#token=${signedLinks.seal(purpose, parse(id))}`;
}

export interface FoundSetupLink {
  id: string;
  state: AccountLinkState;
  expiresAt: Date;
}

/** The link of a token; null for anything that was not made here. */
export async function findSetupLink({ pool, signedLinks }: Portal, token: string): Promise<FoundSetupLink | null> {
  const bytes = signedLinks.open(purpose, token, idBytes);
  if (!bytes) return null;
  const id = stringify(bytes);
  const { rows } = await pool.query<{ state: AccountLinkState; expiresAt: string }>(
    `select case when used_at is not null then 'USED' when expires_at > now() then 'GOOD' else 'EXPIRED' end as state,
       expires_at as "expiresAt"
     from operations.setup_link where id = $1`,
    [id],
  );
  const [found] = rows;
  return found ? { id, state: found.state, expiresAt: new Date(found.expiresAt) } : null;
}

/** Uses up the link, and with it all others; whether it was still good. */
export async function useSetupLink(entityManager: EntityManager, { id }: FoundSetupLink): Promise<boolean> {
  const used = await entityManager.execute<{ id: string }[]>(
    `with good as (
       select id from operations.setup_link where id = ? and used_at is null and expires_at > now() for update
     )
     update operations.setup_link set used_at = now() where used_at is null and exists (select from good) returning id`,
    [id],
  );
  return used.length > 0;
}
