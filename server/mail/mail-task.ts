import type { EntityManager } from '@mikro-orm/postgresql';
import type pg from 'pg';
import { publish } from '../database/publisher.ts';
import type { Due } from '../jobs/due.ts';

/** The channel on which processes for jobs are notified that there are mails to send. */
export const mailChannel = 'mail_task';

/** One entry of the outbox: to address the mails of an event, or to send one of them. */
export interface MailTask {
  id: string;
  tenantId: string;
  /** The event whose mails are to be addressed; null where one is to be sent. */
  eventSequence: string | null;
  deliveryId: string | null;
  /** What mails to one address have in common: the user, or the mail itself where it is to nobody known. */
  recipient: string | null;
}

const columns = `mail_task.id, mail_task.tenant_id as "tenantId", event_sequence as "eventSequence", delivery_id as "deliveryId", recipient`;

/** After so many attempts, some four days, a task has failed for good. */
const maximumAttempts = 25;

const isDue = `lease is null and due_at <= now()`;

/** Notifies the processes for jobs once this transaction has committed. */
export const publishMails = (entityManager: EntityManager): void => publish(entityManager, mailChannel);

/** Enqueues what a job of an earlier version of the portal was about. */
export async function addEventTask(pool: pg.Pool, tenantId: string, sequence: number): Promise<void> {
  await pool.query('insert into operations.mail_task (tenant_id, event_sequence) values ($1, $2)', [
    tenantId,
    sequence,
  ]);
}

/** Enqueues the sending of a mail; to the process of this lease alone, where there is one. */
export async function addSendTask(
  entityManager: EntityManager,
  { tenantId, deliveryId, recipient }: { tenantId: string; deliveryId: string; recipient: string },
  lease: number | null = null,
): Promise<MailTask> {
  const [task] = await entityManager.execute<MailTask[]>(
    `insert into operations.mail_task (tenant_id, delivery_id, recipient, lease) values (?, ?, ?, ?) returning ${columns}`,
    [tenantId, deliveryId, recipient, lease],
  );
  return task!;
}

/** What is done, in the transaction of what was done. */
export async function deleteTasks(entityManager: EntityManager, ids: string[]): Promise<void> {
  await entityManager.execute('delete from operations.mail_task where id = any(?::bigint[])', [`{${ids.join(',')}}`]);
}

/**
 * Takes what is due: of each tenant the oldest, so that all have their turn. Leaves out recipients and tenants that the
 * process has enough of.
 */
export async function takeTasks(
  pool: pg.Pool,
  lease: number,
  each: number,
  without: { recipients: string[]; tenants: string[] },
): Promise<MailTask[]> {
  const { rows } = await pool.query<MailTask>(takeStatement, [lease, without.recipients, each, without.tenants]);
  return rows;
}

const takeStatement = `
  with recursive waiting (tenant_id) as (
    (select tenant_id from operations.mail_task where ${isDue} order by tenant_id limit 1)
    union all
    select (
      select next.tenant_id from operations.mail_task as next
      where ${isDue} and next.tenant_id > waiting.tenant_id order by next.tenant_id limit 1
    ) from waiting where waiting.tenant_id is not null
  ), due as (
    select task.id from waiting cross join lateral (
      select id from operations.mail_task
      where tenant_id = waiting.tenant_id and ${isDue} and (recipient is null or recipient <> all($2::uuid[]))
      order by due_at limit $3 for update skip locked
    ) as task
    where waiting.tenant_id <> all($4::uuid[])
  )
  update operations.mail_task set lease = $1 from due where mail_task.id = due.id returning ${columns}`;

/** Leaves a task for later: soon after the first failure, and after the last one not by itself. */
export async function putOff(pool: pg.Pool, id: string): Promise<void> {
  await pool.query(
    `update operations.mail_task set lease = null, attempts = attempts + 1, due_at = case
       when attempts + 1 < ${maximumAttempts} then now() + exp(least(10, attempts + 1)) * interval '1 second' else 'infinity' end
     where id = $1`,
    [id],
  );
}

/** Gives back what a process has taken and has not done. */
export async function giveBackTasks(pool: pg.Pool, lease: number): Promise<void> {
  await pool.query('update operations.mail_task set lease = null where lease = $1', [lease]);
}

/** Gives back what was taken by processes that are no more; this one is. */
export async function rescueTasks(pool: pg.Pool, own: number): Promise<void> {
  await pool.query(
    `update operations.mail_task set lease = null where lease in (
       select lease from (select distinct lease from operations.mail_task where lease <> $1 offset 0) as taken
       where pg_try_advisory_xact_lock(lease)
     )`,
    [own],
  );
}

/** What is due of the mails. */
export async function mailsDue(pool: pg.Pool): Promise<Due> {
  const { rows } = await pool.query<Due>(
    `select count(*) filter (where lease is null and due_at < 'infinity')::int as waiting,
       count(*) filter (where due_at = 'infinity')::int as failed,
       coalesce(extract(epoch from now() - min(due_at) filter (where ${isDue})), 0)::float as oldest
     from operations.mail_task`,
  );
  return rows[0]!;
}

/** The tasks that have failed for good. */
export async function failedTasks(pool: pg.Pool): Promise<{ id: string; tenantId: string; attempts: number }[]> {
  const { rows } = await pool.query(
    `select id, tenant_id as "tenantId", attempts from operations.mail_task where due_at = 'infinity' order by id`,
  );
  return rows;
}

/** Has those tasks begin anew. Answers how many. */
export async function retryFailedTasks(pool: pg.Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `update operations.mail_task set due_at = now(), attempts = 0 where due_at = 'infinity'`,
  );
  return rowCount ?? 0;
}
