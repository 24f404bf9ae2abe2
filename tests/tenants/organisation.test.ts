import { beforeEach, describe, expect, it } from 'vitest';
import { accentIn } from '#shared/accent.ts';
import { Visitor } from '../sessions/visitor.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let other: TestTenant;
let admin: Person;

beforeEach(async () => {
  [tenant, other] = await Promise.all([portal.world.tenant(), portal.world.tenant({ name: 'Other' })]);
  admin = await tenant.admin();
});

const fields =
  'name accentColor logo { url } locales defaultLocale mailSenderName mailReplyTo feedbackEnabled feedbackAfter feedbackDelayHours legalNotes { locale text links { label url } }';
const organisationOf = async (viewer: Person) => (await viewer.get(`{ organisation { ${fields} } }`)).organisation;
const update = async (input: Record<string, unknown>) =>
  (await admin.done('organisationUpdate', { input })).organisation;
const faceOf = async (viewer: Person) =>
  (await viewer.get('{ viewer { tenant { name accentColor locales defaultLocale } } }')).viewer.tenant;
const visitorsFaceOf = async ({ tenant: { slug } }: TestTenant) => {
  const visitor = new Visitor(portal.url, `${slug}.portal.test`);
  const answer = await visitor.ask<any>('{ portal { tenant { name accentColor locales defaultLocale } } }');
  return answer.portal.tenant;
};

const face = { name: 'Padma Net', accentColor: '#7c3aed', locales: ['bn'], defaultLocale: 'bn' };

