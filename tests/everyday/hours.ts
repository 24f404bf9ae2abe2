import type { PortalUser } from './portal-user.ts';

// What a busy customer and a busy agent do in a few minutes, again and again, with the pauses of a person.

const pageSize = 25;
const newest = { field: 'UPDATED_AT', direction: 'DESCENDING' };
const openCalls = { status: ['REQUESTED', 'SCHEDULED'] };
const soonest = { field: 'DUE_AT', direction: 'ASCENDING' };
const latest = { field: 'DUE_AT', direction: 'DESCENDING' };
const nodesOf = ({ edges }: { edges: { node: any }[] }) => edges.map(({ node }) => node);

/** The texts of which each is asked for while somebody types the last. */
async function typing(user: PortalUser, text: string, ask: (typed: string) => Promise<unknown>): Promise<void> {
  for (let length = 2; length <= text.length; length++) {
    await ask(text.slice(0, length));
    await user.pause(0.3);
  }
}

async function openTicket(user: PortalUser, id: string): Promise<any> {
  const [{ ticket }] = await Promise.all([
    user.ask('Ticket', { id, last: pageSize, lastEntries: pageSize }),
    user.ask('TicketAttachments', { id, last: pageSize }),
    user.ask('NotificationsMarkRead', { input: { ticketId: id } }),
  ]);
  await user.pause(5);
  return ticket;
}

const addMessage = (user: PortalUser, ticketId: string, body: string, input: Record<string, unknown> = {}) =>
  user.ask('MessageAdd', { ticketId, input: { body, idempotencyKey: user.newKey(), ...input } });

/** Lists tickets, page by page, and searches among them; those of the first page. */
async function lookThroughTickets(user: PortalUser, filter: Record<string, unknown>): Promise<any[]> {
  const variables = { filter, sort: newest, first: pageSize };
  const { tickets } = await user.ask('Tickets', variables);
  await user.pause(3);
  if (tickets.pageInfo.hasNextPage) await user.ask('Tickets', { ...variables, after: tickets.pageInfo.endCursor });
  await user.pause(3);
  await typing(user, 'router', (text) => user.ask('Tickets', { ...variables, filter: { ...filter, search: text } }));
  return nodesOf(tickets);
}

export async function customerTour(user: PortalUser): Promise<void> {
  await user.reload();
  await user.ask('CustomerHome', {
    waiting: { status: ['PENDING'] },
    newestMessage: { field: 'LAST_MESSAGE_AT', direction: 'DESCENDING' },
    recent: newest,
    openCalls,
    soonestCall: soonest,
  });
  await user.pause(5);

  await lookThroughTickets(user, {});
  await typing(user, 'the router restarts', (search) =>
    user.ask('ArticleSuggestions', { search, language: 'en', first: 4 }),
  );
  const { articles } = await user.ask('Articles', { search: 'router', status: ['PUBLISHED'], first: pageSize });
  const [found] = nodesOf(articles);
  if (found) {
    const { article } = await user.ask('Article', { slug: found.slug, language: found.language });
    await user.pause(10);
    await user.ask('ArticleRate', { id: article.id, helpful: true });
  }
  await user.pause(3);

  const { categories } = await user.ask('Categories', { first: 100 });
  const categoryId = nodesOf(categories)[0].id;
  const { ticketCreate } = await user.ask('TicketCreate', {
    input: { title: 'The router restarts', description: 'Every evening.', categoryId, idempotencyKey: user.newKey() },
  });
  const { id } = ticketCreate.ticket;
  await openTicket(user, id);
  for (const body of ['It began on Monday.', 'It is the one in the kitchen.']) {
    await addMessage(user, id, body);
    await user.pause(5);
  }
  await user.ask('AttachmentLimits');
  const unwanted = await user.upload('wrong.txt', 'Not this one.');
  await user.pause(3);
  await user.ask('AttachmentRemove', { id: unwanted });
  const attachmentIds = [await user.upload('log.txt', 'Restarted at 20:15.')];
  await user.pause(3);
  await addMessage(user, id, 'This is what it says.', { attachmentIds });
  await user.pause(5);

  await user.ask('CallBooking', {
    open: openCalls,
    soonest,
    current: { status: ['OPEN', 'PENDING', 'RESOLVED'] },
    newest,
    first: 50,
    ticketId: id,
    withTicket: true,
    customerId: '',
    withCustomer: false,
  });
  const day = 24 * 60 * 60_000;
  const from = new Date(Date.now() + day).toISOString();
  const to = new Date(Date.now() + 8 * day).toISOString();
  const { callSlots } = await user.ask('CallTimes', { from, to });
  const [first, second] = callSlots.filter(({ available }: { available: number }) => available > 0);
  await user.pause(5);
  const { callRequestCreate } = await user.ask('CallRequestCreate', {
    input: { ticketId: id, phone: '+8801712345678', scheduledAt: first.startsAt, idempotencyKey: user.newKey() },
  });
  const call = { id: callRequestCreate.callRequest.id };
  await user.pause(5);
  await user.ask('CallRequestReschedule', { ...call, input: { scheduledAt: second.startsAt } });
  await user.pause(5);
  await user.ask('CallRequestCancel', call);
  await user.ask('CustomerCalls', {
    open: openCalls,
    soonest,
    ended: { status: ['COMPLETED', 'CANCELLED', 'MISSED'] },
    latest,
    first: pageSize,
  });
  await user.pause(5);

  await user.ask('TicketClose', { id });
  await user.pause(3);
  await user.ask('FeedbackSubmit', { ticketId: id, input: { rating: 4 } });
  await user.pause(3);
  await user.ask('FeedbackUpdate', { ticketId: id, input: { rating: 5, comment: 'It works again.' } });
  await user.pause(3);
  await user.ask('TicketReopen', { id });
  await user.pause(3);

  await lookAround(user);
}

