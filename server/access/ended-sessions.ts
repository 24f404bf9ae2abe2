import { EventEmitter } from 'node:events';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ClientBase, Pool } from 'pg';
import { accessLifeSeconds } from './tokens.ts';

export const sessionChannel = 'portal_session_ended';

/** For as long as an access token made just before the end could be good. */
const remembered = (accessLifeSeconds + 60) * 1_000;

/**
 * Ends sessions of a user from the commit on: on every server their sockets are closed and their access tokens refused.
 * Of all their sessions, or of one, or of all but one.
 */
export async function endSessions(
  entityManager: EntityManager,
  userId: string,
  which: { only?: string; except?: string } = {},
): Promise<void> {
  await entityManager.flush();
  await entityManager.execute(
    `with ended as (
       update session set ended_at = now()
       where user_id = ?::uuid and ended_at is null and (id = ?::uuid) is not false and (id <> ?::uuid) is not false
       returning id
     ), noted as (
       insert into operations.ended_session (id) select id from ended on conflict do nothing
     )
     select pg_notify('${sessionChannel}', id::text) from ended`,
    [userId, which.only ?? null, which.except ?? null],
  );
}

/** The sessions that have ended lately, as this server has heard: access tokens say nothing of it themselves. */
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
      if (at > now - remembered) break;
      this.ended.delete(id);
    }
    this.ended.set(sessionId, now);
    this.listeners.emit(sessionId);
  }

  /** What ended while nobody here listened. */
  async catchUp(client: ClientBase): Promise<void> {
    const { rows } = await client.query<{ id: string }>(
      'select id from operations.ended_session where ended_at > now() - make_interval(secs => $1) order by ended_at',
      [remembered / 1_000],
    );
    for (const { id } of rows) if (!this.ended.has(id)) this.note(id);
  }
}

/** Deletes notes of sessions whose tokens have ended by themselves. */
export async function deleteEndedSessions(pool: Pool): Promise<void> {
  await pool.query("delete from operations.ended_session where ended_at < now() - interval '1 day'");
}
