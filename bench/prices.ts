import { setTimeout as sleep } from 'node:timers/promises';
import { adminTour, agentTour, customerTour } from '../tests/everyday/hours.ts';
import { PortalUser, type Habits } from '../tests/everyday/portal-user.ts';
import { startBuiltPortal, type BuiltPortal } from '../tests/support/built-portal.ts';
import { writeLongThreads } from '../tests/support/long-threads.ts';
import { openSlowMailbox } from '../tests/support/slow-mailbox.ts';
import { assertMeasurable, databaseCpu, median, postmasterOf, processCpu } from './measure.ts';

// Holds what operations cost against the time of processors that they take, of the server and of PostgreSQL together: each
// operation of the portal as people ask for it, and the dearest that others may ask for.

const rounds = 12;
/** The first ones warm up what is compiled and kept. */
const ignoredRounds = 4;

/** What integrators and attackers ask for: wide, deep, searched, repeated. */
const questions: Record<string, string> = {
  'viewer by 25 names': `{ ${aliased(25, 'viewer { id name role }')} }`,
  'the whole schema': '{ __schema { types { name fields { name type { name } args { name } } } } }',
  'a search by 10 names': `{ ${aliased(10, 'tickets(first: 10, filter: { search: "router" }) { nodes { id } }')} }`,
  'a count by 10 names': `{ ${aliased(10, 'tickets(first: 1) { totalCount }')} }`,
  '100 tickets': '{ tickets(first: 100) { nodes { id number title } } }',
  '100 tickets with their customers':
    '{ tickets(first: 100) { nodes { id customer { id name } assignee { id name } } } }',
  '100 tickets with 20 messages each': '{ tickets(first: 100) { nodes { id messages(first: 20) { nodes { id } } } } }',
  '20 tickets with 60 bodies each': '{ tickets(first: 20) { nodes { messages(first: 60) { nodes { body } } } } }',
  '100 tickets with 40 messages each': '{ tickets(first: 100) { nodes { messages(first: 40) { nodes { id } } } } }',
};

interface Measured {
  operation: string;
  price: number;
  microseconds: { server: number; database: number };
}

assertMeasurable();
process.env['RUN_WORKER'] = 'false';
const mailbox = await openSlowMailbox();
mailbox.delay = 0;
const portal = await startBuiltPortal({ smtpUrl: mailbox.url });
try {
  report(await measure(portal));
} finally {
  await portal.stop();
  await mailbox.stop();
}

async function measure({ origin, users, pid, asSuperuser }: BuiltPortal): Promise<Measured[]> {
  const [tenant] = users.map((user) => user.tenant) as [string];
  const emailOf = (role: string) => users.find((user) => user.tenant === tenant && user.role === role)!.email;
  await writeLongThreads(asSuperuser, {
    tenant,
    email: emailOf('CUSTOMER'),
    tickets: 200,
    title: 'The router restarts',
    body: `repeat('It restarts every evening. ', 10)`,
    betweenTickets: '1 day',
    betweenMessages: '1 minute',
  });
  await asSuperuser((client) => client.query('analyze ticket, message'));
  const postmaster = await asSuperuser(async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    return postmasterOf(rows[0]!.pid);
  });
  const samples = new Map<string, { prices: number[]; server: number[]; database: number[] }>();
  let user: PortalUser;
  let isMeasuring = false;
  let previous: Promise<unknown> = Promise.resolve();
  const around: Habits['around'] = (operation, send) => {
    // one after the other, so that what is used is of one
    const answer = previous.then(async () => {
      const before = { server: processCpu(pid), database: databaseCpu(postmaster) };
      const sent = await send();
      // what follows an answer belongs to it
      await sleep(2);
      if (isMeasuring)
        note(operation, user.price, processCpu(pid) - before.server, databaseCpu(postmaster) - before.database);
      return sent;
    });
    previous = answer.catch(() => {});
    return answer;
  };
  const note = (operation: string, price: number, server: number, database: number) => {
    let found = samples.get(operation);
    if (!found) samples.set(operation, (found = { prices: [], server: [], database: [] }));
    found.prices.push(price);
    found.server.push(server);
    found.database.push(database);
  };
  const signIn = (role: string) =>
    PortalUser.signIn(origin, { tenant, email: emailOf(role) }, { speed: Infinity, listens: false, around });
  const [customer, agent, admin] = [await signIn('CUSTOMER'), await signIn('AGENT'), await signIn('ADMIN')];
  await fillPages(customer, agent, admin);
  const longest = { field: 'CREATED_AT', direction: 'ASCENDING' };
  const { tickets } = await customer.ask('Tickets', { filter: { search: '' }, sort: longest, first: 1 });
  const { id } = tickets.edges[0].node;
  for (let round = 0; round < rounds; round++) {
    isMeasuring = round >= ignoredRounds;
    user = await signIn('CUSTOMER');
    await customerTour(user);
    await user.ask('Ticket', { id, last: 25, lastEntries: 25 }, 'Ticket with full pages');
    user = await signIn('AGENT');
    await agentTour(user, () => true);
    user = await signIn('ADMIN');
    await adminTour(user);
    for (const [name, question] of Object.entries(questions)) await user.question(name, question);
  }
  return [...samples].map(([operation, { prices, server, database }]) => ({
    operation,
    price: median(prices),
    microseconds: { server: median(server), database: median(database) },
  }));
}

