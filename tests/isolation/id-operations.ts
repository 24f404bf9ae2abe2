import { expect } from 'vitest';
import { inEnglish, type ApiClient, type CategoryAnswer } from '../support/api.ts';
import type { Person } from '../support/world.ts';

/** Ids of things that are there, for their owner. */
export interface Things {
  ticket: string;
  agent: string;
  customer: string;
  /** About that customer. */
  note: string;
  /** Of that ticket; archived, so that other customers must not see it either. */
  category: string;
  /** Uploaded, and not sent yet. */
  attachment: string;
  /** Where the owner is signed in. */
  session: string;
  /** Of the owner. */
  passkey: string;
  notification: string;
  /** A draft, which customers of its own tenant must not see either. */
  draft: string;
  draftSlug: string;
  callRequest: string;
  ticketField: string;
  /** Of that field. */
  choice: string;
  /** A ticket of the other tenant, which its agent may change. */
  ticketOfOtherTenant: string;
  /** An agent of the other tenant. */
  colleagueOfOtherTenant: string;
  team: string;
  /** A team of the other tenant, which its admin may change. */
  teamOfOtherTenant: string;
  apiKey: string;
}

/** A category that this ticket has and that nobody can choose any more. */
export async function archivedCategoryOf(ticketId: string, admin: Person): Promise<CategoryAnswer> {
  const { id } = await admin.addCategory({ en: 'Modems' });
  await admin.done('ticketUpdate', { id: ticketId, input: { categoryId: id } });
  return (await admin.done('categoryUpdate', { id, input: { archived: true } })).category;
}

export const strangerNames = [
  'a customer of the same tenant',
  'a customer of another tenant',
  'an agent of another tenant',
  'an admin of another tenant',
  'nobody at all',
] as const;

export type Stranger = (typeof strangerNames)[number];

const isStaffElsewhere = (stranger: Stranger) =>
  stranger === 'an agent of another tenant' || stranger === 'an admin of another tenant';

/** How a stranger would call an operation with an id, and what they are told. */
export interface IdOperation {
  title: string;
  thing: keyof Things;
  call: (who: ApiClient, id: string, things: Things) => Promise<unknown>;
  notThere: (stranger: Stranger) => unknown;
}

const notFound = (what: string, field: string) => () => ({
  code: 'NOT_FOUND',
  message: `${what} not found.`,
  field,
});

/** What a mutation is refused with: the code of an error, or the only user error. */
const askForCode = async (who: ApiClient, mutation: string, args: Record<string, unknown>) => {
  const { errors, data } = await who.askVerb(mutation, args);
  return errors ? errors[0]!.extensions.code : data[mutation].userErrors[0];
};

/** A list of what belongs to a customer. */
const ofCustomer = (list: string): IdOperation => ({
  title: `${list} of a customer`,
  thing: 'customer',
  call: async (who, id) => {
    const { data, errors } = await who.ask(`query($id: ID!) { ${list}(filter: { customerId: $id }) { totalCount } }`, {
      id,
    });
    return errors?.[0]!.extensions.code ?? data;
  },
  notThere: (stranger) => {
    if (stranger === 'nobody at all') return 'UNAUTHENTICATED';
    if (list === 'feedbacks' && !isStaffElsewhere(stranger)) return 'FORBIDDEN';
    return { [list]: { totalCount: 0 } };
  },
});

const signedInNotFound = (what: string, field: string) => (stranger: Stranger) =>
  stranger === 'nobody at all' ? 'UNAUTHENTICATED' : notFound(what, field)();

const onlyStaff = (ofStaff: () => unknown) => (stranger: Stranger) => {
  if (isStaffElsewhere(stranger)) return ofStaff();
  if (stranger === 'nobody at all') return 'UNAUTHENTICATED';
  return { code: 'FORBIDDEN', field: null, message: 'Only staff can write notes about customers.' };
};

