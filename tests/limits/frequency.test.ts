import { beforeAll, describe, expect, it } from 'vitest';
import { frequencies } from '../../server/limits/limits.ts';
import { usePortal } from '../support/portal.ts';
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
      'passwordReset',
      'passwordResetRequest',
      'sessionRefresh',
      'signIn',
      'signOut',
    ]);
  });

  it('counts all that have no limit of their own together', async () => {
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