/** Lists of settings and of what happened have full pages, or many entries. */
async function fillPages(customer: PortalUser, agent: PortalUser, admin: PortalUser): Promise<void> {
  const each = async (count: number, work: (index: number) => Promise<unknown>) => {
    for (let index = 0; index < count; index++) await work(index);
  };
  await each(30, (index) =>
    admin.ask('CategoryCreate', { input: { names: [{ locale: 'en', text: `Category ${index}` }] } }),
  );
  await each(20, (index) =>
    admin.ask('StaffInvite', { input: { name: `Colleague ${index}`, email: `${index}@desk.example`, role: 'AGENT' } }),
  );
  const { staff } = await admin.ask('Staff', { first: 100 });
  const memberIds = staff.edges.map(({ node }: { node: { id: string } }) => node.id);
  await each(20, (index) => admin.ask('TeamCreate', { input: { name: `Team ${index}`, memberIds } }));
  await each(60, (index) =>
    admin.ask('CustomerInvite', { input: { name: `Customer ${index}`, email: `${index}@shop.example` } }),
  );
  const { tickets } = await customer.ask('Tickets', {
    filter: { status: ['OPEN'] },
    sort: { field: 'CREATED_AT', direction: 'DESCENDING' },
    first: 30,
  });
  for (const { node } of tickets.edges) {
    await agent.ask('MessageAdd', {
      ticketId: node.id,
      input: { body: 'It is mended.', idempotencyKey: agent.newKey() },
    });
    await customer.ask('TicketClose', { id: node.id });
    await customer.ask('FeedbackSubmit', { ticketId: node.id, input: { rating: 4, comment: 'Quick.' } });
  }
  const customerId = customer.viewer.customer.id;
  await each(25, (index) => agent.ask('CustomerNoteAdd', { customerId, input: { body: `Called ${index} times.` } }));
}

function report(measured: Measured[]): void {
  const timeOf = ({ microseconds: { server, database } }: Measured) => server + database;
  const rows = measured.toSorted((one, other) => timeOf(other) - timeOf(one));
  const ranks = { price: ranksOf(rows.map(({ price }) => price)), time: ranksOf(rows.map(timeOf)) };
  const milliseconds = (microseconds: number) => Number((microseconds / 1_000).toFixed(1));
  console.table(
    rows.map(({ operation, price, microseconds: { server, database } }, index) => ({
      operation,
      price,
      'ms of the server': milliseconds(server),
      'ms of PostgreSQL': milliseconds(database),
      'rank of price - of time': ranks.price[index]! - ranks.time[index]!,
    })),
  );
  console.log(`Rank correlation of prices and times: ${correlation(ranks.price, ranks.time).toFixed(3)} (goal 0.9)`);
}

/** Equal values share the mean of their ranks. */
function ranksOf(values: number[]): number[] {
  const sorted = values.toSorted((one, other) => one - other);
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2);
}

function correlation(one: number[], other: number[]): number {
  const mean = (one.length - 1) / 2;
  const product = (some: number[], more: number[]) =>
    some.reduce((sum, value, index) => sum + (value - mean) * (more[index]! - mean), 0);
  return product(one, other) / Math.sqrt(product(one, one) * product(other, other));
}

function aliased(count: number, field: string): string {
  return Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ');
}