describe('the organisation', () => {
  it('is as it was made until an admin changes it', async () => {
    expect(await organisationOf(admin)).toEqual({
      name: tenant.tenant.name,
      accentColor: null,
      logo: null,
      locales: ['bn', 'en'],
      defaultLocale: 'en',
      mailSenderName: null,
      mailReplyTo: null,
      legalNotes: [],
      feedbackEnabled: true,
      feedbackAfter: 'RESOLVED',
      feedbackDelayHours: 0,
    });
  });

  it('shows its new face to customers, staff and whoever is not signed in, and to nobody of another tenant', async () => {
    const theirs = await visitorsFaceOf(other);
    expect(await update({ ...face, name: '  Padma   Net ', accentColor: '7C3AED' })).toMatchObject(face);
    expect(await faceOf(await tenant.customer())).toEqual(face);
    expect(await faceOf(await tenant.agent())).toEqual(face);
    expect(await visitorsFaceOf(tenant)).toEqual(face);
    expect(await visitorsFaceOf(other)).toEqual(theirs);
    expect(await faceOf(await other.customer())).toEqual(theirs);
    expect(await organisationOf(await other.admin())).toMatchObject(theirs);
  });

  it('keeps what is left out of a change, and gives up what is changed to null', async () => {
    const changed = await update({ ...face, mailSenderName: 'Help', mailReplyTo: 'Help@Padma.Example' });
    expect(changed).toEqual({
      ...face,
      mailSenderName: 'Help',
      mailReplyTo: 'help@padma.example',
      logo: null,
      legalNotes: [],
      feedbackEnabled: true,
      feedbackAfter: 'RESOLVED',
      feedbackDelayHours: 0,
    });
    expect(await update({})).toEqual(changed);
    expect(await update({ name: null, locales: null, defaultLocale: null })).toEqual(changed);
    expect(await update({ accentColor: null, mailSenderName: '', mailReplyTo: ' ' })).toEqual({
      ...changed,
      accentColor: null,
      mailSenderName: null,
      mailReplyTo: null,
    });
  });

  it.each([
    ['name', ' ', 'REQUIRED'],
    ['name', 'a'.repeat(201), 'TOO_LONG'],
    ['accentColor', 'teal', 'INVALID'],
    ['accentColor', '#12345', 'INVALID'],
    ['mailSenderName', 'a'.repeat(201), 'TOO_LONG'],
    ['mailReplyTo', 'nobody', 'INVALID'],
    ['mailReplyTo', 'a@portal.test, b@portal.test', 'INVALID'],
    ['locales', [], 'REQUIRED'],
    ['locales', ['tlh'], 'INVALID'],
    ['locales', ['bn'], 'INVALID'],
    ['defaultLocale', 'tlh', 'INVALID'],
  ])('refuses %s %j, naming the field', async (field, value, code) => {
    const before = await organisationOf(admin);
    expect(await admin.refusal('organisationUpdate', { input: { [field]: value } })).toMatchObject({
      code,
      field: `input.${field}`,
    });
    expect(await organisationOf(admin)).toEqual(before);
  });

  it('has no default language that it does not offer', async () => {
    await update({ locales: ['bn'], defaultLocale: 'bn' });
    expect(await admin.refusal('organisationUpdate', { input: { defaultLocale: 'en' } })).toMatchObject({
      code: 'INVALID',
      field: 'input.defaultLocale',
    });
  });

  it('is changed by admins alone, and its mail settings are shown to nobody else', async () => {
    await update({ mailReplyTo: 'help@padma.example' });
    for (const person of [await tenant.customer(), await tenant.agent()]) {
      expect(await person.refusal('organisationUpdate', { input: { name: 'Mine' } })).toMatchObject({
        code: 'FORBIDDEN',
      });
      expect(await organisationOf(person)).toBeNull();
    }
    expect((await portal.nobody.get('{ organisation { name } }')).organisation).toBeNull();
    const { errors } = await portal.nobody.ask(
      'mutation { organisationUpdate(input: { name: "Mine" }) { userErrors { code } } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('tells in the audit log what changed, with the values of its colour and default language', async () => {
    await update({ ...face, mailReplyTo: 'help@padma.example' });
    const { auditLog } = await admin.get(
      '{ auditLog(filter: { noun: [ORGANISATION] }, first: 5) { nodes { event actor { id } changes { field from to } } } }',
    );
    expect(auditLog.nodes).toEqual([
      {
        event: 'OrganisationChanged',
        actor: { id: admin.id },
        changes: [
          { field: 'name', from: null, to: null },
          { field: 'accentColor', from: null, to: '#7c3aed' },
          { field: 'locales', from: null, to: null },
          { field: 'defaultLocale', from: 'en', to: 'bn' },
          { field: 'mailReplyTo', from: null, to: null },
        ],
      },
    ]);
  });
});

describe('its emails', () => {
  it('come in its name and colour, and replies go where it says; those of another tenant do not', async () => {
    await update({
      name: 'Padma Net',
      accentColor: '#fde047',
      mailSenderName: 'Padma Help',
      mailReplyTo: 'help@padma.example',
    });
    const addressOf = (index: number) => `invited-${index}@${tenant.tenant.slug}.example`;
    const agents = await Promise.all([tenant.agent(), other.agent()]);
    for (const [index, agent] of agents.entries())
      await agent.done('customerInvite', { input: { name: 'Clinic', email: addressOf(index) } });
    await portal.settle();
    const [[mine], [theirs]] = [portal.mailbox.to(addressOf(0)), portal.mailbox.to(addressOf(1))];
    const shown = accentIn('#fde047', 'light');
    expect(mine!.from!.value[0]!.name).toBe('Padma Help');
    expect(mine!.replyTo!.value[0]!.address).toBe('help@padma.example');
    expect(mine!.html).toContain(`background:${shown}`);
    expect(mine!.text).toContain('You can reply to it');
    expect(mine!.text).toContain('Padma Net');
    expect(theirs!.from!.value[0]!.name).toBe('Other');
    expect(theirs!.replyTo).toBeUndefined();
    expect(theirs!.html).toContain('background:#0f766e');
    expect(theirs!.text).toContain('Replies to it aren’t read');
    expect(`${theirs!.html}${theirs!.text}${theirs!.subject}`).not.toMatch(/padma/i);
  });
});

const note = {
  locale: 'en',
  text: 'Padma Net Ltd.\n12 Lake Road, Dhaka',
  links: [{ label: 'Privacy', url: 'https://padma.example/privacy' }],
};
const link = (url: string, label = 'Privacy') => [{ ...note, links: [{ label, url }] }];

describe('what stands at the end', () => {
  it('is shown to everybody of the tenant by language, and to nobody of another', async () => {
    const bengali = { locale: 'bn', text: 'পদ্মা নেট লিমিটেড', links: [] };
    const changed = await update({
      legalNotes: [{ ...note, text: '\n  Padma Net Ltd.\r\n12 Lake Road, Dhaka ' }, bengali],
    });
    expect(changed.legalNotes).toEqual([bengali, { ...note, text: expect.stringContaining('12 Lake Road, Dhaka') }]);
    const shown = '{ legalNotes { locale text links { label url } } }';
    const { viewer } = await (await tenant.customer()).get(`{ viewer { tenant ${shown} } }`);
    expect(viewer.tenant.legalNotes).toEqual(changed.legalNotes);
    const visitor = new Visitor(portal.url, `${tenant.tenant.slug}.portal.test`);
    const { portal: info } = await visitor.ask<any>(`{ portal { tenant ${shown} } }`);
    expect(info.tenant.legalNotes).toEqual(changed.legalNotes);
    const stranger = await (await other.customer()).get(`{ viewer { tenant ${shown} } }`);
    expect(stranger.viewer.tenant.legalNotes).toEqual([]);
    expect((await update({ legalNotes: [{ ...note, text: ' ', links: [] }] })).legalNotes).toEqual([]);
  });

  it('is in emails, in the language of the reader or else the default one', async () => {
    await update({ legalNotes: [{ ...note, text: 'Padma & <Net>' }] });
    const agent = await tenant.agent();
    for (const locale of ['en', 'bn']) {
      const email = `reader-${locale}@${tenant.tenant.slug}.example`;
      await agent.done('customerInvite', { input: { name: 'Clinic', email, locale } });
      await portal.settle();
      const [mail] = portal.mailbox.to(email);
      expect(mail!.text).toContain('Padma & <Net>\nPrivacy: https://padma.example/privacy');
      expect(mail!.html).toContain('Padma &amp; &lt;Net&gt;');
      expect(mail!.html).toContain('href="https://padma.example/privacy"');
    }
  });

  it.each([
    [link('http://padma.example'), 'INVALID', '0.links.0.url'],
    [link('javascript:alert(1)'), 'INVALID', '0.links.0.url'],
    [link('https://user:secret@padma.example'), 'INVALID', '0.links.0.url'],
    [link('padma.example'), 'INVALID', '0.links.0.url'],
    [link(`https://padma.example/${'a'.repeat(1_000)}`), 'TOO_LONG', '0.links.0.url'],
    [link('https://padma.example', ' '), 'REQUIRED', '0.links.0.label'],
    [[{ ...note, links: Array(6).fill(note.links[0]) }], 'TOO_MANY', '0.links'],
    [[{ ...note, text: 'a'.repeat(1_001) }], 'TOO_LONG', '0.text'],
    [[{ ...note, locale: 'tlh' }], 'INVALID', '0.locale'],
    [[note, note], 'INVALID', null],
    [[note, note, note], 'TOO_MANY', null],
  ])('refuses %j, naming the field', async (legalNotes, code, path) => {
    expect(await admin.refusal('organisationUpdate', { input: { legalNotes } })).toMatchObject({
      code,
      field: `input.legalNotes${path === null ? '' : `.${path}`}`,
    });
    expect((await organisationOf(admin)).legalNotes).toEqual([]);
  });
});
