import 'reflect-metadata';
import { beforeEach, describe, expect, it } from 'vitest';
import { catalogues } from '#shared/catalogues.ts';
import { makeSchema } from '../../server/schema.ts';
import { accept, invite } from '../account-links/invitations.ts';
import { mailedReset, reset, tokensTo } from '../account-links/emailed-links.ts';
import { Device } from '../passkeys/device.ts';
import { Authenticator, turnOn } from '../second-factor/authenticator.ts';
import { Visitor } from '../sessions/visitor.ts';
import { createKey, inDays } from '../api-keys/keys.ts';
import { png } from '../support/files.ts';
import { askForAccount, confirm } from '../sign-up/sign-ups.ts';
import { usePortal } from '../support/portal.ts';
import { inEnglish } from '../support/api.ts';
import { password, type Person, type TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;
let admin: Person;

beforeEach(async () => {
  tenant = await portal.world.alwaysOpen();
  [customer, agent, admin] = await Promise.all([tenant.customer(), tenant.agent(), tenant.admin()]);
});

const resolvedTicket = async () => {
  const { id } = await customer.openTicket();
  await agent.done('ticketUpdate', { id, input: { status: 'RESOLVED' } });
  return id;
};

const inviteColleague = (email: string) => admin.done('staffInvite', { input: { name: 'Night Shift', email } });

const noteAbout = async () =>
  (
    await agent.done('customerNoteAdd', {
      customerId: customer.customerId!,
      input: { body: 'Prefers to be called in the morning.' },
    })
  ).note;

const anotherTime = async () => (await customer.slots(2)).findLast(({ available }) => available > 0)!.startsAt;

/** What each mutation records: what there must be first, the mutation, and its events in order. */
const recorded: Record<string, [events: string[], prepare: () => Promise<() => Promise<unknown>>]> = {
  ticketCreate: [['TicketCreated'], async () => () => customer.openTicket()],
  ticketUpdate: [
    ['TicketEdited', 'TicketAssignedToTeam', 'TicketAssigned', 'TicketStatusChanged'],
    async () => {
      const { id } = await customer.openTicket();
      const { id: teamId } = await admin.createTeam('Billing', agent);
      const input = { status: 'PENDING', priority: 'LOW', assigneeId: agent.id, teamId };
      return () => agent.done('ticketUpdate', { id, input });
    },
  ],
  ticketClose: [
    ['TicketStatusChanged'],
    async () => {
      const { id } = await customer.openTicket();
      return () => customer.done('ticketClose', { id });
    },
  ],
  ticketReopen: [
    ['TicketStatusChanged'],
    async () => {
      const id = await resolvedTicket();
      return () => customer.done('ticketReopen', { id });
    },
  ],
  messageAdd: [
    ['TicketStatusChanged', 'MessageAdded'],
    async () => {
      const id = await resolvedTicket();
      return () => customer.write(id, 'Dark again.');
    },
  ],
  feedbackSubmit: [
    ['FeedbackSubmitted'],
    async () => {
      const ticketId = await resolvedTicket();
      return () => customer.done('feedbackSubmit', { ticketId, input: { rating: 4 } });
    },
  ],
  feedbackUpdate: [
    ['FeedbackUpdated'],
    async () => {
      const ticketId = await resolvedTicket();
      await customer.done('feedbackSubmit', { ticketId, input: { rating: 4 } });
      return () => customer.done('feedbackUpdate', { ticketId, input: { rating: 5 } });
    },
  ],
  callRequestCreate: [['CallRequested'], async () => () => customer.requestCall()],
  callRequestReschedule: [
    ['CallRequestUpdated'],
    async () => {
      const { id } = await customer.requestCall();
      const scheduledAt = await anotherTime();
      return () => customer.done('callRequestReschedule', { id, input: { scheduledAt } });
    },
  ],
  callRequestCancel: [
    ['CallRequestUpdated'],
    async () => {
      const { id } = await customer.requestCall();
      return () => customer.done('callRequestCancel', { id });
    },
  ],
  callRequestComplete: [
    ['CallRequestUpdated'],
    async () => {
      const { id } = await customer.requestCall();
      return () => agent.done('callRequestComplete', { id, input: { outcome: 'REACHED' } });
    },
  ],
  customerInvite: [['CustomerCreated'], async () => () => invite(agent, 'clinic@portal.test')],
  customerUpdate: [
    ['UserChanged', 'CustomerChanged'],
    async () => () =>
      agent.done('customerUpdate', { id: customer.customerId!, input: { phone: '+8801712345679', locale: 'bn' } }),
  ],
  customerDeactivate: [
    ['CustomerChanged'],
    async () => () => agent.done('customerDeactivate', { id: customer.customerId! }),
  ],
  customerReactivate: [
    ['CustomerChanged'],
    async () => {
      await agent.done('customerDeactivate', { id: customer.customerId! });
      return () => agent.done('customerReactivate', { id: customer.customerId! });
    },
  ],
  customerNoteAdd: [['CustomerNoteAdded'], async () => () => noteAbout()],
  customerNoteUpdate: [
    ['CustomerNoteUpdated'],
    async () => {
      const { id } = await noteAbout();
      return () => agent.done('customerNoteUpdate', { id, input: { body: 'Prefers the evening.' } });
    },
  ],
  customerNoteRemove: [
    ['CustomerNoteRemoved'],
    async () => {
      const { id } = await noteAbout();
      return () => agent.done('customerNoteRemove', { id });
    },
  ],
  invitationAccept: [
    ['UserChanged', 'CustomerChanged', 'CustomerChanged', 'SignInSucceeded'],
    async () => {
      const email = `${tenant.id}@portal.test`;
      await invite(agent, email);
      const [token] = await tokensTo(portal, email);
      return () => accept(portal, token!, { name: 'Hilltop Clinic, reception' });
    },
  ],
  signUp: [
    ['CustomerCreated', 'SignInSucceeded'],
    async () => {
      const email = `newcomer-${tenant.id}@portal.test`;
      await admin.done('signUpSettingsUpdate', { input: { mode: 'OPEN' } });
      await askForAccount(portal.nobody, tenant, email);
      const [token] = await tokensTo(portal, email);
      return () => confirm(portal.nobody, token!);
    },
  ],
  signInSettingsUpdate: [
    ['SignInSettingsChanged'],
    async () => () => admin.done('signInSettingsUpdate', { input: { customerMethods: ['PASSWORD'] } }),
  ],
  signUpSettingsUpdate: [
    ['SignUpSettingsChanged'],
    async () => () => admin.done('signUpSettingsUpdate', { input: { mode: 'OPEN' } }),
  ],
  staffInvite: [['StaffMemberInvited'], async () => () => inviteColleague(`colleague-${tenant.id}@portal.test`)],
  staffUpdate: [
    ['StaffMemberChanged'],
    async () => () => admin.done('staffUpdate', { id: agent.id, input: { role: 'ADMIN' } }),
  ],
  staffDeactivate: [['StaffMemberChanged'], async () => () => admin.done('staffDeactivate', { id: agent.id })],
  staffReactivate: [
    ['StaffMemberChanged'],
    async () => {
      await admin.done('staffDeactivate', { id: agent.id });
      return () => admin.done('staffReactivate', { id: agent.id });
    },
  ],
  staffSecondFactorReset: [
    ['StaffMemberChanged'],
    async () => {
      await turnOn(portal, agent);
      return () => admin.done('staffSecondFactorReset', { id: agent.id });
    },
  ],
  teamCreate: [['TeamCreated'], async () => () => admin.createTeam('Billing', agent)],
  teamUpdate: [
    ['TeamChanged'],
    async () => {
      const { id } = await admin.createTeam('Billing', agent);
      return () => admin.done('teamUpdate', { id, input: { name: 'Invoices', addMemberIds: [admin.id] } });
    },
  ],
  teamArchive: [
    ['TeamArchived'],
    async () => {
      const { id } = await admin.createTeam('Billing', agent);
      return () => admin.done('teamArchive', { id });
    },
  ],
  signIn: [
    ['SignInSucceeded'],
    async () => () => new Visitor(portal.url).signIn({ email: customer.email, tenant: tenant.tenant.slug }),
  ],
  signOut: [
    ['SignInEnded'],
    async () => {
      const visitor = new Visitor(portal.url);
      await visitor.signIn({ email: customer.email, tenant: tenant.tenant.slug });
      return () => visitor.signOut();
    },
  ],
  sessionEnd: [
    ['SignInEnded'],
    async () => {
      const { sessions } = await customer.get('{ sessions(first: 1) { nodes { id } } }');
      return () => customer.done('sessionEnd', { id: sessions.nodes[0].id });
    },
  ],
  sessionEndOthers: [
    ['SignInEnded'],
    async () => {
      await customer.signInAgain();
      return () => customer.done('sessionEndOthers', {});
    },
  ],
  passwordChange: [
    ['PasswordChanged'],
    async () => () =>
      customer.done('passwordChange', { input: { currentPassword: password, newPassword: 'a password of today' } }),
  ],
  passwordReset: [
    ['PasswordChanged', 'SignInSucceeded'],
    async () => {
      const token = await mailedReset(portal, customer);
      return () => reset(portal, token);
    },
  ],
  totpConfirm: [
    ['SecondFactorOn'],
    async () => {
      const { secret } = await customer.done('totpSetUp', {});
      return () => customer.done('totpConfirm', { input: { code: new Authenticator(secret).code() } });
    },
  ],
  totpRemove: [
    ['SecondFactorOff'],
    async () => {
      await turnOn(portal, customer);
      return () => customer.done('totpRemove', {});
    },
  ],
  recoveryCodesRenew: [
    ['SecondFactorCodesRenewed'],
    async () => {
      await turnOn(portal, customer);
      return () => customer.done('recoveryCodesRenew', {});
    },
  ],
  secondFactorVerify: [
    ['SignInSucceeded'],
    async () => {
      const { recoveryCodes } = await turnOn(portal, customer);
      const visitor = new Visitor(portal.url);
      const { signIn } = await visitor.ask<{ signIn: { secondFactor: { token: string } } }>(
        'mutation($input: SignInInput!) { signIn(input: $input) { secondFactor { token } } }',
        { input: { email: customer.email, tenant: tenant.tenant.slug, password } },
      );
      const input = { token: signIn.secondFactor.token, code: recoveryCodes[0] };
      return () =>
        visitor.ask(
          'mutation($input: SecondFactorVerifyInput!) { secondFactorVerify(input: $input) { userErrors { code } } }',
          { input },
        );
    },
  ],
  passkeyRegister: [
    ['PasskeyAdded'],
    async () => {
      const device = new Device(portal.url, 'portal.test');
      return () => device.register(customer);
    },
  ],
  passkeyRemove: [
    ['PasskeyRemoved'],
    async () => {
      const { passkey } = await new Device(portal.url, 'portal.test').register(customer);
      return () => customer.done('passkeyRemove', { id: passkey!.id });
    },
  ],
  passkeySignIn: [
    ['SignInSucceeded'],
    async () => {
      const device = new Device(portal.url, 'portal.test');
      await device.register(customer);
      return () => device.signIn();
    },
  ],
  secondFactorPasskeyVerify: [
    ['SignInSucceeded'],
    async () => {
      const device = new Device(portal.url, `${tenant.tenant.slug}.portal.test`);
      await device.register(customer);
      await turnOn(portal, customer);
      const { token } = await device.askByPassword(customer);
      const { options } = await device.askForSecondFactor(token);
      return () => device.answerQuestion(token, device.authenticator.get(options));
    },
  ],
  apiKeyCreate: [['ApiKeyCreated'], async () => () => createKey(admin, ['tickets:read'])],
  apiKeyRotate: [
    ['ApiKeyRotated'],
    async () => {
      const { id } = await createKey(admin, ['tickets:read']);
      return () => admin.done('apiKeyRotate', { id, input: { expiresAt: inDays(1) } });
    },
  ],
  apiKeyRevoke: [
    ['ApiKeyRevoked'],
    async () => {
      const { id } = await createKey(admin, ['tickets:read']);
      return () => admin.done('apiKeyRevoke', { id });
    },
  ],
  profileUpdate: [
    ['UserChanged', 'CustomerChanged'],
    async () => () => customer.done('profileUpdate', { input: { phone: '+8801712345679' } }),
  ],
  articleSave: [['ArticleSaved'], async () => () => agent.writeArticle()],
  articlePublish: [
    ['ArticlePublished'],
    async () => {
      const { id } = await agent.writeArticle();
      return () => agent.done('articlePublish', { id });
    },
  ],
  articleArchive: [
    ['ArticleArchived'],
    async () => {
      const { id } = await agent.publishArticle();
      return () => agent.done('articleArchive', { id });
    },
  ],
  openingHoursUpdate: [
    ['OpeningHoursChanged'],
    async () => () => admin.done('openingHoursUpdate', { input: { slotMinutes: 20, holidays: ['2030-01-01'] } }),
  ],
  organisationUpdate: [
    ['OrganisationChanged'],
    async () => () => admin.done('organisationUpdate', { input: { name: 'Padma Net', accentColor: '#7c3aed' } }),
  ],
  ticketFieldCreate: [['TicketFieldCreated'], async () => () => admin.addField('Order number')],
  ticketFieldUpdate: [
    ['TicketFieldChanged'],
    async () => {
      const { id } = await admin.addField('Order number');
      return () => admin.done('ticketFieldUpdate', { id, input: { required: true } });
    },
  ],
  ticketFieldArchive: [
    ['TicketFieldChanged'],
    async () => {
      const { id } = await admin.addField('Order number');
      return () => admin.done('ticketFieldArchive', { id });
    },
  ],
  ticketFieldRestore: [
    ['TicketFieldChanged'],
    async () => {
      const { id } = await admin.addField('Order number');
      await admin.done('ticketFieldArchive', { id });
      return () => admin.done('ticketFieldRestore', { id });
    },
  ],
  ticketFieldsReorder: [
    ['TicketFieldsReordered'],
    async () => {
      await admin.addField('Order number');
      const { id } = await admin.addField('Device');
      return () => admin.done('ticketFieldsReorder', { ids: [id] });
    },
  ],
  singleSignOnUpdate: [
    ['SingleSignOnChanged'],
    async () => () => admin.done('singleSignOnUpdate', { input: { label: `Padma ${tenant.id}` } }),
  ],
  singleSignOnRemove: [
    ['SingleSignOnChanged'],
    async () => {
      await admin.done('singleSignOnUpdate', { input: { label: 'Padma' } });
      return () => admin.done('singleSignOnRemove', {});
    },
  ],
  ownDomainSet: [
    ['OrganisationDomainChanged'],
    async () => () => admin.done('ownDomainSet', { input: { name: 'help.padma.example' } }),
  ],
  ownDomainCheck: [
    ['OrganisationDomainChanged'],
    async () => {
      // no check of it can succeed
      await admin.done('ownDomainSet', { input: { name: 'nowhere.localhost' } });
      return () => admin.done('ownDomainCheck', {});
    },
  ],
  ownDomainRemove: [
    ['OrganisationDomainChanged'],
    async () => {
      await admin.done('ownDomainSet', { input: { name: 'help.padma.example' } });
      return () => admin.done('ownDomainRemove', { input: { name: 'help.padma.example' } });
    },
  ],
  organisationLogoUpload: [
    ['OrganisationChanged'],
    async () => {
      const logo = await png();
      return () => admin.uploadBy('organisationLogoUpload', logo);
    },
  ],
  organisationLogoRemove: [
    ['OrganisationChanged'],
    async () => {
      await admin.uploadBy('organisationLogoUpload', await png());
      return () => admin.done('organisationLogoRemove', {});
    },
  ],
  categoryCreate: [['CategoryCreated'], async () => () => admin.addCategory({ en: 'Bills' })],
  categoryUpdate: [
    ['CategoryChanged'],
    async () => {
      const { id } = await admin.addCategory({ en: 'Bills' });
      return () => admin.done('categoryUpdate', { id, input: { archived: true } });
    },
  ],
  attachmentLimitsUpdate: [
    ['AttachmentLimitsChanged'],
    async () => () => admin.done('attachmentLimitsUpdate', { input: { maximumCount: 3 } }),
  ],
  mailDefaultsUpdate: [
    ['MailDefaultsChanged'],
    async () => () =>
      admin.done('mailDefaultsUpdate', {
        input: { defaults: [{ role: 'AGENT', kind: 'TICKET_ASSIGNED', mailed: false }] },
      }),
  ],
  notificationsMarkRead: [
    ['NotificationsRead'],
    async () => {
      await customer.openTicket();
      return () => admin.done('notificationsMarkRead', { input: { all: true } });
    },
  ],
};

/** What records nothing, and why. */
const unrecorded: Record<string, string> = {
  articleRate: 'one vote of many, of which only the numbers are shown',
  articleMarkSolved: 'one vote of many, of which only the numbers are shown',
  attachmentUpload: 'nobody else sees a file before it belongs to a message, which is recorded',
  attachmentRemove: 'nobody else saw the file',
  feedbackDecline: 'only stops the portal from asking; the ticket and its feedback stay as they are',
  identityConfirm: 'nothing changes',
  mailChoicesUpdate: 'what somebody gets by email is nobody else’s business',
  passkeyRegistrationBegin: 'nothing changes',
  passkeyRename: 'a passkey is the user’s own, and stays the same',
  passkeySignInBegin: 'nothing changes',
  passwordResetRequest: 'says nothing about whether there is such a user',
  secondFactorPasskeyBegin: 'nothing changes',
  secondFactorSetUp: 'nothing changes before it is confirmed',
  sessionRefresh: 'a session is the user’s own',
  signInCodeRequest: 'says nothing about whether there is such a user',
  signInCodeUse: 'a session is the user’s own',
  signUpRequest: 'says nothing about whether there is such a user, and nobody has confirmed anything',
  setUp: 'before it there is nobody to tell',
  testMailSend: 'nothing changes',
  singleSignOnCheck: 'nothing changes',
  totpSetUp: 'nothing changes before it is confirmed',
};

async function eventsOf(
  work: () => Promise<unknown>,
): Promise<{ type: string; actor_id: string; changes: { field: string }[] | null }[]> {
  const newest = 'select last_event from tenant_counter where tenant_id = $1';
  const { rows: before } = await portal.database.superuser.query(newest, [tenant.id]);
  await work();
  const { rows } = await portal.database.superuser.query(
    `select type, actor_id, changes from portal_event
     where tenant_id = $1 and tenant_sequence > $2 and type <> 'NotificationAdded' order by tenant_sequence`,
    [tenant.id, before[0].last_event],
  );
  return rows;
}

describe('every mutation', () => {
  it('of the schema is either recorded, or named with the reason why it is not', () => {
    const mutations = Object.keys(makeSchema().getMutationType()!.getFields());
    expect(Object.keys({ ...recorded, ...unrecorded }).toSorted()).toEqual(mutations.toSorted());
    expect(Object.keys(recorded).filter((name) => name in unrecorded)).toEqual([]);
  });

  it.each(Object.entries(recorded))('records what it did, and who: %s', async (_, [types, prepare]) => {
    const events = await eventsOf(await prepare());
    expect(events.map(({ type }) => type)).toEqual(types);
    expect(events.map(({ actor_id }) => actor_id)).not.toContain(null);
    // a name with a role in it is put together
    const fields = events
      .flatMap(({ changes }) => changes?.map(({ field }) => field) ?? [])
      .filter((name) => !name.includes('.'));
    for (const field of fields) expect(catalogues.en.audit.field, 'the audit log has a label').toHaveProperty(field);
  });

  it('that changes nothing records nothing', async () => {
    const article = await agent.writeArticle();
    const field = await admin.addField('Order number');
    const team = await admin.createTeam('Billing', agent);
    const events = await eventsOf(async () => {
      await customer.done('profileUpdate', { input: { name: customer.name, theme: 'DARK' } });
      await admin.done('openingHoursUpdate', { input: { slotMinutes: 30 } });
      await admin.done('organisationUpdate', { input: { name: tenant.tenant.name, accentColor: '' } });
      await admin.done('attachmentLimitsUpdate', { input: { maximumCount: 10 } });
      await admin.done('mailDefaultsUpdate', {
        input: { defaults: [{ role: 'ADMIN', kind: 'TICKET_ASSIGNED', mailed: true }] },
      });
      const input = { labels: inEnglish('Order number'), hints: [], required: false };
      await admin.done('ticketFieldUpdate', { id: field.id, input });
      await admin.done('ticketFieldsReorder', { ids: [field.id] });
      await admin.done('signUpSettingsUpdate', { input: { mode: 'INVITATION', domains: [] } });
      await admin.done('signInSettingsUpdate', {
        input: { adminMethods: ['SINGLE_SIGN_ON', 'PASSKEY', 'EMAIL', 'PASSWORD'] },
      });
      await admin.done('teamUpdate', {
        id: team.id,
        input: { name: 'Billing', addMemberIds: [agent.id], removeMemberIds: [admin.id] },
      });
      await agent.done('articleSave', {
        id: article.id,
        input: { title: article.title, body: 'Open the settings.', version: 1 },
      });
    });
    expect(events).toEqual([]);
  });
});

describe('an event', () => {
  it('has values of enums and numbers, and of what people wrote only that it changed', async () => {
    const [hours] = await eventsOf(() =>
      admin.done('openingHoursUpdate', { input: { slotMinutes: 20, holidays: ['2030-01-01'] } }),
    );
    expect(hours!.changes).toEqual([
      { field: 'holidays', from: null, to: null },
      { field: 'slotMinutes', from: '30', to: '20' },
    ]);
    const [user, ofCustomer] = await eventsOf(() =>
      customer.done('profileUpdate', { input: { name: 'Somebody Else', phone: '+8801712345679' } }),
    );
    const changes = ['name', 'phone'].map((field) => ({ field, from: null, to: null }));
    expect([user!.changes, ofCustomer!.changes]).toEqual([changes, changes]);
  });

  it('about staff, articles and hours goes to staff, and one about a customer to staff and that customer', async () => {
    const other = await tenant.customer();
    const [forStaff, forCustomer, forOther] = await Promise.all(
      [admin, customer, other].map((person) => person.listenFromNow()),
    );
    await agent.publishArticle();
    await agent.done('profileUpdate', { input: { name: 'Another Name' } });
    await customer.done('profileUpdate', { input: { timeZone: 'Asia/Dhaka' } });
    const own = await other.openTicket();
    const types = (events: { __typename: string }[]) => events.map(({ __typename }) => __typename);
    expect(types(await forStaff!.take(6))).toEqual([
      'ArticleSaved',
      'ArticlePublished',
      'UserChanged',
      'UserChanged',
      'CustomerChanged',
      'TicketCreated',
    ]);
    expect(types(await forCustomer!.take(2))).toEqual(['UserChanged', 'CustomerChanged']);
    expect(await forOther!.next()).toMatchObject({ __typename: 'TicketCreated', ticket: { id: own.id } });
  });
});

describe('customers and articles', () => {
  it.each(['CREATED_AT', 'UPDATED_AT'])('can be followed by %s', async (field) => {
    const names = ['First', 'Second', 'Third'];
    for (const name of names) {
      await invite(agent, `${name}-${field}@portal.test`.toLowerCase(), { name });
      await agent.writeArticle({ title: name });
    }
    const { customers, articles } = await agent.get(
      `query($customers: CustomerSort, $articles: ArticleSort) {
        customers(last: 3, sort: $customers) { nodes { name createdAt updatedAt } }
        articles(last: 3, sort: $articles) { nodes { title } }
      }`,
      { customers: { field, direction: 'ASCENDING' }, articles: { field, direction: 'ASCENDING' } },
    );
    expect(customers.nodes.map(({ name }: any) => name)).toEqual(names);
    expect(articles.nodes.map(({ title }: any) => title)).toEqual(names);
  });

  it('refuses another order for articles that are searched for, which have their own', async () => {
    const { errors } = await agent.ask('{ articles(search: "x", sort: { field: CREATED_AT }) { totalCount } }');
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'sort' } }]);
  });
});
