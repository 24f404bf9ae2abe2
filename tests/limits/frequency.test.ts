import { beforeAll, describe, expect, it } from 'vitest';
import { frequencies } from '../../server/limits/limits.ts';
import { usePortal } from '../support/portal.ts';
import { Visitor } from '../sessions/visitor.ts';
import type { TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await portal.world.tenant();
});

describe('what makes work for others', () => {
  it('can be done so often by one user, and then by everybody else', async () => {
    const [loop, other] = await Promise.all([tenant.customer(), tenant.customer()]);
    const query = 'mutation($input: TicketCreateInput!) { ticketCreate(input: $input) { ticket { id } } }';
    const create = (title: string) => loop.post({ query, variables: { input: { title, description: 'Again.' } } });
    for (let time = 0; time < frequencies.ticketCreate.user; time++) expect((await create('Again')).status).toBe(200);
    const refused = await create('Once too often');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({
      data: null,
      errors: [{ message: expect.stringMatching(/Try again in \d+ seconds/), extensions: { code: 'RATE_LIMITED' } }],
    });
    expect(
      (await loop.ask('{ tickets(filter: { search: "Once too often" }) { totalCount } }')).data.tickets.totalCount,
    ).toBe(0);
    await other.openTicket();
  });

  it('is said in the description of each mutation', async () => {
    const { data } = await portal.nobody.ask('{ __schema { mutationType { fields { name description } } } }');
    const fields = data.__schema.mutationType.fields as { name: string; description: string }[];
    const named = (said: (description: string) => boolean) =>
      fields.filter(({ description }) => said(description)).map(({ name }) => name);
    const ofTheirOwn = named((description) => /RATE_LIMITED beyond \d+ in/.test(description));
    expect([...ofTheirOwn, 'others'].toSorted()).toEqual(Object.keys(frequencies));
    // nobody is signed in who could be counted: attempts for an account and an address are, and what they cost
    expect(named((description) => !description.includes('RATE_LIMITED')).toSorted()).toEqual([
      'invitationAccept',
      'passkeySignInBegin',
      'passwordReset',
      'passwordResetRequest',
      'secondFactorPasskeyBegin',
      'secondFactorPasskeyVerify',
      'secondFactorSetUp',
      'secondFactorVerify',
      'setUp',
      'signInCodeRequest',
      'signInCodeUse',
      'signOut',
      'signUp',
      'signUpRequest',
    ]);
  });

  it('counts all that have no limit of their own together', { timeout: 60_000 }, async () => {
    const loop = await tenant.customer();
    const { id } = await loop.openTicket();
    const update = () => loop.ask('mutation { profileUpdate(input: { name: "Again" }) { userErrors { code } } }');
    const close = () =>
      loop.ask('mutation($id: ID!) { ticketClose(id: $id) { ticket { id } userErrors { code } } }', { id });
    for (let time = 0; time < frequencies.others.user; time++)
      expect((await (time % 2 ? close() : update())).errors).toBeUndefined();
    for (const refused of [await update(), await close()])
      expect(refused.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
    await loop.openTicket();
  });
});

describe('sessions', () => {
  it('begin so often with the right password of one user', { timeout: 60_000 }, async () => {
    const person = await tenant.customer();
    const visitor = new Visitor(portal.url);
    const again = () => visitor.signIn({ email: person.email, tenant: person.tenantSlug });
    // the first was for this person to be there
    for (let time = 1; time < frequencies.signIn.user; time++) expect((await again()).userErrors).toEqual([]);
    await expect(again()).rejects.toThrow('RATE_LIMITED');
    const { sessions } = await person.get('{ sessions { totalCount } }');
    expect(sessions.totalCount).toBe(frequencies.signIn.user);
  });

  it(
    'are not kept from being refreshed by whoever has a token of one that has ended',
    { timeout: 60_000 },
    async () => {
      const person = await tenant.customer();
      const [ended, visitor] = [new Visitor(portal.url), new Visitor(portal.url)];
      for (const each of [ended, visitor]) await each.signIn({ email: person.email, tenant: person.tenantSlug });
      const { refreshToken } = ended;
      await ended.signOut();
      for (let time = 0; time < frequencies.sessionRefresh.user; time++) {
        ended.refreshToken = refreshToken;
        expect((await ended.refresh()).userErrors).toMatchObject([{ code: 'SESSION_ENDED' }]);
      }
      expect((await visitor.refresh()).userErrors).toEqual([]);
    },
  );

  it('are refreshed so often, and go on when it was too often', { timeout: 60_000 }, async () => {
    const person = await tenant.customer();
    const visitor = new Visitor(portal.url);
    await visitor.signIn({ email: person.email, tenant: person.tenantSlug });
    for (let time = 0; time < frequencies.sessionRefresh.user; time++)
      expect((await visitor.refresh()).userErrors).toEqual([]);
    const { refreshToken } = visitor;
    await expect(visitor.refresh()).rejects.toThrow('RATE_LIMITED');
    expect(visitor.refreshToken).toBe(refreshToken);
  });
});

describe('invitations', () => {
  it('are so many of one user in a while', async () => {
    const agent = await tenant.agent();
    const invite = async (number: number) => {
      const input = { name: 'Somebody', email: `invited-${number}@loop.example` };
      const query = 'mutation($input: CustomerInviteInput!) { customerInvite(input: $input) { userErrors { code } } }';
      return (await agent.ask(query, { input })).data.customerInvite.userErrors;
    };
    for (let time = 0; time < 100; time++) expect(await invite(time)).toEqual([]);
    expect(await invite(100)).toEqual([{ code: 'TOO_MANY_ATTEMPTS' }]);
  });
});
