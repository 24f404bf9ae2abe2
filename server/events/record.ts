import type { EntityManager } from '@mikro-orm/postgresql';
import { maximumUserAgent, type Origin, type Viewer } from '../access/viewer.ts';
import { publish } from '../database/publisher.ts';
import { publishMails } from '../mail/mail-task.ts';
import type { FieldChange } from './event-row.ts';
import { Audience } from './audience.ts';
import { laterThanLast, milliseconds, type Timed } from './change-time.ts';
import { eventChannel, payloadSql } from './notify-payload.ts';
import { audiencesOf, type PortalEventDeclaration } from './portal-event.ts';
import { logOnceCommitted } from './security-log.ts';

/** Who causes an event. */
export type Actor = Pick<Viewer, 'userId' | 'role' | 'origin'>;

/** What a service says of an event it has just caused. */
export interface EventFacts {
  /** Who did it; null for what the portal does by itself. */
  actor: Actor | null;
  tenantId: string;
  /** Null for what concerns a user of the staff alone. */
  customerId: string | null;
  ticketId: string | null;
  /** The message, call request or feedback it is about. */
  subjectId?: string;
  /** The one user it is for, where no one else may receive it; an event that notifies must not have one. */
  userId?: string;
  /** The status before and after, where that is what changed. */
  from?: string;
  to?: string;
  /** The fields that changed, where that is what happened. */
  changes?: FieldChange[];
  /** Who is meant by the audience NAMED. */
  named?: string[];
  /** Customers never see it, and no one is notified. */
  internal?: boolean;
  /** No one is notified: another event of the same transaction does that. */
  silent?: boolean;
  /** When it happened, where `nextChangeTime` has said so already. */
  at?: Date;
}

/** What an event is recorded with that belongs to no customer. */
export const aboutTenant = <By extends Actor | null>(tenantId: string, actor: By) => ({
  actor,
  tenantId,
  customerId: null,
  ticketId: null,
});

/** Records which fields have changed, if any have. */
export async function recordChanges(
  entityManager: EntityManager,
  event: PortalEventDeclaration,
  facts: EventFacts & { changes: FieldChange[] },
): Promise<void> {
  if (facts.changes.length > 0) await record(entityManager, event, facts);
}

/**
 * Records an event in the transaction of what happened: its numbered row, the notifications and the task of its emails are
 * committed with it or not at all, and published to live subscribers after it. The counters stay locked until the commit, so
 * numbers appear in order, and so do times. Returns when it happened: what is written with that time is written after it.
 * Why it is one statement, and what its parts are: docs/adr/0002-one-record-per-fact.md.
 */
export async function record(
  entityManager: EntityManager,
  event: PortalEventDeclaration,
  facts: EventFacts,
): Promise<Date> {
  return (await recordNumbered(entityManager, event, facts)).at;
}

/** The same for whoever has to name the event afterwards. `attemptKey` is of those that are counted together. */
export async function recordNumbered(
  entityManager: EntityManager,
  event: PortalEventDeclaration,
  facts: EventFacts & { origin?: Partial<Origin> | null; attemptKey?: string },
): Promise<{ at: Date; sequence: string }> {
  await entityManager.flush();
  const { actor, internal = false, silent = internal } = facts;
  const audiences = silent ? [] : audiencesOf(event, actor);
  const values = [
    facts.tenantId,
    facts.customerId,
    !internal,
    event.type,
    facts.ticketId,
    facts.subjectId ?? null,
    facts.from ?? null,
    facts.to ?? null,
    actor?.userId ?? null,
    facts.changes ? JSON.stringify(facts.changes) : null,
    facts.at ?? null,
  ];
  const [recorded] = await (audiences.length === 0
    ? entityManager.execute<Recorded[]>(recordSilently, [...values, facts.userId ?? null])
    : entityManager.execute<Recorded[]>(recordAndNotify, [
        ...values,
        audiences.join(','),
        `{${facts.named?.join(',') ?? ''}}`,
        event.email !== undefined,
      ]));
  const { at, sequence, payload } = recorded!;
  publish(entityManager, eventChannel, payload);
  if (recorded!.has_pending_mail) publishMails(entityManager);
  if (event.security) await addOrigin(entityManager, event, facts, sequence);
  return { at: new Date(at), sequence };
}

