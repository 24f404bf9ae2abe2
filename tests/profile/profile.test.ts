import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { locales } from '#shared/locale.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;

beforeAll(async () => {
  tenant = await portal.world.tenant();
  agent = await tenant.agent();
});

beforeEach(async () => {
  customer = await tenant.customer({ name: 'Riverside Bookshop', phone: '+8801712345678' });
});

const update = async (who: Person, input: Record<string, unknown>) =>
  (await who.done('profileUpdate', { input })).viewer;

const seenByStaff = async (email: string) =>
  (
    await agent.get('query($email: String!) { customers(search: $email) { nodes { name phone locale timeZone } } }', {
      email,
    })
  ).customers.nodes[0];

describe('the profile', () => {
  it('is changed as a whole, in one call', async () => {
    const profile = {
      name: 'Riverside Books',
      phone: '+8801812345678',
      locale: 'bn',
      timeZone: 'Asia/Dhaka',
      theme: 'DARK',
    };
    expect(await update(customer, profile)).toMatchObject(profile);
    const { viewer } = await customer.get('{ viewer { name phone locale timeZone theme } }');
    expect(viewer).toEqual(profile);
  });

  it('keeps what is left out or null, except for a telephone number that is null or empty', async () => {
    const untouched = { name: 'Riverside Bookshop', locale: 'en', timeZone: 'UTC', theme: 'SYSTEM' };
    expect(await update(customer, {})).toMatchObject({ ...untouched, phone: '+8801712345678' });
    const nothing = { name: null, locale: null, timeZone: null, theme: null };
    expect(await update(customer, nothing)).toMatchObject({ ...untouched, phone: '+8801712345678' });
    expect(await update(customer, { phone: null })).toMatchObject({ ...untouched, phone: null });
    await update(customer, { phone: '+8801712345678' });
    expect(await update(customer, { phone: ' ' })).toMatchObject({ ...untouched, phone: null });
  });

  it('keeps what is left out of a variable, too, when the input is written in the operation', async () => {
    const { profileUpdate } = await customer.get(
      `mutation($name: String, $phone: String) {
        profileUpdate(input: { name: $name, phone: $phone }) { viewer { name phone } userErrors { code } }
      }`,
      { name: 'Riverside Books' },
    );
    expect(profileUpdate).toEqual({ viewer: { name: 'Riverside Books', phone: '+8801712345678' }, userErrors: [] });
  });

  it('is the same when it is sent twice', async () => {
    const input = { name: 'Riverside Books', phone: '+8801812345678' };
    expect(await update(customer, input)).toEqual(await update(customer, input));
  });

  it('exists for staff, too, who have no customer', async () => {
    const staff = await tenant.agent();
    const profile = { name: 'Technical desk', phone: '+8801912345678', locale: 'bn', timeZone: 'Asia/Dhaka' };
    expect(await update(staff, profile)).toMatchObject({ ...profile, customer: null });
  });

  it('has a name on one line', async () => {
    expect(await update(customer, { name: '  Riverside\r\n  Books ' })).toMatchObject({ name: 'Riverside Books' });
  });

  it('has a name without invisible characters, except for the joiners that scripts need', async () => {
    const { name } = await update(customer, { name: '\u202eRiver\u200bside\u2066 \u0007Books র\u200d্যাম' });
    expect(name).toBe('Riverside Books র\u200d্যাম');
  });

  it.each([
    ['name', { name: ' ' }, 'REQUIRED', 'name must not be empty.'],
    ['name', { name: '\u200b\u202e' }, 'REQUIRED', 'name must not be empty.'],
    ['name', { name: 'n'.repeat(201) }, 'TOO_LONG', 'name must have at most 200 characters.'],
    ['name', { name: 'nul\0' }, 'INVALID', expect.any(String)],
    ['phone', { phone: '12' }, 'INVALID', expect.stringContaining('such as +8801712345678')],
    ['phone', { phone: '+99912345678' }, 'INVALID', expect.any(String)],
    ['phone', { phone: '+8801712345678 ext. 5' }, 'INVALID', expect.stringContaining('without an extension')],
    ['phone', { phone: '01712-345678' }, 'INVALID', expect.stringContaining('with + and the country code')],
    ['phone', { phone: '1'.repeat(41) }, 'TOO_LONG', expect.any(String)],
    ['locale', { locale: 'tlh' }, 'INVALID', `locale must be one of: ${locales.join(', ')}.`],
    ['locale', { locale: '' }, 'REQUIRED', expect.any(String)],
    [
      'timeZone',
      { timeZone: 'Nowhere/At_All' },
      'INVALID',
      'timeZone must be an IANA time zone name, such as Asia/Dhaka.',
    ],
    ['timeZone', { timeZone: '+06:00' }, 'INVALID', expect.any(String)],
    ['timeZone', { timeZone: '' }, 'REQUIRED', expect.any(String)],
  ])('refuses a bad %s and changes nothing: %o', async (field, input, code, message) => {
    const wanted = { name: 'Not to be', ...input };
    expect(await customer.refusal('profileUpdate', { input: wanted })).toEqual({
      code,
      message,
      field: `input.${field}`,
    });
    expect((await customer.get('{ viewer { name } }')).viewer).toEqual({ name: 'Riverside Bookshop' });
  });

  it('cannot be changed without signing in', async () => {
    const query = 'mutation { profileUpdate(input: { name: "Nobody" }) { userErrors { code } } }';
    expect((await portal.nobody.ask(query)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});

describe('a telephone number', () => {
  it.each([
    ['+880 1712-345678', 'UTC'],
    ['01712-345678', 'Asia/Dhaka'],
    ['01712345678', 'asia/dhaka'],
    ['(01712) 345 678', 'Asia/Dacca'],
    ['০১৭১২-৩৪৫৬৭৮', 'Asia/Dhaka'],
    ['+৮৮০১৭১২৩৪৫৬৭৮', 'UTC'],
  ])('written %s in %s is kept in E.164 form', async (phone, timeZone) => {
    expect(await update(customer, { phone, timeZone })).toMatchObject({ phone: '+8801712345678' });
  });

  it('in national form is read by the time zone of the profile', async () => {
    await update(customer, { timeZone: 'Asia/Kolkata' });
    expect(await update(customer, { phone: '098765 43210' })).toMatchObject({ phone: '+919876543210' });
  });
});

describe('a time zone', () => {
  it('is stored by the name it was chosen by, in its proper case', async () => {
    expect(await update(customer, { timeZone: 'asia/DHAKA' })).toMatchObject({ timeZone: 'Asia/Dhaka' });
    expect(await update(customer, { timeZone: 'Asia/Kolkata' })).toMatchObject({ timeZone: 'Asia/Kolkata' });
  });
});

describe('what staff see of a customer', () => {
  it('follows the profile of who signs in with the customer’s address', async () => {
    const profile = { name: 'Riverside Books', phone: '+8801812345678', locale: 'bn', timeZone: 'Asia/Dhaka' };
    await update(customer, profile);
    expect(await seenByStaff(customer.email)).toEqual(profile);
  });

  it('keeps a name of its own, when the contact has another', async () => {
    await portal.database.superuser.query(`update customer set name = 'Riverside Books Limited' where id = $1`, [
      customer.customerId,
    ]);
    await update(customer, { name: 'Accounts desk', phone: '+8801812345678' });
    expect(await seenByStaff(customer.email)).toMatchObject({
      name: 'Riverside Books Limited',
      phone: '+8801812345678',
    });
  });

  it('is not changed by other users of the same customer', async () => {
    await portal.database.superuser.query(`update customer set email = 'shop@portal.test' where id = $1`, [
      customer.customerId,
    ]);
    await update(customer, { name: 'Second desk', phone: '+8801812345678', timeZone: 'Asia/Dhaka' });
    expect(await seenByStaff('shop@portal.test')).toEqual({
      name: 'Riverside Bookshop',
      phone: '+8801712345678',
      locale: 'en',
      timeZone: 'UTC',
    });
  });
});

describe('the numbers of a customer', () => {
  it('are the same whether asked of the viewer or of their customer, and for staff those of that customer alone', async () => {
    await customer.openTicket();
    const resolved = await customer.openTicket();
    await agent.done('ticketUpdate', { id: resolved.id, input: { status: 'RESOLVED' } });
    await (await tenant.customer()).openTicket();
    const numbers = 'totalTickets openTickets pendingTickets resolvedTickets closedTickets';
    const { viewer } = await customer.get(
      `{ viewer { ticketStats { ${numbers} } customer { stats { ${numbers} } } } }`,
    );
    expect(viewer.customer.stats).toEqual({
      totalTickets: 2,
      openTickets: 1,
      pendingTickets: 0,
      resolvedTickets: 1,
      closedTickets: 0,
    });
    expect(viewer.ticketStats).toEqual(viewer.customer.stats);
    const { ticket } = await agent.get(`query($id: ID!) { ticket(id: $id) { customer { stats { ${numbers} } } } }`, {
      id: resolved.id,
    });
    expect(ticket.customer.stats).toEqual(viewer.customer.stats);
  });
});