/** `isOurs` are the tickets that nobody else works on meanwhile. */
export async function agentTour(user: PortalUser, isOurs: (ticket: any) => boolean): Promise<void> {
  await user.reload();
  await user.ask('StaffHome', {
    unassigned: { status: ['OPEN'], assignment: 'UNASSIGNED' },
    mine: { status: ['OPEN'], assignment: 'MINE' },
    waitingForUs: { waitingFor: 'STAFF' },
    longestWaiting: { field: 'LAST_MESSAGE_AT', direction: 'ASCENDING' },
    openCalls,
    soonestCall: soonest,
  });
  await user.pause(3);

  const tickets = await lookThroughTickets(user, { status: ['OPEN', 'PENDING'] });
  await user.ask('Agents', { first: 100 });
  for (const { id } of tickets.filter(isOurs).slice(0, 5)) {
    let { version, status } = await openTicket(user, id);
    const update = async (input: Record<string, unknown>) => {
      const { ticketUpdate } = await user.ask('TicketUpdate', { id, input: { ...input, version } });
      ({ version, status } = ticketUpdate.ticket);
      await user.pause(2);
    };
    await update({ assigneeId: user.viewer.id });
    await update({ priority: 'HIGH' });
    await addMessage(user, id, 'The same as last week?', { internal: true });
    await user.pause(5);
    await addMessage(user, id, 'We are looking into it.');
    await user.pause(2);
    // writing may have changed it
    ({ version, status } = await openTicket(user, id));
    await update({ status: status === 'OPEN' ? 'PENDING' : 'OPEN' });
  }

  const { callRequests } = await user.ask('Calls', { filter: openCalls, sort: soonest, first: pageSize });
  await user.pause(3);
  for (const { id } of nodesOf(callRequests).slice(0, 3)) {
    await user.ask('Call', { id });
    await user.pause(3);
  }

  await user.ask('Customers', { first: pageSize });
  await typing(user, 'rahman', (search) => user.ask('Customers', { search, first: pageSize }));
  await user.ask('CustomerInvite', { input: { name: 'A new shop', email: `${user.newKey()}@shop.example` } });
  await user.pause(5);

  await user.ask('Articles', { first: pageSize });
  const input = { title: 'Restart the router', body: 'Unplug it.', language: 'en', idempotencyKey: user.newKey() };
  let { article } = (await user.ask('ArticleSave', { input: { ...input, slug: user.newKey() } })).articleSave;
  const { id } = article;
  for (const body of ['Unplug it, and wait.', 'Unplug it, wait a minute, and plug it in again.']) {
    await user.pause(10);
    const { title, slug, language, version } = article;
    ({ article } = (
      await user.ask('ArticleSave', { id, input: { title, slug, language, version, body } })
    ).articleSave);
  }
  await user.ask('ArticlePublish', { id });
  await user.pause(3);
  await user.ask('ArticleArchive', { id });
  await user.pause(3);

  await user.ask('FeedbackOverview', {
    from: new Date(Date.now() - 30 * 24 * 60 * 60_000).toISOString(),
    to: new Date().toISOString(),
    first: pageSize,
  });
  await user.pause(5);
  await lookAround(user);
}

