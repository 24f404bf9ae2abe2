import { parseArgs } from 'node:util';
import { demoPassword, startBuiltPortal, type BuiltPortal } from '../support/built-portal.ts';
import { Client } from '../support/client.ts';
import { openSlowMailbox } from '../support/slow-mailbox.ts';
import { adminTour, agentTour, customerTour } from './hours.ts';
import { PortalUser } from './portal-user.ts';

// An hour of a busy customer, a busy agent and a busy administrator at ten times their speed, while a client pages through 100,000 rows: nobody
// may meet a limit.

const { values: given } = parseArgs({
  options: {
    /** An hour has six of them; fewer are less of it, at the same speed. */
    minutes: { type: 'string', default: '6' },
  },
});

const rowCount = 100_000;
const mailbox = await openSlowMailbox();
mailbox.delay = 0;
const portal = await startBuiltPortal({ smtpUrl: mailbox.url });
const { origin, users } = portal;
const [tenant, otherTenant] = [...new Set(users.map((user) => user.tenant))] as [string, string];
const userOf = (of: string, role: string) => users.find((user) => user.tenant === of && user.role === role)!;

await writeTickets(portal, otherTenant);
const customer = await PortalUser.signIn(origin, userOf(tenant, 'CUSTOMER'));
const agent = await PortalUser.signIn(origin, userOf(tenant, 'AGENT'));
const admin = await PortalUser.signIn(origin, userOf(tenant, 'ADMIN'));
const deadline = Date.now() + Number(given.minutes) * 60_000;
const isOurs = (ticket: { customer: { id: string } }) => ticket.customer.id !== customer.viewer.customer.id;
const [rows] = await Promise.all([
  pageThrough(userOf(otherTenant, 'CUSTOMER').email),
  repeat(customer, () => customerTour(customer)),
  repeat(agent, () => agentTour(agent, isOurs)),
  repeat(admin, () => adminTour(admin)),
]);
for (const user of [customer, agent, admin]) user.leave();
await portal.stop();
await mailbox.stop();

const people = { customer, agent, admin };
console.table(
  Object.entries(people).map(([who, { requests, events, dearestSecond, budget, failures }]) => ({
    who,
    requests,
    events,
    'highest price in a second': dearestSecond,
    'least left of the budget': `${budget.left} of ${budget.whole}`,
    failures: failures.length,
  })),
);
console.log(`${rows.read} rows in ${rows.requests} pages${rows.failure ? `, then ${rows.failure}` : ''}`);
const failures = Object.entries(people).flatMap(([who, user]) => user.failures.map((failure) => `${who}: ${failure}`));
for (const failure of failures) console.error(failure);
process.exit(failures.length > 0 || rows.failure || rows.read < rowCount ? 1 : 0);

/** Until the time is over, or something has failed. */
async function repeat(user: PortalUser, tour: () => Promise<void>): Promise<void> {
  while (Date.now() < deadline && user.failures.length === 0) {
    await tour().catch((error) => {
      if (user.failures.length === 0) user.failures.push(String(error));
    });
  }
}

/** Reads all tickets of a customer, each page as soon as the one before is there. */
async function pageThrough(email: string): Promise<{ read: number; requests: number; failure?: string }> {
  const client = await Client.signIn(origin, otherTenant, email, demoPassword);
  const query = `query($after: String) {
    tickets(first: 100, after: $after) { nodes { id number title status updatedAt } pageInfo { endCursor hasNextPage } }
  }`;
  let [read, requests] = [0, 0];
  let after: string | undefined;
  try {
    do {
      const { tickets } = await client.ask(query, { after });
      read += tickets.nodes.length;
      requests += 1;
      after = tickets.pageInfo.hasNextPage ? tickets.pageInfo.endCursor : undefined;
    } while (after);
    return { read, requests };
  } catch (error) {
    return { read, requests, failure: String(error) };
  }
}

/** Written past the portal, which would refuse so many. */
async function writeTickets({ asSuperuser }: BuiltPortal, of: string): Promise<void> {
  await asSuperuser(async (client) => {
    await client.query('set session_replication_role = replica');
    await client.query(
      `insert into ticket (
         id, tenant_id, customer_id, number, title, status, priority, type, created_by_id, public_message_count,
         message_count, last_public_message_at, last_message_at, created_at, updated_at
       )
       select gen_random_uuid(), tenant_id, customer_id, 1000000 + n, 'Ticket ' || n, 'OPEN', 2, 'ISSUE', portal_user.id, 0, 0,
         now(), now(), now() - n * interval '1 s', now() - n * interval '1 s'
       from portal_user join tenant on tenant.id = tenant_id, generate_series(1, $3) n
       where slug = $1 and portal_user.email = $2`,
      [of, userOf(of, 'CUSTOMER').email, rowCount],
    );
    await client.query('analyze ticket');
  });
}