async function addOrigin(
  entityManager: EntityManager,
  { type }: PortalEventDeclaration,
  { tenantId, actor, subjectId, changes, attemptKey, ...facts }: Parameters<typeof recordNumbered>[2],
  sequence: string,
): Promise<void> {
  const { address = null, userAgent = null } = facts.origin ?? actor?.origin ?? {};
  const device = userAgent?.slice(0, maximumUserAgent) ?? null;
  await entityManager.execute(
    'insert into event_origin (tenant_id, tenant_sequence, address, user_agent, attempt_key) values (?, ?, ?, ?, ?)',
    [tenantId, sequence, address, device, attemptKey ?? null],
  );
  const actorId = actor?.userId ?? null;
  logOnceCommitted(entityManager, { event: type, tenantId, actorId, subjectId, address, userAgent: device, changes });
}

interface Recorded extends Timed {
  sequence: string;
  payload: string;
  has_pending_mail?: boolean;
}

const eventColumns =
  'tenant_id, tenant_sequence, customer_id, customer_sequence, type, ticket_id, subject_id, user_id, status_from, status_to, actor_id, changes, occurred_at';

const factColumns =
  'tenant_id, customer_id, public, type, ticket_id, subject_id, status_from, status_to, actor_id, changes, at';
const factValues =
  '?::uuid, ?::uuid, ?::boolean, ?::text, ?::uuid, ?::uuid, ?::text, ?::text, ?::uuid, ?::jsonb, ?::timestamptz';

/** An event no one is notified of. */
export const recordSilently = `
  with fact (${factColumns}, user_id) as (
    values (${factValues}, ?::uuid)
  ), tenant_number as (
    update tenant_counter set last_event = last_event + 1, last_change_at = coalesce(fact.at, ${laterThanLast})
    from fact where tenant_counter.tenant_id = fact.tenant_id
    returning last_event, last_change_at
  ), customer_number as (
    update customer_counter set last_event = last_event + 1
    from fact where customer_counter.customer_id = fact.customer_id and fact.public
    returning last_event
  ), numbered_event (${eventColumns}) as materialized (
    select tenant_id, tenant_number.last_event, customer_id, customer_number.last_event, type, ticket_id, subject_id,
      user_id, status_from, status_to, actor_id, changes, last_change_at
    from fact cross join tenant_number left join customer_number on true
  ), inserted_event as (
    insert into portal_event (${eventColumns}) select * from numbered_event
  )
  select ${payloadSql('numbered_event')} as payload, ${milliseconds} as at, last_event as sequence from tenant_number`;