const onlyAdmins =
  (ofAdmins: () => unknown, message = 'Only admins can manage the staff.') =>
  (stranger: Stranger) => {
    if (stranger === 'an admin of another tenant') return ofAdmins();
    if (stranger === 'nobody at all') return 'UNAUTHENTICATED';
    return { code: 'FORBIDDEN', field: null, message };
  };

const onlyAdminsOfCategories = (ofAdmins: () => unknown) =>
  onlyAdmins(ofAdmins, 'Only admins can manage the categories.');

const onlyAdminsOfFields = (ofAdmins: () => unknown) =>
  onlyAdmins(ofAdmins, 'Only admins can change the fields of tickets.');

/** The tickets with a value in a field. */
const withValue = (criteria: (id: string) => object) => async (who: ApiClient, id: string) => {
  const { data, errors } = await who.ask(
    'query($fields: [TicketFieldValueFilter!]) { tickets(filter: { fields: $fields }) { totalCount } }',
    { fields: [criteria(id)] },
  );
  return errors?.[0]!.extensions.code ?? data.tickets.totalCount;
};
const noneFound = (stranger: Stranger) => (stranger === 'nobody at all' ? 'UNAUTHENTICATED' : 0);
const someUuid = '01a2b3c4-0000-7000-8000-000000000000';
const onlyAdminsOfKeys = (ofAdmins: () => unknown) => onlyAdmins(ofAdmins, 'Only admins can manage API keys.');
const onlyAdminsOfTeams = (ofAdmins: () => unknown) => onlyAdmins(ofAdmins, 'Only admins can manage teams.');

/** A list of tickets by what belongs to staff. */
const ticketsBy = (filter: string, thing: keyof Things): IdOperation => ({
  title: `tickets by ${filter}`,
  thing,
  call: async (who, id) => {
    const { data, errors } = await who.ask(
      `query($id: ID!) { tickets(filter: { ${filter}: [$id] }) { totalCount nodes { id } } }`,
      { id },
    );
    return errors?.[0]!.extensions.code ?? data;
  },
  notThere: (stranger) =>
    stranger === 'nobody at all' ? 'UNAUTHENTICATED' : { tickets: { totalCount: 0, nodes: [] } },
});

const customerRequired = { code: 'REQUIRED', field: 'input.customerId' };
const categoryNotFound = { code: 'NOT_FOUND', field: 'input.categoryId', message: 'Category not found.' };
const attachmentNotFound = { code: 'NOT_FOUND', field: 'input.attachmentIds' };

