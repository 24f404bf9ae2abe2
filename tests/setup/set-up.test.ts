import { describe, expect, it, onTestFinished } from 'vitest';
import { makeSetupLink } from '../../server/setup/setup-link.ts';
import { ApiClient } from '../support/api.ts';
import { startPortal, usePortal, type TestPortal } from '../support/portal.ts';
import { Visitor } from '../sessions/visitor.ts';

const portal = usePortal();
const password = 'a password nobody has used';
let count = 0;

const tokenOf = async ({ app }: TestPortal = portal) => {
  const link = await makeSetupLink(app.portal);
  expect(link).toMatch(/^http:\/\/portal\.test\/set-up#token=[\w-]{72}$/);
  return link.split('#token=')[1]!;
};

const newOrganisation = () => ({
  organisation: 'Hilltop Clinic',
  slug: `hilltop-${++count}`,
  locale: 'bn',
  timeZone: 'Asia/Dhaka',
  name: 'Front desk',
  email: 'desk@hilltop.example',
  password,
});

const setUp = (token: string, input: Record<string, unknown> = {}, { nobody }: TestPortal = portal) =>
  nobody.verb('setUp', { input: { ...newOrganisation(), token, ...input } });

const look = async (token: string) =>
  (
    await portal.nobody.get('query($token: String!) { setupLink(token: $token) { state portalUrl portalUrlIsFree } }', {
      token,
    })
  ).setupLink;

/** A portal that nobody uses yet. */
async function emptyPortal(): Promise<TestPortal> {
  const empty = await startPortal();
  onTestFinished(() => empty.stop());
  return empty;
}

describe('setting up an organisation', () => {
  it('creates it with its first admin, who is signed in and can do all that admins can', async () => {
    const input = newOrganisation();
    const { session, url, userErrors } = await setUp(await tokenOf(), input);
    expect(userErrors).toEqual([]);
    expect(url).toBe(`http://${input.slug}.portal.test`);
    const admin = new ApiClient(portal.url, session.accessToken);
    const { viewer, staff } = await admin.get(
      `{ viewer { name email role locale timeZone tenant { slug name openingHours { timeZone isOpen } } }
         staff { nodes { email role status } } }`,
    );
    expect(viewer).toMatchObject({
      name: 'Front desk',
      role: 'ADMIN',
      locale: 'bn',
      timeZone: 'Asia/Dhaka',
      tenant: { slug: input.slug, name: 'Hilltop Clinic', openingHours: { timeZone: 'Asia/Dhaka' } },
    });
    expect(staff.nodes).toEqual([{ email: input.email, role: 'ADMIN', status: 'ACTIVE' }]);
    await admin.done('customerInvite', { input: { name: 'A patient', email: 'patient@portal.test' } });
    await admin.done('openingHoursUpdate', { input: { slotMinutes: 20 } });
  });

  it('gives the first ticket a number of four digits', async () => {
    const { session } = await setUp(await tokenOf());
    const admin = new ApiClient(portal.url, session.accessToken);
    await admin.done('customerInvite', { input: { name: 'A patient', email: 'first@portal.test' } });
    await portal.settle();
    const token = /#token=(\S+)/.exec(portal.mailbox.to('first@portal.test')[0]!.text!)![1];
    const accepted = await portal.nobody.verb('invitationAccept', { input: { token, password } });
    const patient = new ApiClient(portal.url, accepted.session.accessToken);
    expect((await patient.openTicket()).number).toBe(1001);
  });

  it('at the portal’s own address is for one of them, who signs in there without a short name', async () => {
    const empty = await emptyPortal();
    const input = newOrganisation();
    expect((await setUp(await tokenOf(empty), { ...input, atPortalUrl: true }, empty)).url).toBe('http://portal.test');
    const second = await setUp(await tokenOf(empty), { atPortalUrl: true }, empty);
    expect(second.userErrors).toMatchObject([{ code: 'CONFLICT', field: 'input.atPortalUrl' }]);
    await setUp(await tokenOf(empty), { slug: 'another' }, empty);
    const { session } = await new Visitor(empty.url, 'portal.test').signIn({ email: input.email, password });
    expect(session).not.toBeNull();
  });

  it('works once with each link, and invalidates all others', async () => {
    const [first, second] = [await tokenOf(), await tokenOf()];
    expect(await look(first)).toEqual({ state: 'GOOD', portalUrl: 'http://portal.test', portalUrlIsFree: true });
    expect((await setUp(first)).userErrors).toEqual([]);
    for (const token of [first, second]) {
      expect(await look(token)).toMatchObject({ state: 'USED' });
      expect((await setUp(token)).userErrors).toMatchObject([{ code: 'WRONG_STATE', field: 'input.token' }]);
    }
  });

  it('is done by one of those who use a link at once', async () => {
    const token = await tokenOf();
    const results = await Promise.all([1, 2, 3].map(() => setUp(token)));
    expect(results.map(({ userErrors }) => userErrors[0]?.code ?? 'done').toSorted()).toEqual([
      'WRONG_STATE',
      'WRONG_STATE',
      'done',
    ]);
  });

  it('ends a day after the link was printed', async () => {
    const token = await tokenOf();
    await portal.database.superuser.query(`update operations.setup_link set expires_at = now() where used_at is null`);
    expect(await look(token)).toMatchObject({ state: 'EXPIRED' });
    expect((await setUp(token)).userErrors).toMatchObject([{ code: 'WRONG_STATE', field: 'input.token' }]);
  });

  it('is refused without a link that was made here', async () => {
    const token = await tokenOf();
    for (const invented of [
      '',
      'x'.repeat(64),
      `${token.slice(0, 40)}${token[40] === 'A' ? 'B' : 'A'}${token.slice(41)}`,
    ]) {
      expect(await look(invented)).toBeNull();
      const [{ field, code }] = (await setUp(invented)).userErrors;
      expect([field, code]).toEqual(['input.token', invented ? 'NOT_FOUND' : 'REQUIRED']);
    }
  });

  it.each([
    [{ organisation: ' ' }, 'REQUIRED', 'organisation'],
    [{ slug: 'Hill top' }, 'INVALID', 'slug'],
    [{ slug: '-hilltop' }, 'INVALID', 'slug'],
    [{ slug: 'www' }, 'INVALID', 'slug'],
    [{ locale: 'xx' }, 'INVALID', 'locale'],
    [{ timeZone: 'Dhaka' }, 'INVALID', 'timeZone'],
    [{ email: 'desk' }, 'INVALID', 'email'],
    [{ password: 'short' }, 'TOO_SHORT', 'password'],
    [{ password: 'Hilltop Clinic' }, 'INVALID', 'password'],
  ])('names what is wrong, and leaves the link valid: %j', async (input, code, field) => {
    const token = await tokenOf();
    expect((await setUp(token, input)).userErrors).toMatchObject([{ code, field: `input.${field}` }]);
    expect(await look(token)).toMatchObject({ state: 'GOOD' });
  });

  it('with a short name that is taken is a conflict, and leaves the link valid', async () => {
    const { slug } = (await portal.world.tenant()).tenant;
    const token = await tokenOf();
    expect((await setUp(token, { slug })).userErrors).toMatchObject([{ code: 'CONFLICT', field: 'input.slug' }]);
    expect(await look(token)).toMatchObject({ state: 'GOOD' });
  });
});

describe('a test email', () => {
  it('is sent at once, and tells that the mail server took it', async () => {
    const tenant = await portal.world.tenant({ name: 'Hilltop Clinic' });
    const admin = await tenant.admin();
    expect(await admin.done('testMailSend', {})).toEqual({ email: admin.email, failure: null });
    expect(portal.mailbox.to(admin.email).map(({ subject }) => subject)).toEqual(['A test email from Hilltop Clinic']);
  });

  it('tells why the mail server did not take it', async () => {
    const admin = await (await portal.world.tenant()).admin();
    portal.mailbox.refusing = true;
    onTestFinished(() => void (portal.mailbox.refusing = false));
    expect(await admin.done('testMailSend', {})).toEqual({ email: admin.email, failure: 'RECIPIENT_DELAYED' });
  });

  it('is for admins', async () => {
    const tenant = await portal.world.tenant();
    for (const who of [await tenant.agent(), await tenant.customer()])
      expect((await who.verb('testMailSend', {})).userErrors).toMatchObject([{ code: 'FORBIDDEN', field: null }]);
  });
});
