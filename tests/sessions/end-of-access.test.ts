import { beforeEach, describe, expect, it } from 'vitest';
import { suspendTenant } from '../../server/tenants/suspend-tenant.ts';
import { mailedReset, newPassword, reset, useForgetfulPortal } from '../account-links/emailed-links.ts';
import { ApiClient, eventsSubscription, type ApiAnswer, type AttachmentAnswer } from '../support/api.ts';
import { png, text } from '../support/files.ts';
import { Socket } from '../support/socket.ts';
import { password, type Person, type TestTenant } from '../support/world.ts';
import { Visitor, letTimePass } from './visitor.ts';

const portal = useForgetfulPortal();
let tenant: TestTenant;
let admin: Person;
let agent: Person;
let customer: Person;

beforeEach(async () => {
  tenant = await portal.world.tenant();
  [admin, agent, customer] = await Promise.all([tenant.admin(), tenant.agent(), tenant.customer()]);
});

/** Ends the access of a person in one browser. What the person does themselves they do in another one. */
type End = (person: Person, browser: Browser) => Promise<unknown>;

interface Browser {
  visitor: Visitor;
  sessionId: string;
}

const ends: Record<string, End> = {
  'signing out': (_, { visitor }) => visitor.signOut(),
  'ending the session': (person, { sessionId }) => person.done('sessionEnd', { id: sessionId }),
  'changing the password': (person) =>
    person.done('passwordChange', { input: { currentPassword: password, newPassword } }),
  'a new password by an emailed link': async (person) => reset(portal, await mailedReset(portal, person)),
  'using a refresh token twice': async (_, { visitor }) => {
    const copy = visitor.copy();
    await letTimePass(portal, '31 seconds');
    await visitor.refresh();
    await letTimePass(portal, '31 seconds');
    await copy.refresh();
  },
  'suspending the tenant': () => suspendTenant(portal.app.portal, tenant.tenant),
};

const endsOfStaff: Record<string, End> = {
  ...ends,
  'changing the role': ({ id }) => admin.done('staffUpdate', { id, input: { role: 'ADMIN' } }),
  'deactivating the agent': ({ id }) => admin.done('staffDeactivate', { id }),
};

const endsOfCustomers: Record<string, End> = {
  ...ends,
  'deactivating the customer': ({ customerId: id }) => admin.done('customerDeactivate', { id }),
};

const open = { query: 'open', upload: 'open', stream: 'open' };
const ended = { query: 'UNAUTHENTICATED', upload: 'UNAUTHENTICATED', stream: 4403 };

const linksWork = [200, 206, 200, 206, 200];
const linksEnded = [403, 403, 403, 403, 403];

/** What the access token opens at a server, or how it is rejected. */
const tokenOpens = async (client: ApiClient, cursor: string) => ({
  query: codeOf(await client.ask('{ viewer { id } }')),
  upload: codeOf(await client.sendFile(text())),
  stream: await resume(client, cursor),
});

const codeOf = ({ errors }: ApiAnswer) => errors?.[0]?.extensions.code ?? 'open';

async function resume({ url, accessToken }: ApiClient, after: string): Promise<'open' | number> {
  const socket = await Socket.connect(url);
  socket.send({ type: 'connection_init', payload: { accessToken } });
  try {
    await socket.until(({ type }) => type === 'connection_ack');
    await socket.subscribe(eventsSubscription, { after }).nextOfAll();
    return 'open';
  } catch {
    return socket.closed;
  }
}

/** The answers to the links of both files: to the original, a range of it, and the thumbnail, if there is one. */
const linksOpen = ({ url: origin }: ApiClient, files: AttachmentAnswer[]) =>
  Promise.all(
    files.flatMap(({ url, thumbnailUrl }) => {
      const requests = [fetch(origin + url), fetch(origin + url, { headers: { range: 'bytes=0-1' } })];
      if (thumbnailUrl) requests.push(fetch(origin + thumbnailUrl));
      return requests.map(async (request) => (await request).status);
    }),
  );

describe.each([
  ['an agent', endsOfStaff, () => agent],
  ['a customer', endsOfCustomers, () => customer],
] as const)('the access of %s ends on every server', (_, waysToEnd, who) => {
  it.each(Object.entries(waysToEnd))('by %s', async (_name, end) => {
    const person = who();
    const visitor = new Visitor(portal.url);
    const { session } = await visitor.signIn({ email: person.email, tenant: person.tenantSlug });
    const { accessToken } = session!;
    const second = await portal.secondServer();
    const clients = [portal.url, second.url].map((url) => new ApiClient(url, accessToken));
    const here = clients[0]!;

    const cursor = await here.cursor();
    const { id: ticketId } = await customer.openTicket();
    const uploads = [await here.upload(text()), await here.upload(await png())];
    await here.write(ticketId, 'The log and a picture.', { attachmentIds: uploads.map(({ id }) => id) });
    await portal.settle();
    const files = (await here.files(ticketId)).flat();
    const links = () => Promise.all(clients.map((client) => linksOpen(client, files)));
    const token = () => Promise.all(clients.map((client) => tokenOpens(client, cursor)));
    const sockets = await Promise.all(clients.map((client) => client.openSocket()));
    const cookie = visitor.copy();
    expect(await links()).toEqual([linksWork, linksWork]);
    expect(await token()).toEqual([open, open]);

    const sessionId = new URL(files[0]!.url, portal.url).searchParams.get('session')!;
    await end(person, { visitor, sessionId });
    expect(await links()).toEqual([linksEnded, linksEnded]);
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4403, 4403]);
    expect(await token()).toEqual([ended, ended]);
    expect((await cookie.refresh()).userErrors).toMatchObject([{ code: 'SESSION_ENDED' }]);
  });
});
