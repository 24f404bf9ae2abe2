import { eventChannel, payloadSql } from '../server/events/notify-payload.ts';
import { messagesOfLongTicket } from './dataset.ts';
import { pageSize } from './workloads.ts';

/**
 * What the baseline asks of PostgreSQL: one statement per request, which returns the complete response. The scope is a
 * plain condition; `$1` is the tenant and `$2` the customer. Each kind of viewer has its own statement, and row limits
 * are literals, because only then PostgreSQL plans a statement once and not for each request.
 */
export interface BaselineStatement {
  name: string;
  text: string;
}

type Access = 'customer' | 'staff';

const owned = (row: string, access: Access) =>
  access === 'customer'
    ? `${row}.tenant_id = $1 and ${row}.customer_id = $2`
    : `${row}.tenant_id = $1 and $2::uuid is null`;

const messageCount = (access: Access) => (access === 'customer' ? 'public_message_count' : 'message_count');
const lastMessageAt = (access: Access) => (access === 'customer' ? 'last_public_message_at' : 'last_message_at');
const updatedAt = (access: Access) => (access === 'customer' ? 'public_updated_at' : 'updated_at');
const priority = (row: string) => `(array['LOW', 'MEDIUM', 'HIGH', 'URGENT'])[${row}.priority]`;

const cursor = (...keys: string[]) =>
  `translate(encode(convert_to('[' || ${keys.join(` || ',' || `)} || ']', 'UTF8'), 'base64'), E'+/=\\n', '-_')`;

const named = (name: string, access: Access, text: string): BaselineStatement => ({ name: `${name}_${access}`, text });

/** The newest tickets, one more than a page. */
const page = (access: Access, condition: string) => `
  page as materialized (
    select row_number() over () as position, ${updatedAt(access)} as updated_at, ticket.id, json_build_object(
      'id', ticket.id, 'number', number, 'title', title, 'status', status, 'priority', ${priority('ticket')},
      'messageCount', ${messageCount(access)}, 'lastMessageAt', ${lastMessageAt(access)}, 'updatedAt', ${updatedAt(access)},
      'customer', (select json_build_object('name', name) from customer where customer.id = ticket.customer_id),
      'assignee', (select json_build_object('name', name) from portal_user where portal_user.id = ticket.assignee_id)
    ) as node
    from (
      select * from ticket where ${owned('ticket', access)}${condition} order by ${updatedAt(access)} desc, id desc limit ${pageSize + 1}
    ) as ticket
  )`;

const ticketConnection = `json_build_object(
  'nodes', (select coalesce(json_agg(node), '[]') from page where position <= ${pageSize}),
  'pageInfo', json_build_object(
    'hasNextPage', exists (select from page where position > ${pageSize}),
    'endCursor', (
      select ${cursor('to_json(updated_at)::text', 'to_json(id)::text')} from page where position <= ${pageSize} order by position desc limit 1
    )
  )
)`;

export const ticketList = (access: Access) =>
  named(
    'tickets',
    access,
    `with ${page(access, ' and status = $3')}
     select json_build_object('data', json_build_object('tickets', ${ticketConnection}))::text as json`,
  );

export const dashboard = (access: Access) =>
  named(
    'dashboard',
    access,
    `with ${page(access, '')}
     select json_build_object('data', json_build_object(
       'viewer', (
         select json_build_object(
           'id', viewer.id, 'name', viewer.name, 'email', viewer.email, 'role', viewer.role,
           'tenant', (select json_build_object('name', name, 'slug', slug) from tenant where id = viewer.tenant_id),
           'customer', (
             select json_build_object('name', name, 'email', email, 'phone', phone, 'locale', locale, 'timeZone', time_zone)
             from customer where id = viewer.customer_id
           ),
           'ticketStats', (
             select json_build_object(
               'totalTickets', count(*), 'openTickets', count(*) filter (where status = 'OPEN'),
               'pendingTickets', count(*) filter (where status = 'PENDING'),
               'resolvedTickets', count(*) filter (where status = 'RESOLVED'),
               'closedTickets', count(*) filter (where status = 'CLOSED')
             ) from ticket where ${owned('ticket', access)}
           )
         ) from portal_user viewer where viewer.id = $3 and viewer.tenant_id = $1
       ),
       'notifications', json_build_object('unreadCount', (
         select count(*) from notification where tenant_id = $1 and user_id = $3 and read_at is null
       )),
       'tickets', ${ticketConnection}
     ))::text as json`,
  );

