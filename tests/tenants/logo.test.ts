import { once } from 'node:events';
import { utimes } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { removeOrphans } from '../../server/attachments/sweep.ts';
import { Visitor } from '../sessions/visitor.ts';
import { mark, png, storedKeys, type TestFile } from '../support/files.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let other: TestTenant;
let admin: Person;

beforeEach(async () => {
  [tenant, other] = await Promise.all([portal.world.tenant({ name: 'Padma Net' }), portal.world.tenant()]);
  admin = await tenant.admin();
});

interface Logo {
  url: string;
  width: number;
  height: number;
}

const upload = async (file: TestFile): Promise<Logo> =>
  (await admin.uploadBy('organisationLogoUpload', file)).organisation.logo;
const hostOf = ({ tenant: { slug } }: TestTenant) => `${slug}.portal.test`;

/** `fetch` does not let a Host header be set. */
async function get(path: string, host: string, headers: Record<string, string> = {}) {
  const sent = request(`${portal.url}${path}`, { headers: { host, ...headers } }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: await buffer(response) };
}

const logoOf = async (viewer: Person) =>
  (await viewer.get('{ viewer { tenant { logo { url width height } } } }')).viewer.tenant.logo;
const visitorsLogo = async (of: TestTenant) =>
  (await new Visitor(portal.url, hostOf(of)).ask<any>('{ portal { tenant { logo { url width height } } } }')).portal
    .tenant.logo;

