import { expect } from 'vitest';
import type { TestFile } from './files.ts';
import { Socket, type Subscription } from './socket.ts';

export interface ApiError {
  message: string;
  path?: (string | number)[];
  extensions: { code: string; argument?: string; requestId?: string };
}

/** What a call answered. `Data` is what the test reads of it. */
export interface ApiAnswer<Data = any> {
  data: Data;
  errors?: ApiError[];
}

export interface UserErrorAnswer {
  code: string;
  message: string;
  field: string | null;
  /** Where it was asked for. */
  retryAfter?: number | null;
}

export interface AttachmentAnswer {
  id: string;
  name: string;
  size: number;
  contentType: string;
  isImage: boolean;
  width: number | null;
  height: number | null;
  url: string;
  thumbnailUrl: string | null;
}

export interface CategoryAnswer {
  id: string;
  name: string;
  names: { locale: string; text: string }[];
  position: number | null;
  archived: boolean;
}

export interface ArticleAnswer {
  id: string;
  slug: string;
  language: string;
  status: string;
  version: number;
  title: string;
}

export interface TicketFieldAnswer {
  id: string;
  choices: { id: string; archived: boolean }[];
}

/** Texts by language, as inputs take them. */
export const localised = (texts: Record<string, string>) =>
  Object.entries(texts).map(([locale, text]) => ({ locale, text }));

const team = 'team { id name members { id status } viewerIsMember assignedTickets archivedAt }';

const apiKey =
  'secret apiKey { id name hint scopes addresses expiresAt formerExpiresAt lastUsedAt customer { id } createdBy { id } }';

export const inEnglish = (text: string) => localised({ en: text });

const category = 'category { id name names { locale text } position archived }';
const staffMember = 'staffMember { id name email role status assignedTickets }';

const fieldPayload =
  'ticketField { id kind internal required archived labels { locale text } hints { locale text } choices { id names { locale text } archived } }';
const ownDomain = 'ownDomain { inUse pending { name checkedAt failure } dnsTarget addressWithout }';

const singleSignOn =
  'singleSignOn { enabled issuer clientId hasClientSecret label domains newAccounts roleClaim agentValues adminValues redirectUri }';

const attachmentFields = 'id name size contentType isImage width height url thumbnailUrl';

const organisation =
  'organisation { name accentColor logo { url width height } locales defaultLocale mailSenderName mailReplyTo feedbackEnabled feedbackAfter feedbackDelayHours legalNotes { locale text links { label url } } }';