/** An administrator who looks after the organisation. */
export async function adminTour(user: PortalUser): Promise<void> {
  await user.reload();
  await user.ask('TicketQueues');
  await user.ask('AuditLog', { filter: {}, first: pageSize });
  await user.pause(5);

  const { customers } = await user.ask('Customers', { first: pageSize });
  const { id: customerId } = nodesOf(customers)[0];
  await Promise.all([
    user.ask('Customer', { id: customerId }),
    user.ask('Tickets', { filter: { customerId }, sort: newest, first: pageSize }),
    user.ask('Feedbacks', { filter: { customerId }, first: pageSize }),
    user.ask('CustomerNotes', { customerId, first: pageSize }),
  ]);
  await user.pause(5);
  const { customerNoteAdd } = await user.ask('CustomerNoteAdd', {
    customerId,
    input: { body: 'Asks for a quotation.' },
  });
  await user.pause(5);
  const { id: noteId } = customerNoteAdd.note;
  await user.ask('CustomerNoteUpdate', { id: noteId, input: { body: 'Has a quotation.' } });
  await user.ask('CustomerNoteRemove', { id: noteId });
  for (const name of ['A customer with a new name', 'A customer'])
    await user.ask('CustomerUpdate', { id: customerId, input: { name } });
  await user.ask('CustomerView', {
    customerId,
    waiting: { status: ['PENDING'], customerId },
    newestMessage: { field: 'LAST_MESSAGE_AT', direction: 'DESCENDING' },
    openCalls: { ...openCalls, customerId },
    soonestCall: soonest,
  });
  await user.pause(5);

  await user.ask('Staff', { first: pageSize });
  await user.ask('StaffInvite', {
    input: { name: 'A colleague', email: `${user.newKey()}@desk.example`, role: 'AGENT' },
  });
  await user.ask('Teams');
  const { teamCreate } = await user.ask('TeamCreate', { input: { name: user.newKey().slice(0, 20) } });
  const team = { id: teamCreate.team.id };
  await user.ask('TeamUpdate', { ...team, input: { name: user.newKey().slice(0, 20) } });
  await user.ask('TeamArchive', team);
  await user.ask('TeamNames');
  await user.pause(5);

  await user.ask('TicketFields');
  for (const page of [
    'Organisation',
    'OpeningHours',
    'AttachmentSettings',
    'SignUpSettings',
    'MailDefaults',
    'OwnDomain',
  ]) {
    await user.ask(page);
    await user.pause(3);
  }
  for (const feedbackEnabled of [false, true]) await user.ask('OrganisationUpdate', { input: { feedbackEnabled } });
  for (const slotCapacity of [3, 2]) await user.ask('OpeningHoursUpdate', { input: { slotCapacity } });
  await lookAround(user);
}

/** What is about the user. */
async function lookAround(user: PortalUser): Promise<void> {
  await user.ask('Notifications', { first: pageSize });
  await user.pause(3);
  await user.ask('NotificationsMarkRead', { input: { all: true } });
  const { mailChoices } = (await user.ask('MailChoices')).viewer;
  await user.pause(3);
  const choices = mailChoices.slice(0, 1).map(({ kind, mailed }: any) => ({ kind, mailed: !mailed }));
  await user.ask('MailChoicesUpdate', { input: { choices } });
  for (const theme of ['DARK', 'SYSTEM']) {
    await user.ask('ProfileUpdate', { input: { theme } });
    await user.pause(2);
  }
  await user.ask('Sessions', { first: pageSize });
  await user.pause(2);
}