describe('the logo of an organisation', () => {
  it('is shown to everybody of it and to visitors, and to nobody of another', async () => {
    expect(await logoOf(admin)).toBeNull();
    const logo = await upload(await mark());
    expect(logo).toEqual({ url: expect.stringMatching(/^\/logos\//), width: 480, height: 160 });
    for (const person of [admin, await tenant.agent(), await tenant.customer()])
      expect(await logoOf(person)).toEqual(logo);
    expect(await visitorsLogo(tenant)).toEqual(logo);
    expect(await visitorsLogo(other)).toBeNull();
    expect(await logoOf(await other.customer())).toBeNull();
  });

  it.each(['logo.png', 'logo.webp'])(
    'is made small of %s, with its transparency and without metadata',
    async (name) => {
      const { url } = await upload(await mark(name));
      const { body } = await get(url, hostOf(tenant));
      expect(body.length).toBeLessThan(480 * 160);
      const picture = sharp(body);
      const { format, width, height, exif } = await picture.metadata();
      expect({ format, width, height, exif }).toEqual({ format: 'png', width: 480, height: 160, exif: undefined });
      const { data } = await picture.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
      expect([data[0], data[3], data.at(-1)]).toEqual([255, 255, 0]);
    },
  );

  it('is upright and not made larger', async () => {
    const photo = await sharp({ create: { width: 90, height: 30, channels: 3, background: 'teal' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(await upload({ name: 'photo.jpg', content: new Uint8Array(photo) })).toMatchObject({
      width: 30,
      height: 90,
    });
  });

  it('can be uploaded where no attachments are taken', async () => {
    await admin.done('attachmentLimitsUpdate', { input: { maximumSize: 1, maximumCount: 0, contentTypes: [] } });
    expect(await upload(await mark())).toMatchObject({ width: 480 });
  });

  it('is told in the audit log, and that is all that changes', async () => {
    const before = await admin.get('{ organisation { name accentColor } }');
    await upload(await mark());
    await admin.done('organisationLogoRemove', {});
    expect(await admin.get('{ organisation { name accentColor } }')).toEqual(before);
    const { auditLog } = await admin.get(
      '{ auditLog(filter: { noun: [ORGANISATION] }, first: 5) { nodes { event changes { field from to } } } }',
    );
    const entry = { event: 'OrganisationChanged', changes: [{ field: 'logo', from: null, to: null }] };
    expect(auditLog.nodes).toEqual([entry, entry]);
  });

  it('is chosen by admins alone', async () => {
    const logo = await upload(await mark());
    for (const person of [await tenant.agent(), await tenant.customer()]) {
      expect(await person.uploadRefusal(await png(), 'organisationLogoUpload')).toMatchObject({ code: 'FORBIDDEN' });
      expect(await person.refusal('organisationLogoRemove', {})).toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(await logoOf(admin)).toEqual(logo);
  });
});

const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script>alert(1)</script></svg>';

it.each<[string, () => TestFile | Promise<TestFile>, string, RegExp]>([
  ['an SVG', () => ({ name: 'logo.svg', content: svg }), 'TYPE_NOT_ALLOWED', /Allowed: png, jpg, .*webp/],
  ['an SVG that is called PNG', () => ({ name: 'logo.png', content: svg }), 'TYPE_NOT_ALLOWED', /does not match/],
  ['another picture', () => ({ name: 'logo.gif', content: 'GIF89a' }), 'TYPE_NOT_ALLOWED', /Allowed: /],
  ['nothing', () => ({ name: 'logo.png', content: '' }), 'EMPTY', /is empty/],
  ['a large picture', () => png('logo.png', { width: 900, height: 900 }), 'TOO_LARGE', /larger than 2 MB/],
  ['too many pixels', enormous, 'TOO_LARGE', /more than 25 megapixels/],
  ['half a picture', half, 'INVALID', /cannot be read/],
])('%s is refused with the reason, and the former logo stays', async (_, file, code, message) => {
  const logo = await upload(await mark());
  const refusal = await admin.uploadRefusal(await file(), 'organisationLogoUpload');
  expect(refusal).toEqual({ code, field: 'file', message: expect.stringMatching(message) });
  expect(await logoOf(admin)).toEqual(logo);
  expect((await get(logo.url, hostOf(tenant))).status).toBe(200);
});

async function enormous(): Promise<TestFile> {
  const picture = sharp({ create: { width: 5_001, height: 5_001, channels: 3, background: 'teal' } });
  return { name: 'logo.png', content: new Uint8Array(await picture.png().toBuffer()) };
}

async function half(): Promise<TestFile> {
  const { name, content } = await png('logo.png', { width: 200, height: 200 });
  return { name, content: (content as Uint8Array).slice(0, 5_000) };
}

describe('its address', () => {
  it('is served to anyone, to be kept for ever and taken for nothing else', async () => {
    const { url } = await upload(await mark());
    const { status, headers } = await get(url, hostOf(tenant));
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'cross-origin',
    });
    const again = await get(url, hostOf(tenant), { 'if-none-match': headers.etag! });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  it('is that of one tenant, at its address and at that of the portal', async () => {
    const { url } = await upload(await mark());
    const { body } = await get(url, hostOf(tenant));
    expect((await get(url, 'portal.test')).body).toEqual(body);
    expect((await get(url, hostOf(other))).status).toBe(404);
    expect((await get(`/logos/${other.tenant.slug}/${'0'.repeat(64)}.png`, hostOf(tenant))).status).toBe(404);
    expect((await get(`/logos/${tenant.tenant.slug}/${'0'.repeat(64)}.png`, 'portal.test')).status).toBe(404);
  });

  it('changes with the picture, and the former one leads there until there is none', async () => {
    const former = await upload(await mark());
    const logo = await upload(await mark('logo.png', { width: 100, height: 100 }));
    expect(logo.url).not.toBe(former.url);
    const { status, headers } = await get(former.url, hostOf(tenant));
    expect([status, headers.location, headers['cache-control']]).toEqual([302, logo.url, 'no-store']);
    await admin.done('organisationLogoRemove', {});
    expect(await visitorsLogo(tenant)).toBeNull();
    for (const { url } of [logo, former]) {
      const gone = await get(url, hostOf(tenant));
      expect([gone.status, gone.headers['cache-control'], gone.headers.etag]).toEqual([404, 'no-store', undefined]);
    }
  });
});

it('former pictures are removed from the storage, and the one in use stays', async () => {
  for (const key of await storedKeys(portal)) await portal.app.portal.storage.remove(key);
  await upload(await mark());
  const { url } = await upload(await mark('logo.png', { width: 100, height: 100 }));
  expect(await storedKeys(portal)).toHaveLength(2);
  const folder = join(portal.app.portal.config.dataDirectory, 'attachments');
  for (const key of await storedKeys(portal)) await utimes(join(folder, key), new Date(0), new Date(0));
  await removeOrphans(portal.app.portal);
  expect(await storedKeys(portal)).toHaveLength(1);
  expect((await get(url, hostOf(tenant))).status).toBe(200);
});

it('is in emails of its tenant, at an address of the portal, and in those of no other', async () => {
  const { url } = await upload(await mark());
  await admin.done('organisationUpdate', { input: { name: 'Padma & "Net"' } });
  const addressOf = (of: TestTenant) => `invited@${of.tenant.slug}.example`;
  for (const each of [tenant, other])
    await (await each.agent()).done('customerInvite', { input: { name: 'Clinic', email: addressOf(each) } });
  await portal.settle();
  const [[mine], [theirs]] = [portal.mailbox.to(addressOf(tenant)), portal.mailbox.to(addressOf(other))];
  expect(mine!.html).toContain(
    `<img src="http://${hostOf(tenant)}${url}" alt="Padma &amp; &quot;Net&quot;" width="144" height="48"`,
  );
  expect(theirs!.html).not.toContain('<img');
});