const payloadFields: Record<string, string> = {
  ticketCreate: 'ticket { id number title status }',
  ticketUpdate: 'ticket { id status priority assignee { id } team { id } }',
  ticketClose: 'ticket { id status }',
  ticketReopen: 'ticket { id status }',
  categoryCreate: category,
  categoryUpdate: category,
  messageAdd: 'message { id body internal } ticket { id status }',
  attachmentRemove: '',
  profileUpdate: 'viewer { name phone locale timeZone theme customer { name phone locale timeZone } }',
  passkeyRegistrationBegin: 'options { challenge }',
  passkeyRegister: 'passkey { id name host }',
  passkeyRename: 'passkey { id name }',
  passkeyRemove: '',
  passwordChange: '',
  secondFactorVerify: 'session { accessToken viewer { id } } secondFactor { token }',
  secondFactorSetUp: 'secret uri',
  totpSetUp: 'secret uri',
  totpConfirm: 'recoveryCodes viewer { totpSince }',
  totpRemove: 'viewer { totpSince }',
  recoveryCodesRenew: 'recoveryCodes viewer { secondFactor { recoveryCodesLeft } }',
  sessionEnd: '',
  sessionEndOthers: 'endedCount',
  passwordResetRequest: '',
  passwordReset: 'session { accessToken viewer { id } }',
  invitationAccept: 'session { accessToken viewer { id name } }',
  signUpRequest: '',
  signUp: 'session { accessToken viewer { id name } }',
  signUpSettingsUpdate: 'signUpSettings { mode domains }',
  signInCodeRequest: 'requestToken',
  signInCodeUse: 'session { accessToken viewer { id } }',
  signInSettingsUpdate: 'signInSettings { customerMethods agentMethods adminMethods secondFactorDemanded }',
  customerUpdate: 'customer { id name email phone locale timeZone status }',
  customerDeactivate: 'customer { id status }',
  customerReactivate: 'customer { id status }',
  customerNoteAdd: 'note { id body author { id } createdAt updatedAt }',
  customerNoteUpdate: 'note { id body author { id } createdAt updatedAt }',
  customerNoteRemove: '',
  customerInvite: 'customer { id name email phone locale timeZone status }',
  setUp: 'session { accessToken viewer { id } } url',
  testMailSend: 'email failure',
  staffInvite: staffMember,
  staffUpdate: staffMember,
  staffDeactivate: staffMember,
  staffReactivate: staffMember,
  staffSecondFactorReset: staffMember,
  identityConfirm: '',
  apiKeyCreate: apiKey,
  apiKeyRotate: apiKey,
  apiKeyRevoke: 'apiKey { id revokedAt }',
  teamCreate: team,
  teamUpdate: team,
  teamArchive: team,
  feedbackSubmit: 'feedback { id rating comment } ticket { id }',
  feedbackUpdate: 'feedback { id rating comment } ticket { id }',
  notificationsMarkRead: 'unreadCount',
  mailChoicesUpdate: 'viewer { id mailChoices { kind mailed } }',
  mailDefaultsUpdate: 'mailDefaults { role kind mailed }',
  feedbackDecline: 'ticket { id viewerIsAskedForFeedback }',
  articleSave: 'article { id slug language status version title }',
  articlePublish: 'article { id slug status publishedAt }',
  articleArchive: 'article { id slug status }',
  articleRate: 'article { id viewerFoundHelpful }',
  articleMarkSolved: 'article { id }',
  callRequestCreate: 'callRequest { id status scheduledAt phone }',
  callRequestReschedule: 'callRequest { id status scheduledAt }',
  callRequestCancel: 'callRequest { id status }',
  callRequestComplete: 'callRequest { id status outcome scheduledAt handledBy { id } }',
  ticketFieldCreate: fieldPayload,
  ticketFieldUpdate: fieldPayload,
  ticketFieldArchive: fieldPayload,
  ticketFieldRestore: fieldPayload,
  ticketFieldsReorder: '',
  attachmentLimitsUpdate: 'attachmentLimits { maximumSize maximumCount contentTypes }',
  singleSignOnUpdate: singleSignOn,
  singleSignOnCheck: 'problems',
  singleSignOnRemove: singleSignOn,
  ownDomainSet: ownDomain,
  ownDomainCheck: ownDomain,
  ownDomainRemove: ownDomain,
  attachmentUpload: `attachment { ${attachmentFields} }`,
  organisationUpdate: organisation,
  organisationLogoUpload: organisation,
  organisationLogoRemove: organisation,
  openingHoursUpdate: 'openingHours { timeZone week { weekday opensAt closesAt } holidays slotMinutes }',
};

/** Talks to the API over HTTP as one viewer, or as nobody. */
export class ApiClient {
  constructor(
    readonly url: string,
    readonly accessToken: string | null = null,
  ) {}

  /** One operation; answers with data and errors as they came. */
  async ask<Data = any>(query: string, variables: Record<string, unknown> = {}): Promise<ApiAnswer<Data>> {
    const response = await this.post({ query, variables });
    return (await response.json()) as ApiAnswer<Data>;
  }