const ticketObject = (access: Access) => `
  'id', ticket.id, 'number', number, 'title', title, 'status', status, 'priority', ${priority('ticket')}, 'type', type,
  'messageCount', ${messageCount(access)}, 'lastMessageAt', ${lastMessageAt(access)},
  'createdAt', created_at, 'updatedAt', ${updatedAt(access)},
  'customer', (select json_build_object('id', id, 'name', name) from customer where customer.id = ticket.customer_id),
  'assignee', (select json_build_object('id', id, 'name', name, 'role', role) from portal_user where portal_user.id = ticket.assignee_id),
  'category', (select json_build_object('id', id, 'name', names -> 1 ->> 'text') from category where category.id = ticket.category_id),
  'viewerCanReply', status <> 'CLOSED', 'viewerCanClose', status <> 'CLOSED',
  'viewerCanReopen', status in ('RESOLVED', 'CLOSED'), 'viewerCanUpdate', ${access === 'staff'}`;

/** A ticket, `$3`, with its newest messages. */
export const ticketWithMessages = (access: Access) =>
  named(
    'ticket',
    access,
    `select json_build_object('data', json_build_object('ticket', json_build_object(
       ${ticketObject(access)},
       'feedback', (select json_build_object('rating', rating, 'comment', comment) from feedback where ticket_id = ticket.id),
       'messages', (
         select json_build_object(
           'nodes', coalesce(json_agg(node order by created_at) filter (where position <= ${messagesOfLongTicket}), '[]'),
           'pageInfo', json_build_object(
             'hasPreviousPage', bool_or(position > ${messagesOfLongTicket}),
             'startCursor', ${cursor(`to_json(min(created_at) filter (where position <= ${messagesOfLongTicket}))::text`)}
           ),
           'totalCount', ticket.${messageCount(access)}
         ) from (
           select row_number() over () as position, message.created_at, json_build_object(
             'id', message.id, 'body', body,
             'author', json_build_object('id', author.id, 'name', author.name, 'role', author.role),
             'attachments', (
               select coalesce(json_agg(json_build_object('id', id, 'name', name, 'size', size) order by position, id), '[]')
               from attachment where message_id = message.id
             ),
             'internal', internal, 'createdAt', message.created_at
           ) as node
           from (
             select * from message where ticket_id = ticket.id ${access === 'customer' ? 'and not internal' : ''}
             order by message.created_at desc limit ${messagesOfLongTicket + 1}
           ) as message join portal_user author on author.id = author_id
           order by message.created_at desc
         ) as message
       )
     )))::text as json
     from ticket where ${owned('ticket', access)} and ticket.id = $3`,
  );

export const eventColumns =
  'tenant_id, tenant_sequence, customer_id, customer_sequence, type, ticket_id, subject_id, user_id, status_from, status_to, actor_id, changes, occurred_at';

const assigneeOrAdmins = `portal_user.id = ticket.assignee_id or ticket.assignee_id is null
         and portal_user.tenant_id = ticket.tenant_id and portal_user.role = 'ADMIN'`;

/**
 * Everything a public message writes, in one statement and one round trip: the message, the counters and the status of
 * the ticket, one or two numbered events, the notifications with their events, the job for the emails, the `NOTIFY`.
 * `$3` ticket, `$4` author, `$5` id of the message, `$6` body, `$7` idempotency key. Returns no row when not allowed.
 */
