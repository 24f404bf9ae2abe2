import type { EntityManager } from '@mikro-orm/postgresql';
import { mailedEvents } from '../mail/emails.ts';
import { audiencesOf } from '../notifications/audience.ts';
import { notifySql } from './notify-payload.ts';
import type { PortalFact } from './portal-event.ts';

/**
 * Records a fact in the transaction of what happened: its numbered event, the notifications of all who are concerned,
 * the mails it owes and the wake-up of live subscribers commit with it or not at all. The counters stay locked until
 * the commit, so numbers appear in order.
 */
export async function record(entityManager: EntityManager, fact: PortalFact): Promise<void> {
  await entityManager.flush();
  const { actor, internal = false, quiet = internal } = fact;
  const audiences = quiet ? [] : audiencesOf(fact.type, actor);
  await entityManager.execute(audiences.length === 0 ? recordQuietly : recordAndNotify, [
    fact.tenantId,
    fact.customerId,
    !internal,
    fact.type,
    fact.ticketId,
    fact.subjectId ?? null,
    fact.from ?? null,
    fact.to ?? null,
    ...(audiences.length === 0
      ? [fact.userId ?? null]
      : [actor?.userId ?? null, audiences.join(';'), mailedEvents.has(fact.type)]),
  ]);
}

const eventColumns =
  'tenant_id, tenant_sequence, customer_id, customer_sequence, type, ticket_id, subject_id, user_id, status_from, status_to, occurred_at';

/** Now, as the event table keeps it. */
const moment = 'clock_timestamp()::timestamptz(3)';

const factColumns = 'tenant_id, customer_id, public, type, ticket_id, subject_id, status_from, status_to';
const factValues = '?::uuid, ?::uuid, ?::boolean, ?::text, ?::uuid, ?::uuid, ?::text, ?::text';

/** An event nobody is notified of. */
const recordQuietly = `
  with fact (${factColumns}, user_id) as (
    values (${factValues}, ?::uuid)
  ), tenant_next as (
    update tenant_counter set last_event = last_event + 1
    from fact where tenant_counter.tenant_id = fact.tenant_id
    returning last_event
  ), customer_next as (
    update customer_counter set last_event = last_event + 1
    from fact where customer_counter.customer_id = fact.customer_id and fact.public
    returning last_event
  ), numbered (${eventColumns}) as materialized (
    select tenant_id, tenant_next.last_event, customer_id, customer_next.last_event, type, ticket_id, subject_id,
      user_id, status_from, status_to, ${moment}
    from fact cross join tenant_next left join customer_next on true
  ), event as (
    insert into portal_event (${eventColumns}) select * from numbered
  )
  select ${notifySql('numbered')}`;

/** An event and, numbered after it, one notification for each user of its audiences. */
const recordAndNotify = `
  with fact as (
    select *, (select assignee_id from ticket where ticket.id = ticket_id) as assignee_id
    from (values (${factValues}, ?::uuid, string_to_array(?, ';'), ?::boolean))
      as fact (${factColumns}, actor_id, audiences, mailed)
  ), assignee as (
    select portal_user.id from fact join portal_user on portal_user.id = assignee_id where deactivated_at is null
  ), concerned as (
    select portal_user.id, true as public from fact join portal_user using (tenant_id, customer_id)
    where 'customer' = any(audiences) and deactivated_at is null
    union
    select id, false from fact cross join assignee
    where audiences && array['assignee', 'assignee, or admins', 'assignee, or agents']
    union
    select portal_user.id, false from fact join portal_user using (tenant_id)
    where portal_user.role <> 'CUSTOMER' and deactivated_at is null and portal_user.role = case
      when 'admins' = any(audiences) then 'ADMIN'
      when exists (select from assignee) then null
      when 'assignee, or admins' = any(audiences) then 'ADMIN'
      when 'assignee, or agents' = any(audiences) then (
        select coalesce(max(agent.role), 'ADMIN') from portal_user agent
        where agent.tenant_id = fact.tenant_id and agent.role = 'AGENT' and agent.deactivated_at is null
      )
    end
  ), told as materialized (
    select gen_random_uuid() as notification_id, concerned.id as user_id, concerned.public as told_public,
      row_number() over (order by concerned.id) as place,
      row_number() over (partition by concerned.public order by concerned.id) as public_place
    from fact join concerned on concerned.id is distinct from actor_id or 'actor' = any(audiences)
  ), tenant_next as (
    update tenant_counter set last_event = last_event + 1 + (select count(*) from told)
    from fact where tenant_counter.tenant_id = fact.tenant_id
    returning last_event - (select count(*) from told) as sequence
  ), customer_next as (
    update customer_counter set last_event = last_event + 1 + (select count(*) from told where told_public)
    from fact where customer_counter.customer_id = fact.customer_id and fact.public
    returning last_event - (select count(*) from told where told_public) as sequence
  ), notification as (
    insert into notification (
      id, tenant_id, user_id, customer_id, event_sequence, kind, ticket_id, subject_id, status_to, actor_id, created_at, read_at
    )
    select notification_id, tenant_id, user_id, customer_id, sequence, type, ticket_id, subject_id, status_to, actor_id,
      clock_timestamp(), case when user_id = actor_id then clock_timestamp() end
    from fact cross join told cross join tenant_next
  ), numbered (${eventColumns}) as materialized (
    select tenant_id, tenant_next.sequence, customer_id, customer_next.sequence, type, ticket_id, subject_id,
      null::uuid, status_from, status_to, ${moment}
    from fact cross join tenant_next left join customer_next on true
    union all
    select tenant_id, tenant_next.sequence + place, customer_id,
      case when told_public then customer_next.sequence + public_place end, 'NotificationAdded', ticket_id,
      notification_id, user_id, null, null, ${moment}
    from fact cross join told cross join tenant_next left join customer_next on true
  ), event as (
    insert into portal_event (${eventColumns}) select * from numbered
  )
  select
    ${notifySql('numbered')},
    case when mailed and exists (select from told) then (
      select graphile_worker.add_job(
        'mailEvent',
        json_build_object('tenantId', tenant_id, 'sequence', sequence),
        job_key => 'mailEvent/' || tenant_id || '/' || sequence
      ) is not null
    ) end
  from fact cross join tenant_next`;