/** Every argument that names a thing (by ID, or by slug) in the schema, by its path; the walk over the schema fails when one is missing. */
export const idOperations: Record<string, IdOperation> = {
  'Query.ticket(id)': {
    title: 'ticket',
    thing: 'ticket',
    call: (who, id) => who.ask('query($id: ID!) { ticket(id: $id) { id title messages { nodes { body } } } }', { id }),
    notThere: () => ({ data: { ticket: null } }),
  },
  'Mutation.ticketUpdate(id)': {
    title: 'ticketUpdate',
    thing: 'ticket',
    call: (who, id) => who.refusal('ticketUpdate', { id, input: { status: 'CLOSED', priority: 'LOW' } }),
    notThere: notFound('Ticket', 'id'),
  },
  'Mutation.ticketUpdate(input.assigneeId)': {
    title: 'ticketUpdate with an assignee',
    thing: 'agent',
    call: (who, id, { ticketOfOtherTenant }) =>
      who.refusal('ticketUpdate', { id: ticketOfOtherTenant, input: { assigneeId: id } }),
    // for who may not see that ticket either, it is the first thing that is not there
    notThere: (stranger) =>
      isStaffElsewhere(stranger) ? notFound('Agent', 'input.assigneeId')() : notFound('Ticket', 'id')(),
  },
  'Mutation.ticketUpdate(input.categoryId)': {
    title: 'ticketUpdate with a category',
    thing: 'category',
    call: (who, id, { ticketOfOtherTenant }) =>
      who.refusal('ticketUpdate', { id: ticketOfOtherTenant, input: { categoryId: id } }),
    notThere: (stranger) => (isStaffElsewhere(stranger) ? categoryNotFound : notFound('Ticket', 'id')()),
  },
  'Mutation.ticketCreate(input.categoryId)': {
    title: 'ticketCreate with a category',
    thing: 'category',
    call: (who, id) =>
      askForCode(who, 'ticketCreate', { input: { title: 'Mine now', description: 'So it seems.', categoryId: id } }),
    // who cannot open a ticket without a customer learns that first
    notThere: (stranger) => {
      if (stranger === 'nobody at all') return 'UNAUTHENTICATED';
      return isStaffElsewhere(stranger) ? expect.objectContaining(customerRequired) : categoryNotFound;
    },
  },
  'Mutation.categoryUpdate(id)': {
    title: 'categoryUpdate',
    thing: 'category',
    call: (who, id) => askForCode(who, 'categoryUpdate', { id, input: { archived: false } }),
    notThere: onlyAdminsOfCategories(notFound('Category', 'id')),
  },
  'Mutation.ticketUpdate(input.teamId)': {
    title: 'ticketUpdate with a team',
    thing: 'team',
    call: (who, id, { ticketOfOtherTenant }) =>
      who.refusal('ticketUpdate', { id: ticketOfOtherTenant, input: { teamId: id } }),
    notThere: (stranger) =>
      isStaffElsewhere(stranger) ? notFound('Team', 'input.teamId')() : notFound('Ticket', 'id')(),
  },
  'Mutation.ticketClose(id)': {
    title: 'ticketClose',
    thing: 'ticket',
    call: (who, id) => who.refusal('ticketClose', { id }),
    notThere: notFound('Ticket', 'id'),
  },
  'Mutation.ticketReopen(id)': {
    title: 'ticketReopen',
    thing: 'ticket',
    call: (who, id) => who.refusal('ticketReopen', { id }),
    notThere: notFound('Ticket', 'id'),
  },
  'Mutation.messageAdd(ticketId)': {
    title: 'messageAdd',
    thing: 'ticket',
    call: (who, id) => who.refusal('messageAdd', { ticketId: id, input: { body: 'Let me in.' } }),
    notThere: notFound('Ticket', 'ticketId'),
  },
  'Mutation.messageAdd(input.attachmentIds)': {
    title: 'messageAdd with a file',
    thing: 'attachment',
    call: (who, id, { ticketOfOtherTenant }) =>
      who.refusal('messageAdd', { ticketId: ticketOfOtherTenant, input: { body: 'Mine now.', attachmentIds: [id] } }),
    notThere: (stranger) =>
      isStaffElsewhere(stranger) ? notFound('Attachment', 'input.attachmentIds')() : notFound('Ticket', 'ticketId')(),
  },
  'Mutation.ticketCreate(input.attachmentIds)': {
    title: 'ticketCreate with a file',
    thing: 'attachment',
    call: async (who, id) => {
      const input = { title: 'Mine now', description: 'So it seems.', attachmentIds: [id] };
      const { data, errors } = await who.ask(
        'mutation($input: TicketCreateInput!) { ticketCreate(input: $input) { ticket { id } userErrors { code field } } }',
        { input },
      );
      return errors?.[0]!.extensions ?? data.ticketCreate;
    },
    // who cannot open a ticket without a customer learns that first
    notThere: (stranger) =>
      ({
        'a customer of the same tenant': { ticket: null, userErrors: [attachmentNotFound] },
        'a customer of another tenant': { ticket: null, userErrors: [attachmentNotFound] },
        'an agent of another tenant': { ticket: null, userErrors: [customerRequired] },
        'an admin of another tenant': { ticket: null, userErrors: [customerRequired] },
        'nobody at all': { code: 'UNAUTHENTICATED' },
      })[stranger],
  },
  'Mutation.attachmentRemove(id)': {
    title: 'attachmentRemove',
    thing: 'attachment',
    call: (who, id) => who.refusal('attachmentRemove', { id }),
    notThere: notFound('Attachment', 'id'),
  },
  'Mutation.sessionEnd(id)': {
    title: 'sessionEnd',
    thing: 'session',
    call: (who, id) => who.refusal('sessionEnd', { id }),
    notThere: notFound('Session', 'id'),
  },
  'Mutation.passkeyRename(id)': {
    title: 'passkeyRename',
    thing: 'passkey',
    call: (who, id) => who.refusal('passkeyRename', { id, input: { name: 'Mine' } }),
    notThere: notFound('Passkey', 'id'),
  },
  'Mutation.passkeyRemove(id)': {
    title: 'passkeyRemove',
    thing: 'passkey',
    call: (who, id) => askForCode(who, 'passkeyRemove', { id }),
    notThere: signedInNotFound('Passkey', 'id'),
  },
  'Mutation.feedbackSubmit(ticketId)': {
    title: 'feedbackSubmit',
    thing: 'ticket',
    call: (who, id) => who.refusal('feedbackSubmit', { ticketId: id, input: { rating: 1, comment: 'Not theirs.' } }),
    notThere: notFound('Ticket', 'ticketId'),
  },
  'Mutation.feedbackUpdate(ticketId)': {
    title: 'feedbackUpdate',
    thing: 'ticket',
    call: (who, id) => who.refusal('feedbackUpdate', { ticketId: id, input: { rating: 1 } }),
    notThere: notFound('Ticket', 'ticketId'),
  },
  'Mutation.feedbackDecline(ticketId)': {
    title: 'feedbackDecline',
    thing: 'ticket',
    call: (who, id) => who.refusal('feedbackDecline', { ticketId: id }),
    notThere: notFound('Ticket', 'ticketId'),
  },
  'Mutation.notificationsMarkRead(input.ids)': {
    title: 'notificationsMarkRead of notifications',
    thing: 'notification',
    call: (who, id) => who.refusal('notificationsMarkRead', { input: { ids: [id] } }),
    notThere: notFound('Notification', 'input.ids'),
  },
  'Mutation.notificationsMarkRead(input.ticketId)': {
    title: 'notificationsMarkRead of a ticket',
    thing: 'ticket',
    call: (who, id) => who.refusal('notificationsMarkRead', { input: { ticketId: id } }),
    notThere: notFound('Ticket', 'input.ticketId'),
  },
  'Query.article(slug)': {
    title: 'article',
    thing: 'draftSlug',
    call: (who, slug) => who.ask('query($slug: String!) { article(slug: $slug) { id title bodyHtml } }', { slug }),
    notThere: () => ({ data: { article: null } }),
  },
  'Mutation.articleSave(id)': {
    title: 'articleSave',
    thing: 'draft',
    call: (who, id) => who.refusal('articleSave', { id, input: { title: 'Mine', body: 'Now.', version: 1 } }),
    notThere: notFound('Article', 'id'),
  },
  'Mutation.articlePublish(id)': {
    title: 'articlePublish',
    thing: 'draft',
    call: (who, id) => who.refusal('articlePublish', { id }),
    notThere: notFound('Article', 'id'),
  },
  'Mutation.articleArchive(id)': {
    title: 'articleArchive',
    thing: 'draft',
    call: (who, id) => who.refusal('articleArchive', { id }),
    notThere: notFound('Article', 'id'),
  },
  'Mutation.articleRate(id)': {
    title: 'articleRate',
    thing: 'draft',
    call: (who, id) => who.refusal('articleRate', { id, helpful: true }),
    notThere: notFound('Article', 'id'),
  },
  'Mutation.articleMarkSolved(id)': {
    title: 'articleMarkSolved',
    thing: 'draft',
    call: (who, id) => who.refusal('articleMarkSolved', { id, input: { idempotencyKey: 'a try' } }),
    notThere: notFound('Article', 'id'),
  },
  'Query.callRequest(id)': {
    title: 'callRequest',
    thing: 'callRequest',
    call: (who, id) =>
      who.ask('query($id: ID!) { callRequest(id: $id) { id phone note ticket { id } customer { name } } }', { id }),
    notThere: () => ({ data: { callRequest: null } }),
  },
  'Query.auditLog(filter.actor)': {
    title: 'auditLog of a person',
    thing: 'agent',
    call: async (who, id) => {
      const { errors } = await who.ask('query($filter: AuditLogFilter) { auditLog(filter: $filter) { totalCount } }', {
        filter: { actor: id },
      });
      return errors?.map(({ extensions }) => extensions?.['code']);
    },
    // an admin finds nothing
    notThere: (stranger) =>
      stranger === 'an admin of another tenant'
        ? undefined
        : [stranger === 'nobody at all' ? 'UNAUTHENTICATED' : 'FORBIDDEN'],
  },
  'Query.customer(id)': {
    title: 'customer',
    thing: 'customer',
    call: (who, id) => who.ask('query($id: ID!) { customer(id: $id) { id name } }', { id }),
    notThere: () => ({ data: { customer: null } }),
  },
  'Query.customerNotes(customerId)': {
    title: 'customerNotes',
    thing: 'customer',
    call: async (who, id) => {
      const query = 'query($id: ID!) { customerNotes(customerId: $id) { totalCount } }';
      const { data, errors } = await who.ask(query, { id });
      return errors?.[0]!.extensions.code ?? data;
    },
    notThere: (stranger) => {
      if (isStaffElsewhere(stranger)) return { customerNotes: { totalCount: 0 } };
      return stranger === 'nobody at all' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
    },
  },
  'Query.tickets(filter.customerId)': ofCustomer('tickets'),
  'Query.tickets(filter.assigneeId)': ticketsBy('assigneeId', 'agent'),
  'Query.tickets(filter.categoryIds)': ticketsBy('categoryIds', 'category'),
  'Query.tickets(filter.teamIds)': ticketsBy('teamIds', 'team'),
  'Query.callRequests(filter.customerId)': ofCustomer('callRequests'),
  'Query.feedbacks(filter.customerId)': ofCustomer('feedbacks'),
  'Mutation.customerUpdate(id)': {
    title: 'customerUpdate',
    thing: 'customer',
    call: (who, id) => askForCode(who, 'customerUpdate', { id, input: { name: 'Mine' } }),
    notThere: signedInNotFound('Customer', 'id'),
  },
  'Mutation.customerDeactivate(id)': {
    title: 'customerDeactivate',
    thing: 'customer',
    call: (who, id) => askForCode(who, 'customerDeactivate', { id }),
    notThere: signedInNotFound('Customer', 'id'),
  },
  'Mutation.customerReactivate(id)': {
    title: 'customerReactivate',
    thing: 'customer',
    call: (who, id) => askForCode(who, 'customerReactivate', { id }),
    notThere: signedInNotFound('Customer', 'id'),
  },
  'Mutation.customerNoteAdd(customerId)': {
    title: 'customerNoteAdd',
    thing: 'customer',
    call: (who, id) => askForCode(who, 'customerNoteAdd', { customerId: id, input: { body: 'Mine' } }),
    notThere: onlyStaff(notFound('Customer', 'customerId')),
  },
  'Mutation.customerNoteUpdate(id)': {
    title: 'customerNoteUpdate',
    thing: 'note',
    call: (who, id) => askForCode(who, 'customerNoteUpdate', { id, input: { body: 'Mine' } }),
    notThere: onlyStaff(notFound('Note', 'id')),
  },
  'Mutation.customerNoteRemove(id)': {
    title: 'customerNoteRemove',
    thing: 'note',
    call: (who, id) => askForCode(who, 'customerNoteRemove', { id }),
    notThere: onlyStaff(notFound('Note', 'id')),
  },
  'Mutation.ticketCreate(input.customerId)': {
    title: 'ticketCreate for a customer',
    thing: 'customer',
    call: (who, id) =>
      askForCode(who, 'ticketCreate', { input: { customerId: id, title: 'Mine now', description: 'So it seems.' } }),
    notThere: signedInNotFound('Customer', 'input.customerId'),
  },
  'Mutation.callRequestCreate(input.customerId)': {
    title: 'callRequestCreate for a customer',
    thing: 'customer',
    call: (who, id) => askForCode(who, 'callRequestCreate', { input: { customerId: id, phone: '+8801712345678' } }),
    notThere: signedInNotFound('Customer', 'input.customerId'),
  },
  'Mutation.staffUpdate(id)': {
    title: 'staffUpdate',
    thing: 'agent',
    call: (who, id) => askForCode(who, 'staffUpdate', { id, input: { role: 'ADMIN' } }),
    notThere: onlyAdmins(notFound('Staff member', 'id')),
  },
  'Mutation.staffDeactivate(id)': {
    title: 'staffDeactivate',
    thing: 'agent',
    call: (who, id) => askForCode(who, 'staffDeactivate', { id }),
    notThere: onlyAdmins(notFound('Staff member', 'id')),
  },
  'Mutation.staffDeactivate(input.reassignTo)': {
    title: 'staffDeactivate with an heir',
    thing: 'agent',
    call: (who, id, { colleagueOfOtherTenant }) =>
      askForCode(who, 'staffDeactivate', { id: colleagueOfOtherTenant, input: { reassignTo: id } }),
    notThere: onlyAdmins(notFound('Agent', 'input.reassignTo')),
  },
  'Mutation.staffDeactivate(input.reassignToTeam)': {
    title: 'staffDeactivate with a team as heir',
    thing: 'team',
    call: (who, id, { colleagueOfOtherTenant }) =>
      askForCode(who, 'staffDeactivate', { id: colleagueOfOtherTenant, input: { reassignToTeam: id } }),
    notThere: onlyAdmins(notFound('Team', 'input.reassignToTeam')),
  },
  'Mutation.staffReactivate(id)': {
    title: 'staffReactivate',
    thing: 'agent',
    call: (who, id) => askForCode(who, 'staffReactivate', { id }),
    notThere: onlyAdmins(notFound('Staff member', 'id')),
  },
  'Mutation.staffSecondFactorReset(id)': {
    title: 'staffSecondFactorReset',
    thing: 'agent',
    call: (who, id) => askForCode(who, 'staffSecondFactorReset', { id }),
    notThere: onlyAdmins(notFound('Staff member', 'id')),
  },
  'Mutation.apiKeyCreate(input.customerId)': {
    title: 'apiKeyCreate for a customer',
    thing: 'customer',
    call: (who, customerId) => {
      const expiresAt = new Date(Date.now() + 60_000).toISOString();
      return askForCode(who, 'apiKeyCreate', {
        input: { name: 'Mine', scopes: ['tickets:read'], expiresAt, customerId },
      });
    },
    notThere: onlyAdminsOfKeys(notFound('Customer', 'input.customerId')),
  },
  'Mutation.apiKeyRotate(id)': {
    title: 'apiKeyRotate',
    thing: 'apiKey',
    call: (who, id) => {
      const expiresAt = new Date(Date.now() + 60_000).toISOString();
      return askForCode(who, 'apiKeyRotate', { id, input: { expiresAt } });
    },
    notThere: onlyAdminsOfKeys(notFound('API key', 'id')),
  },
  'Mutation.apiKeyRevoke(id)': {
    title: 'apiKeyRevoke',
    thing: 'apiKey',
    call: (who, id) => askForCode(who, 'apiKeyRevoke', { id }),
    notThere: onlyAdminsOfKeys(notFound('API key', 'id')),
  },
  'Mutation.teamCreate(input.memberIds)': {
    title: 'teamCreate with a member',
    thing: 'agent',
    call: (who, id) => askForCode(who, 'teamCreate', { input: { name: 'Mine', memberIds: [id] } }),
    notThere: onlyAdminsOfTeams(notFound('Agent', 'input.memberIds')),
  },
  'Mutation.teamUpdate(id)': {
    title: 'teamUpdate',
    thing: 'team',
    call: (who, id) => askForCode(who, 'teamUpdate', { id, input: { name: 'Mine' } }),
    notThere: onlyAdminsOfTeams(notFound('Team', 'id')),
  },
  'Mutation.teamUpdate(input.addMemberIds)': {
    title: 'teamUpdate with another member',
    thing: 'agent',
    call: (who, id, { teamOfOtherTenant }) =>
      askForCode(who, 'teamUpdate', { id: teamOfOtherTenant, input: { addMemberIds: [id] } }),
    notThere: onlyAdminsOfTeams(notFound('Agent', 'input.addMemberIds')),
  },
  'Mutation.teamUpdate(input.removeMemberIds)': {
    title: 'teamUpdate without a member',
    thing: 'agent',
    call: (who, id, { teamOfOtherTenant }) =>
      askForCode(who, 'teamUpdate', { id: teamOfOtherTenant, input: { removeMemberIds: [id] } }),
    // who is not in it need not leave it
    notThere: onlyAdminsOfTeams(() => undefined),
  },
  'Mutation.teamArchive(id)': {
    title: 'teamArchive',
    thing: 'team',
    call: (who, id) => askForCode(who, 'teamArchive', { id }),
    notThere: onlyAdminsOfTeams(notFound('Team', 'id')),
  },
  'Mutation.teamArchive(input.moveTicketsTo)': {
    title: 'teamArchive with an heir',
    thing: 'team',
    call: (who, id, { teamOfOtherTenant }) =>
      askForCode(who, 'teamArchive', { id: teamOfOtherTenant, input: { moveTicketsTo: id } }),
    notThere: onlyAdminsOfTeams(notFound('Team', 'input.moveTicketsTo')),
  },
  'Mutation.callRequestCreate(input.ticketId)': {
    title: 'callRequestCreate about a ticket',
    thing: 'ticket',
    call: (who, id) => who.refusal('callRequestCreate', { input: { ticketId: id, phone: '+8801712345678' } }),
    notThere: notFound('Ticket', 'input.ticketId'),
  },
  'Mutation.callRequestReschedule(id)': {
    title: 'callRequestReschedule',
    thing: 'callRequest',
    call: (who, id) =>
      who.refusal('callRequestReschedule', { id, input: { scheduledAt: new Date(Date.now() + 86_400_000) } }),
    notThere: notFound('Call request', 'id'),
  },
  'Mutation.callRequestCancel(id)': {
    title: 'callRequestCancel',
    thing: 'callRequest',
    call: (who, id) => who.refusal('callRequestCancel', { id }),
    notThere: notFound('Call request', 'id'),
  },
  'Mutation.callRequestComplete(id)': {
    title: 'callRequestComplete',
    thing: 'callRequest',
    call: (who, id) => who.refusal('callRequestComplete', { id, input: { outcome: 'REACHED' } }),
    notThere: notFound('Call request', 'id'),
  },
  'Mutation.ticketCreate(input.fields.fieldId)': {
    title: 'ticketCreate with a value',
    thing: 'ticketField',
    call: (who, id, { customer }) =>
      askForCode(who, 'ticketCreate', {
        input: { customerId: customer, title: 'Mine now', description: 'So it seems.', fields: [{ fieldId: id }] },
      }),
    // the customer is looked for first
    notThere: signedInNotFound('Customer', 'input.customerId'),
  },
  'Mutation.ticketCreate(input.fields.choiceId)': {
    title: 'ticketCreate with a choice',
    thing: 'choice',
    call: (who, id) =>
      askForCode(who, 'ticketCreate', {
        input: { title: 'Mine now', description: 'So it seems.', fields: [{ fieldId: someUuid, choiceId: id }] },
      }),
    // who cannot open a ticket without a customer learns that first
    notThere: (stranger) => {
      if (isStaffElsewhere(stranger)) return { ...customerRequired, message: 'customerId is required for staff.' };
      return signedInNotFound('Ticket field', 'input.fields.0.fieldId')(stranger);
    },
  },
  'Mutation.ticketUpdate(input.fields.fieldId)': {
    title: 'ticketUpdate with a value',
    thing: 'ticketField',
    call: (who, id, { ticketOfOtherTenant }) =>
      who.refusal('ticketUpdate', { id: ticketOfOtherTenant, input: { fields: [{ fieldId: id }] } }),
    notThere: (stranger) =>
      isStaffElsewhere(stranger) ? notFound('Ticket field', 'input.fields.0.fieldId')() : notFound('Ticket', 'id')(),
  },
  'Mutation.ticketUpdate(input.fields.choiceId)': {
    title: 'ticketUpdate with a choice',
    thing: 'choice',
    call: (who, id, { ticketOfOtherTenant }) =>
      who.refusal('ticketUpdate', {
        id: ticketOfOtherTenant,
        input: { fields: [{ fieldId: someUuid, choiceId: id }] },
      }),
    notThere: (stranger) =>
      isStaffElsewhere(stranger) ? notFound('Ticket field', 'input.fields.0.fieldId')() : notFound('Ticket', 'id')(),
  },
  'Query.tickets(filter.fields.fieldId)': {
    title: 'tickets with a value in a field',
    thing: 'ticketField',
    call: withValue((fieldId) => ({ fieldId })),
    notThere: noneFound,
  },
  'Query.tickets(filter.fields.choiceId)': {
    title: 'tickets with a choice',
    thing: 'choice',
    call: withValue((choiceId) => ({ fieldId: someUuid, choiceId: [choiceId] })),
    notThere: noneFound,
  },
  'Mutation.ticketFieldCreate(input.choices.id)': {
    title: 'ticketFieldCreate with a choice that there is',
    thing: 'choice',
    call: (who, id) =>
      askForCode(who, 'ticketFieldCreate', {
        input: { kind: 'CHOICE', labels: inEnglish('Mine'), choices: [{ id, names: inEnglish('Mine') }] },
      }),
    notThere: onlyAdminsOfFields(notFound('Choice', 'input.choices.0.id')),
  },
  'Mutation.ticketFieldUpdate(id)': {
    title: 'ticketFieldUpdate',
    thing: 'ticketField',
    call: (who, id) => askForCode(who, 'ticketFieldUpdate', { id, input: { labels: inEnglish('Mine') } }),
    notThere: onlyAdminsOfFields(notFound('Ticket field', 'id')),
  },
  'Mutation.ticketFieldUpdate(input.choices.id)': {
    title: 'ticketFieldUpdate with a choice',
    thing: 'choice',
    call: (who, id) =>
      askForCode(who, 'ticketFieldUpdate', { id: someUuid, input: { choices: [{ id, names: inEnglish('Mine') }] } }),
    notThere: onlyAdminsOfFields(notFound('Ticket field', 'id')),
  },
  'Mutation.ticketFieldArchive(id)': {
    title: 'ticketFieldArchive',
    thing: 'ticketField',
    call: (who, id) => askForCode(who, 'ticketFieldArchive', { id }),
    notThere: onlyAdminsOfFields(notFound('Ticket field', 'id')),
  },
  'Mutation.ticketFieldRestore(id)': {
    title: 'ticketFieldRestore',
    thing: 'ticketField',
    call: (who, id) => askForCode(who, 'ticketFieldRestore', { id }),
    notThere: onlyAdminsOfFields(notFound('Ticket field', 'id')),
  },
  'Mutation.ticketFieldsReorder(ids)': {
    title: 'ticketFieldsReorder',
    thing: 'ticketField',
    call: (who, id) => askForCode(who, 'ticketFieldsReorder', { ids: [id] }),
    notThere: onlyAdminsOfFields(notFound('Ticket field', 'ids')),
  },
  'Subscription.portalEvents(ticketId)': {
    title: 'portalEvents of a ticket',
    thing: 'ticket',
    call: async (who, id) => (await who.listen({ ticketId: id })).refusal(),
    notThere: () => [{ message: 'Ticket not found.', extensions: { code: 'NOT_FOUND', argument: 'ticketId' } }],
  },
};