export const messageAdd = (access: Access) =>
  named(
    'message_add',
    access,
    `with before as (
       select id, status, last_message_at from ticket
       where ${owned('ticket', access)} and id = $3 and status <> 'CLOSED'
         and not exists (select from message where author_id = $4 and idempotency_key = $7)
       for update
     ), ticket as (
       update ticket set
         message_count = message_count + 1, public_message_count = public_message_count + 1,
         last_message_at = now, last_public_message_at = now, public_updated_at = now, updated_at = now,
         version = version + 1${access === 'customer' ? ` + (before.status <> 'OPEN')::int` : ''}
         ${access === 'customer' ? `, status = 'OPEN'` : ''}
       from before cross join lateral (
         select date_trunc('milliseconds', greatest(clock_timestamp(), before.last_message_at + interval '1 ms')) as now
       ) as timestamps
       where ticket.id = before.id
       returning ticket.*, before.status as status_before
     ), message as (
       insert into message (id, tenant_id, customer_id, ticket_id, author_id, body, internal, idempotency_key, created_at)
       select $5::uuid, tenant_id, customer_id, id, $4, $6, false, $7, last_message_at from ticket
       returning id, body, internal, created_at
     ), fact as (
       select ticket.*, event, after, case when event = 'MessageAdded' then $5::uuid end as subject_id
       from ticket cross join (values ('TicketStatusChanged', 1), ('MessageAdded', 0)) as fact (event, after)
       where event = 'MessageAdded' or status <> status_before
     ), recipient as materialized (
       select gen_random_uuid() as id, portal_user.id as user_id, row_number() over () as position
       from ticket join portal_user on ${access === 'customer' ? assigneeOrAdmins : 'portal_user.customer_id = ticket.customer_id'}
       where deactivated_at is null
     ), tenant_next as (
       update tenant_counter set last_event = last_event + (select count(*) from fact) + (select count(*) from recipient),
         last_change_at = greatest(clock_timestamp(), last_change_at + interval '1 ms')
       from ticket where tenant_counter.tenant_id = ticket.tenant_id
       returning last_event - (select count(*) from recipient) as last_event
     ), customer_next as (
       update customer_counter set last_event = last_event + (select count(*) from fact)${access === 'customer' ? '' : ' + (select count(*) from recipient)'}
       from ticket where customer_counter.customer_id = ticket.customer_id
       returning last_event${access === 'customer' ? '' : ' - (select count(*) from recipient)'} as last_event
     ), notification as (
       insert into notification (
         id, tenant_id, user_id, customer_id, event_sequence, kind, ticket_id, subject_id, actor_id, created_at
       )
       select recipient.id, tenant_id, user_id, customer_id, last_event, 'MessageAdded', ticket.id, $5::uuid, $4, clock_timestamp()
       from ticket cross join recipient cross join tenant_next
     ), numbered (${eventColumns}) as materialized (
       select tenant_id, tenant_next.last_event - after, customer_id, customer_next.last_event - after, event, id, subject_id, null::uuid,
         case when subject_id is null then status_before end, case when subject_id is null then status end, $4::uuid,
         case when subject_id is null then jsonb_build_array(jsonb_build_object('field', 'status', 'from', status_before, 'to', status)) end,
         clock_timestamp()::timestamptz(3)
       from fact cross join tenant_next cross join customer_next
       union all
       select tenant_id, tenant_next.last_event + position, customer_id, ${access === 'customer' ? 'null' : 'customer_next.last_event + position'},
         'NotificationAdded', ticket.id, recipient.id, user_id, null, null, null, null, clock_timestamp()::timestamptz(3)
       from ticket cross join recipient cross join tenant_next cross join customer_next
     ), event as (
       insert into portal_event (${eventColumns}) select * from numbered
     )
     select
       json_build_object('data', json_build_object('messageAdd', json_build_object(
         'message', (
           select json_build_object(
             'id', id, 'body', body,
             'author', (select json_build_object('id', id, 'name', name, 'role', role) from portal_user where id = $4),
             'internal', internal, 'createdAt', created_at
           ) from message
         ),
         'ticket', json_build_object(${ticketObject(access)}),
         'userErrors', json_build_array()
       )))::text as json,
       pg_notify('${eventChannel}', ${payloadSql('numbered')}) as notified,
       (
         select count(graphile_worker.add_job(
           'mailEvent',
           json_build_object('tenantId', tenant_id, 'sequence', tenant_sequence),
           job_key => 'mailEvent/' || tenant_id || '/' || tenant_sequence
         )) from numbered where type = 'MessageAdded' and exists (select from recipient)
       ) as enqueued
     from ticket`,
  );