  /** One operation that is expected to succeed; answers with its data. */
  async get<Data = any>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const { data, errors } = await this.ask<Data>(query, variables);
    expect(errors).toBeUndefined();
    return data;
  }

  post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.accessToken && { authorization: `Bearer ${this.accessToken}` }),
        ...headers,
      },
      body: JSON.stringify(body),
    });
  }

  /** A mutation by name with the usual fields of its payload. */
  async verb(name: string, args: Record<string, unknown>): Promise<any> {
    const { data, errors } = await this.askVerb(name, args);
    expect(errors).toBeUndefined();
    return data[name];
  }

  /** The same, whatever is answered. */
  askVerb(name: string, args: Record<string, unknown>): Promise<ApiAnswer> {
    const types: Record<string, string> = {
      id: 'ID!',
      ticketId: 'ID!',
      customerId: 'ID!',
      helpful: 'Boolean!',
      ids: '[ID!]!',
      input: `${name[0]!.toUpperCase()}${name.slice(1)}Input!`,
    };
    const declared = Object.keys(args).map((arg) => `$${arg}: ${types[arg]}`);
    const passed = Object.keys(args).map((arg) => `${arg}: $${arg}`);
    const given = (list: string[]) => (list.length > 0 ? `(${list.join(', ')})` : '');
    return this.ask(
      `mutation${given(declared)} { ${name}${given(passed)} { userErrors { code message field } ${payloadFields[name]} } }`,
      args,
    );
  }

  /** A mutation that is expected to be refused; answers with its only user error. */
  async refusal(name: string, args: Record<string, unknown>): Promise<UserErrorAnswer> {
    const { userErrors, ...things } = await this.verb(name, args);
    expect(userErrors).toHaveLength(1);
    for (const thing of Object.values(things)) expect(thing).toBeNull();
    return userErrors[0];
  }

  /** A mutation that is expected to succeed; answers with its payload. */
  async done(name: string, args: Record<string, unknown>): Promise<any> {
    const { userErrors, ...things } = await this.verb(name, args);
    expect(userErrors).toEqual([]);
    return things;
  }

  openTicket(
    input: Record<string, unknown> = {},
  ): Promise<{ id: string; number: number; title: string; status: string }> {
    return this.done('ticketCreate', {
      input: { title: 'No light on the modem', description: 'It went dark at noon.', ...input },
    }).then(({ ticket }) => ticket);
  }

  /** Adds a field to the tickets of the tenant, as an admin: a text that customers are asked for, unless said otherwise. */
  addField(label: string, input: Record<string, unknown> = {}): Promise<TicketFieldAnswer> {
    return this.done('ticketFieldCreate', { input: { kind: 'TEXT', labels: inEnglish(label), ...input } }).then(
      ({ ticketField }) => ticketField,
    );
  }

  /** Adds a category with these names by language, as an admin. */
  addCategory(names: Record<string, string>): Promise<CategoryAnswer> {
    return this.done('categoryCreate', { input: { names: localised(names) } }).then(({ category: added }) => added);
  }

  write(ticketId: string, body: string, input: Record<string, unknown> = {}): Promise<{ id: string; body: string }> {
    return this.done('messageAdd', { ticketId, input: { body, ...input } }).then(({ message }) => message);
  }

  /** Writes an article, as staff; a draft. */
  writeArticle(input: Record<string, unknown> = {}): Promise<ArticleAnswer> {
    return this.done('articleSave', {
      input: { title: 'Change the password', body: 'Open the settings.', language: 'en', ...input },
    }).then(({ article }) => article);
  }

  /** Writes an article and publishes it, as staff. */
  async publishArticle(input: Record<string, unknown> = {}): Promise<ArticleAnswer> {
    const article = await this.writeArticle(input);
    await this.done('articlePublish', { id: article.id });
    return { ...article, status: 'PUBLISHED' };
  }

  /** Asks for a call to a number that is none of a profile; now unless a time is given. */
  requestCall(
    input: Record<string, unknown> = {},
  ): Promise<{ id: string; status: string; scheduledAt: string | null; phone: string }> {
    return this.done('callRequestCreate', { input: { phone: '+8801712345678', ...input } }).then(
      ({ callRequest }) => callRequest,
    );
  }

  /** The slots that begin from so many days ahead on, within a day. */
  async slots(days = 1): Promise<{ startsAt: string; endsAt: string; available: number }[]> {
    const from = new Date(Date.now() + days * 24 * 60 * 60_000);
    const to = new Date(from.getTime() + 24 * 60 * 60_000);
    const { callSlots } = await this.get(
      'query($from: DateTime!, $to: DateTime!) { callSlots(from: $from, to: $to) { startsAt endsAt available } }',
      { from: from.toISOString(), to: to.toISOString() },
    );
    return callSlots;
  }

  /** Creates a team, as an admin. */
  createTeam(name: string, ...members: { id: string }[]): Promise<{ id: string; name: string }> {
    const memberIds = members.map(({ id }) => id);
    return this.done('teamCreate', { input: { name, memberIds } }).then(({ team: created }) => created);
  }

  /** Uploads a file by a mutation; answers as the API did. */
  async sendFile({ name, content }: TestFile, mutation = 'attachmentUpload'): Promise<ApiAnswer> {
    const form = new FormData();
    const query = `mutation($file: Upload!) { ${mutation}(file: $file) { userErrors { code message field } ${payloadFields[mutation]} } }`;
    form.set('operations', JSON.stringify({ query, variables: { file: null } }));
    form.set('map', JSON.stringify({ 0: ['variables.file'] }));
    form.set('0', new Blob([content as BlobPart]), name);
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'apollo-require-preflight': 'true',
        ...(this.accessToken && { authorization: `Bearer ${this.accessToken}` }),
      },
      body: form,
    });
    return (await response.json()) as ApiAnswer;
  }

  /** Uploads a file that is expected to be taken. */
  async upload(file: TestFile): Promise<AttachmentAnswer> {
    return (await this.uploadBy('attachmentUpload', file)).attachment;
  }

  /** The same by another mutation; answers with its payload. */
  async uploadBy(mutation: string, file: TestFile): Promise<any> {
    const { data, errors } = await this.sendFile(file, mutation);
    expect(errors).toBeUndefined();
    const { userErrors, ...things } = data[mutation];
    expect(userErrors).toEqual([]);
    return things;
  }

  /** Uploads a file that is expected to be refused; answers with the only user error. */
  async uploadRefusal(file: TestFile, mutation = 'attachmentUpload'): Promise<UserErrorAnswer> {
    const { data, errors } = await this.sendFile(file, mutation);
    expect(errors).toBeUndefined();
    const { userErrors, ...things } = data[mutation];
    expect(userErrors).toHaveLength(1);
    for (const thing of Object.values(things)) expect(thing).toBeNull();
    return userErrors[0];
  }

  /** The files of each message of a ticket as this viewer sees them. */
  async files(ticketId: string): Promise<AttachmentAnswer[][]> {
    const { ticket } = await this.get(
      `query($id: ID!) { ticket(id: $id) { messages(first: 100) { nodes { attachments { ${attachmentFields} } } } } }`,
      { id: ticketId },
    );
    return ticket.messages.nodes.map(({ attachments }: { attachments: AttachmentAnswer[] }) => attachments);
  }

  /** The bodies of a ticket's conversation as this viewer sees it. */
  async thread(ticketId: string): Promise<string[]> {
    const { ticket } = await this.get(
      'query($id: ID!) { ticket(id: $id) { messages(first: 100) { nodes { body } } } }',
      { id: ticketId },
    );
    return ticket.messages.nodes.map(({ body }: { body: string }) => body);
  }

  /** Where the stream of portal events stands now. */
  async cursor(): Promise<string> {
    return (await this.get('{ portalEventsCursor }')).portalEventsCursor;
  }

  openSocket(): Promise<Socket> {
    return Socket.open(this.url, this.accessToken === null ? {} : { accessToken: this.accessToken });
  }

  /** Listens to portal events on a socket of its own. Without `after` they begin when the server has come to it. */
  async listen(args: { after?: string; ticketId?: string } = {}): Promise<Subscription> {
    const socket = await this.openSocket();
    return socket.subscribe(eventsSubscription, args);
  }

  /** Listens to every portal event from this moment on. */
  async listenFromNow(args: { ticketId?: string } = {}): Promise<Subscription> {
    return this.listen({ ...args, after: await this.cursor() });
  }
}

export const eventsSubscription = `subscription($after: String, $ticketId: ID) {
  portalEvents(after: $after, ticketId: $ticketId) {
    __typename id cursor occurredAt
    ... on TicketCreated { ticket { id number title } }
    ... on MessageAdded { ticket { id status } message { id body author { name } } }
    ... on TicketChanged { ticket { id priority assignee { id } } actor { id name } changes { field from to } }
    ... on TicketStatusChanged { from to }
    ... on TeamCreated { team { id name } }
    ... on TeamChanged { team { id name } }
    ... on TeamArchived { team { id name } }
    ... on FeedbackSubmitted { ticket { id } feedback { id rating } }
    ... on FeedbackUpdated { ticket { id } feedback { id rating } }
    ... on NotificationAdded { notification { id kind ticket { id } } unreadCount }
    ... on NotificationsRead { unreadCount }
    ... on CallRequested { callRequest { id status ticket { id } } }
    ... on CallRequestUpdated { callRequest { id status ticket { id } } fromStatus toStatus }
    ... on CallRequestDue { callRequest { id status scheduledAt } }
  }
}`;
