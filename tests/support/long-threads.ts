import type { BuiltPortal } from './built-portal.ts';

interface LongThreads {
  /** The slug of the tenant, and the address of the customer whose they are. */
  tenant: string;
  email: string;
  tickets: number;
  title: string;
  /** SQL for the body of the message `n`. */
  body: string;
  /** Intervals: how much older each ticket is than the one before, and how much newer each of its messages. */
  betweenTickets: string;
  betweenMessages: string;
}

/** Tickets of 100 messages each, written past the portal: it would refuse so many. */
export async function writeLongThreads(
  asSuperuser: BuiltPortal['asSuperuser'],
  { tenant, email, tickets, title, body, betweenTickets, betweenMessages }: LongThreads,
): Promise<void> {
  await asSuperuser(async (client) => {
    await client.query('set session_replication_role = replica');
    await client.query(
      `with customer_user as (
         select portal_user.* from portal_user join tenant on tenant.id = tenant_id where slug = $1 and portal_user.email = $2
       ), new_ticket as (
         insert into ticket (
           id, tenant_id, customer_id, number, title, status, priority, type, created_by_id, public_message_count,
           message_count, last_public_message_at, last_message_at, created_at, updated_at
         )
         select gen_random_uuid(), tenant_id, customer_id, 1000000 + n, $3::text || n, 'OPEN', 2, 'ISSUE', id, 100, 100,
           now(), now(), now() - n * $4::interval, now() - n * $4::interval
         from customer_user, generate_series(1, $5::int) n
         returning *
       )
       insert into message (id, tenant_id, customer_id, ticket_id, author_id, body, internal, created_at)
       select gen_random_uuid(), tenant_id, customer_id, id, created_by_id, ${body}, false, created_at + n * $6::interval
       from new_ticket, generate_series(1, 100) n`,
      [tenant, email, `${title} `, betweenTickets, tickets, betweenMessages],
    );
  });
}