/** An event and, numbered after it, one notification for each user of its audiences. */
export const recordAndNotify = `
  with fact as (
    select fact.*, ticket.assignee_id, ticket.team_id
    from (values (${factValues}, string_to_array(?, ','), ?::uuid[], ?::boolean))
      as fact (${factColumns}, audiences, named, has_email)
    left join ticket on ticket.id = ticket_id
  ), assignee as (
    select portal_user.id from fact join portal_user on portal_user.id = assignee_id where deactivated_at is null
  ), member as (
    select portal_user.id from fact join team_member using (team_id) join portal_user on portal_user.id = team_member.user_id
    where deactivated_at is null
  ), audience_member as (
    select portal_user.id, true as is_customer from fact join portal_user using (tenant_id, customer_id)
    where '${Audience.CUSTOMER}' = any(audiences) and deactivated_at is null
    union
    select id, false from fact cross join assignee
    where audiences && array['${Audience.ASSIGNEE}', '${Audience.ASSIGNEE_OR_ADMINS}', '${Audience.ASSIGNEE_OR_AGENTS}']
    union
    select id, false from fact cross join member
    where '${Audience.TEAM}' = any(audiences)
      or audiences && array['${Audience.ASSIGNEE_OR_ADMINS}', '${Audience.ASSIGNEE_OR_AGENTS}'] and not exists (select from assignee)
    union
    select portal_user.id, false from fact join portal_user using (tenant_id)
    where '${Audience.NAMED}' = any(audiences) and portal_user.id = any(named) and portal_user.role <> 'CUSTOMER'
      and deactivated_at is null
    union
    select portal_user.id, false from fact join portal_user using (tenant_id)
    where portal_user.role <> 'CUSTOMER' and deactivated_at is null and portal_user.role = case
      when '${Audience.ADMINS}' = any(audiences) then 'ADMIN'
      when exists (select from assignee) or exists (select from member) then null
      when '${Audience.ASSIGNEE_OR_ADMINS}' = any(audiences) then 'ADMIN'
      when '${Audience.ASSIGNEE_OR_AGENTS}' = any(audiences) then (
        select coalesce(max(agent.role), 'ADMIN') from portal_user agent
        where agent.tenant_id = fact.tenant_id and agent.role = 'AGENT' and agent.deactivated_at is null
      )
    end
  ), recipient as materialized (
    select gen_random_uuid() as notification_id, audience_member.id as user_id, audience_member.is_customer,
      row_number() over (order by audience_member.id) as position,
      row_number() over (partition by audience_member.is_customer order by audience_member.id) as customer_position
    from fact join audience_member on audience_member.id is distinct from actor_id or '${Audience.ACTOR}' = any(audiences)
  ), tenant_number as (
    update tenant_counter set last_event = last_event + 1 + (select count(*) from recipient),
      last_change_at = coalesce(fact.at, ${laterThanLast})
    from fact where tenant_counter.tenant_id = fact.tenant_id
    returning last_event - (select count(*) from recipient) as sequence, last_change_at
  ), customer_number as (
    update customer_counter set last_event = last_event + 1 + (select count(*) from recipient where is_customer)
    from fact where customer_counter.customer_id = fact.customer_id and fact.public
    returning last_event - (select count(*) from recipient where is_customer) as sequence
  ), inserted_notification as (
    insert into notification (
      id, tenant_id, user_id, customer_id, event_sequence, kind, ticket_id, subject_id, status_to, actor_id, created_at, read_at
    )
    select notification_id, tenant_id, user_id, customer_id, sequence, type, ticket_id, subject_id, status_to, actor_id,
      last_change_at, case when user_id = actor_id then last_change_at end
    from fact cross join recipient cross join tenant_number
  ), numbered_event (${eventColumns}) as materialized (
    select tenant_id, tenant_number.sequence, customer_id, customer_number.sequence, type, ticket_id, subject_id,
      null::uuid, status_from, status_to, actor_id, changes, last_change_at
    from fact cross join tenant_number left join customer_number on true
    union all
    select tenant_id, tenant_number.sequence + position, customer_id,
      case when is_customer then customer_number.sequence + customer_position end, 'NotificationAdded', ticket_id,
      notification_id, user_id, null, null, null, null, last_change_at
    from fact cross join recipient cross join tenant_number left join customer_number on true
  ), inserted_event as (
    insert into portal_event (${eventColumns}) select * from numbered_event
  ), pending_mail as (
    insert into operations.mail_task (tenant_id, event_sequence)
    select tenant_id, sequence from fact cross join tenant_number where has_email and exists (select from recipient)
    returning id
  )
  select
    ${payloadSql('numbered_event')} as payload,
    exists (select from pending_mail) as has_pending_mail,
    ${milliseconds} as at,
    sequence
  from fact cross join tenant_number`;
