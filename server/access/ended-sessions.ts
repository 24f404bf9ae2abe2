import { EventEmitter } from 'node:events';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ClientBase, Pool } from 'pg';
import { accessLifeSeconds } from './tokens.ts';

export const sessionChannel = 'portal_session_ended';

/** As long as an access token that was made just before the end would be valid. */
const retentionMs = (accessLifeSeconds + 60) * 1_000;

/**
 * Ends all sessions of a user, or one, or all but one, from the commit on: every server closes their sockets and rejects
 * their access tokens. Answers with how many there were.
 */
export async function endSessions(
  entityManager: EntityManager,
  userId: string,
  which: { only?: string; except?: string } = {},
): Promise<number> {
  await entityManager.flush();
  return note(
    entityManager,
    `update session set ended_at = now()
     where user_id = ?::uuid and ended_at is null and (id = ?::uuid) is not false and (id <> ?::uuid) is not false
     returning id`,
    [userId, which.only ?? null, which.except ?? null],
  );
}

/** The same of what stands for a session, by its id, and is over from the commit on. */
export async function noteEndedSessions(entityManager: EntityManager, ids: string[]): Promise<void> {
  if (ids.length > 0) await note(entityManager, 'select unnest(?::uuid[]) as id', [`{${ids.join(',')}}`]);
}

/** Tells all servers of what a statement says has ended, also those that listen later. Answers with how many there were. */
async function note(entityManager: EntityManager, ended: string, parameters: (string | null)[]): Promise<number> {
  const told = await entityManager.execute<unknown[]>(
    `with ended as (${ended}), noted as (
       insert into operations.ended_session (id) select id from ended on conflict do nothing
     )
     select pg_notify('${sessionChannel}', id::text) from ended`,
    parameters,
  );
  return told.length;
}

/** The sessions that have ended recently. Access tokens are verified without the database and do not know. */
export class EndedSessions {
  private readonly ended = new Map<string, number>();
  private readonly listeners = new EventEmitter().setMaxListeners(0);

  has(sessionId: string): boolean {
    return this.ended.has(sessionId);
  }

  /** Calls `ended` when the session ends on any server; answers with how to stop listening. */
  onEnd(sessionId: string, ended: () => void): () => void {
    this.listeners.once(sessionId, ended);
    return () => this.listeners.off(sessionId, ended);
  }

  /** A session has ended on some server. */
  note(sessionId: string): void {
    const now = Date.now();
    for (const [id, at] of this.ended) {
      if (at > now - retentionMs) break;
      this.ended.delete(id);
    }
    this.ended.set(sessionId, now);
    this.listeners.emit(sessionId);
  }

  /** Notes what has ended while this server was not listening. */
  async catchUp(client: ClientBase): Promise<void> {
    const { rows } = await client.query<{ id: string }>(
      'select id from operations.ended_session where ended_at > now() - make_interval(secs => $1) order by ended_at',
      [retentionMs / 1_000],
    );
    for (const { id } of rows) if (!this.ended.has(id)) this.note(id);
  }
}

/** Deletes notes of sessions whose tokens have expired anyway. */
export async function deleteEndedSessions(pool: Pool): Promise<void> {
  await pool.query("delete from operations.ended_session where ended_at < now() - interval '1 day'");
}
