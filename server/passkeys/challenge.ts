import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import { parse as uuidBytes, stringify as uuidOf } from 'uuid';
import type { SignedLinks } from '../access/signed-links.ts';

/** How long people have to answer, as browsers are told. */
export const answerTimeMs = 4 * 60_000;

/** A little longer than that. */
const lifeSeconds = 5 * 60;

/** What a challenge is answered for, and where; an answer counts for nothing else. */
export interface Ceremony {
  purpose: 'passkey-registration' | 'passkey-sign-in' | 'passkey-second-factor';
  host: string;
  /** Null where the host is of several tenants. */
  tenantId: string | null;
  /** Null where it is not known yet who answers. */
  userId: string | null;
}

interface Challenge {
  id: string;
  expiresAt: Date;
}

const sealPurpose = 'challenges';
const idBytes = 16;
const contentBytes = idBytes + 4;

/** A signed challenge: nothing is stored before it is answered, so that nobody fills a table by asking. */
export function makeChallenge(links: SignedLinks, ceremony: Ceremony): Uint8Array<ArrayBuffer> {
  const content = Buffer.alloc(contentBytes);
  content.set(uuidBytes(randomUUID()));
  content.writeUInt32BE(Math.floor(Date.now() / 1000) + lifeSeconds, idBytes);
  return new Uint8Array(Buffer.from(links.seal(sealPurpose, content, aboutOf(ceremony)), 'base64url'));
}

/** The challenge in this text; null for one that was not made here for the same ceremony, or has expired. */
export function readChallenge(links: SignedLinks, ceremony: Ceremony, text: string): Challenge | null {
  const content = links.open(sealPurpose, text, contentBytes, aboutOf(ceremony));
  if (!content) return null;
  const expiresAt = new Date(content.readUInt32BE(idBytes) * 1000);
  if (expiresAt <= new Date()) return null;
  return { id: uuidOf(content.subarray(0, idBytes)), expiresAt };
}

/** Notes that a challenge has been answered, from the commit on; false where it has been before, at whatever server. */
export async function spendChallenge(entityManager: EntityManager, { id, expiresAt }: Challenge): Promise<boolean> {
  const spent: unknown[] = await entityManager.execute(
    'insert into operations.answered_challenge (id, expires_at) values (?, ?) on conflict do nothing returning id',
    [id, expiresAt],
  );
  return spent.length > 0;
}

/** Deletes the notes of challenges that have expired anyway; a day later, since clocks of servers differ. */
export async function deleteAnsweredChallenges(pool: Pool): Promise<void> {
  await pool.query("delete from operations.answered_challenge where expires_at < now() - interval '1 day'");
}

const aboutOf = ({ purpose, host, tenantId, userId }: Ceremony): string =>
  JSON.stringify([purpose, host, tenantId, userId]);

/** The challenge that a browser says it was asked; nothing where it says none. */
export function challengeOf(clientDataJSON: string): string {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as { challenge?: unknown };
    return typeof challenge === 'string' ? challenge : '';
  } catch {
    return '';
  }
}
