import { request } from 'node:http';
import { beforeEach, describe, expect, it } from 'vitest';
import { Egress } from '../../server/egress/egress.ts';
import { readRanges } from '../../server/egress/addresses.ts';
import { Visitor } from '../sessions/visitor.ts';
import { TestNames, acceptCertificate, serveHttp, serveHttps, serveTcp } from '../support/outside.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

// domains are asked for over loopback, at the port of the portal, as if that were the internet
const portal = usePortal();
const here = '127.0.0.1';
let tenant: TestTenant;
let other: TestTenant;
let admin: Person;
let count = 0;

/** The address by which the portal thinks it is reached, for the rest of the test. */
function reachedAt(publicUrl: string): void {
  portal.app.portal.config.publicUrl = publicUrl;
}

beforeEach(async () => {
  reachedAt(`http://portal.test:${portal.app.port}`);
  [tenant, other] = await Promise.all([portal.world.tenant(), portal.world.tenant()]);
  admin = await tenant.admin();
});

const newName = () => `help-${++count}.padma.example`;

/** What the DNS says from now on. */
function know(addresses: Record<string, string>, aliases: Record<string, string> = {}): void {
  const answers = Object.fromEntries(Object.entries(addresses).map(([name, address]) => [name, [[address]]]));
  portal.app.portal.egress = new Egress(readRanges(`${here}/32`)!, new TestNames(answers, aliases));
}

const fields = 'inUse pending { name checkedAt failure } dnsTarget addressWithout';
const domainOf = async (person: Person) => (await person.get(`{ ownDomain { ${fields} } }`)).ownDomain;
const set = async (name: string, who = admin) => (await who.done('ownDomainSet', { input: { name } })).ownDomain;
const check = async (who = admin) => (await who.done('ownDomainCheck', {})).ownDomain;
const remove = async (name: string) => (await admin.done('ownDomainRemove', { input: { name } })).ownDomain;
const tenantAt = async (host: string) => {
  const { portal: found } = await new Visitor(portal.url, host).ask<any>('{ portal { tenant { slug } } }');
  return found.tenant?.slug ?? null;
};

/** A domain in use, by the way on which one comes to it. */
async function use(name = newName(), who = admin): Promise<string> {
  know({ [name]: here });
  await set(name, who);
  expect(await check(who)).toMatchObject({ inUse: name, pending: null });
  return name;
}

describe('the own domain', () => {
  it('is none at first, and says what the DNS has to say of one', async () => {
    const { slug } = tenant.tenant;
    expect(await domainOf(admin)).toEqual({
      inUse: null,
      pending: null,
      dnsTarget: `${slug}.portal.test`,
      addressWithout: `http://${slug}.portal.test:${portal.app.port}`,
    });
  });

  it('serves nobody while it is pending', async () => {
    const name = newName();
    expect(await set(name)).toMatchObject({ inUse: null, pending: { name, checkedAt: null, failure: null } });
    expect(await tenantAt(name)).toBeNull();
  });

  it('is used once it leads here: people sign in there, and emails link to it', async () => {
    const customer = await tenant.customer();
    const name = await use();
    expect(await tenantAt(`${name.toUpperCase()}:443`)).toBe(tenant.tenant.slug);
    expect(await tenantAt(`${tenant.tenant.slug}.portal.test`)).toBe(tenant.tenant.slug);
    expect(await tenantAt(`${other.tenant.slug}.portal.test`)).toBe(other.tenant.slug);
    const { session } = await new Visitor(portal.url, name).signIn({ email: customer.email });
    expect(session?.viewer.id).toBe(customer.id);
    await portal.nobody.done('passwordResetRequest', { input: { email: customer.email, tenant: tenant.tenant.slug } });
    await portal.settle();
    const [email] = await portal.mailbox.until(customer.email, 1);
    expect(email!.text).toContain(`http://${name}:${portal.app.port}/`);
  });

  it('takes the place of another one only when it is used itself', async () => {
    const [first, second] = [await use(), newName()];
    expect(await set(second)).toMatchObject({ inUse: first, pending: { name: second } });
    expect(await check()).toMatchObject({ inUse: first, pending: { name: second, failure: 'NAME_NOT_FOUND' } });
    expect(await tenantAt(first)).toBe(tenant.tenant.slug);
    know({ [second]: here });
    expect(await check()).toMatchObject({ inUse: second, pending: null });
    expect([await tenantAt(first), await tenantAt(second)]).toEqual([null, tenant.tenant.slug]);
  });

  it('is given up, in use or pending', async () => {
    const [used, pending] = [await use(), newName()];
    await set(pending);
    expect(await remove(pending)).toMatchObject({ inUse: used, pending: null });
    expect(await remove(used)).toMatchObject({ inUse: null, pending: null });
    expect(await tenantAt(used)).toBeNull();
    expect(await admin.refusal('ownDomainRemove', { input: { name: used } })).toMatchObject({
      code: 'NOT_FOUND',
      field: 'input.name',
    });
  });

  it.each([
    ['Help.Padma-Net.Example', 'help.padma-net.example'],
    [' ｈｅｌｐ．padma．example ', 'help.padma.example'],
    ['সাহায্য.বাংলা', 'xn--g6bazeyb0i.xn--54b7fta0cc'],
    ['bücher.example', 'xn--bcher-kva.example'],
  ])('has one form, however it is written: %s', async (written, name) => {
    expect((await set(written)).pending.name).toBe(name);
  });

  it.each([
    'https://help.padma.example',
    'help.padma.example/path',
    'help.padma.example:443',
    'help.padma.example?#',
    'help%2epadma.example',
    'somebody@padma.example',
    'localhost',
    'padma',
    'help..example',
    '-help.example',
    'help-.example',
    '*.padma.example',
    'help_desk.example',
    'help.padma.example.',
    '127.0.0.1',
    '0x7f.1',
    '[::1]',
    'padma.1',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(123)}examples`,
    'help padma.example',
    'portal.test',
    'help.portal.test',
    'Portal.Test',
  ])('is no host name that it could have: %s', async (name) => {
    expect(await admin.refusal('ownDomainSet', { input: { name } })).toMatchObject({
      code: 'INVALID',
      field: 'input.name',
      message: expect.stringContaining('must be a host name'),
    });
  });

  it('is changed and seen by admins alone', async () => {
    for (const person of [await tenant.customer(), await tenant.agent()]) {
      expect(await domainOf(person)).toBeNull();
      expect(await person.refusal('ownDomainSet', { input: { name: newName() } })).toMatchObject({ code: 'FORBIDDEN' });
      expect(await person.refusal('ownDomainCheck', {})).toMatchObject({ code: 'FORBIDDEN' });
      expect(await person.refusal('ownDomainRemove', { input: { name: 'a.example' } })).toMatchObject({
        code: 'FORBIDDEN',
      });
    }
  });

  it('has its history in the audit log', async () => {
    const name = newName();
    know({});
    await set(name);
    await check();
    await use(name);
    const { auditLog } = await admin.get(
      '{ auditLog(filter: { noun: [ORGANISATION] }, first: 9) { nodes { event actor { id } changes { field from to } } } }',
    );
    const entries = auditLog.nodes.map(({ changes }: any) => changes);
    expect(
      auditLog.nodes.every(({ event, actor }: any) => event === 'OrganisationDomainChanged' && actor.id === admin.id),
    ).toBe(true);
    expect(entries).toEqual([
      [
        { field: 'domain', from: null, to: name },
        { field: 'pendingDomain', from: name, to: null },
        { field: 'domainFailure', from: 'NAME_NOT_FOUND', to: null },
      ],
      [{ field: 'domainFailure', from: null, to: 'NAME_NOT_FOUND' }],
      [{ field: 'pendingDomain', from: null, to: name }],
    ]);
  });
});

describe('two tenants', () => {
  it('may have the same domain in mind, and the one whose check succeeds has it', async () => {
    const name = newName();
    const rival = await other.admin();
    await Promise.all([set(name), set(name, rival)]);
    expect((await domainOf(rival)).pending.name).toBe(name);
    know({ [name]: here });
    await check();
    expect(await tenantAt(name)).toBe(tenant.tenant.slug);
    expect(await check(rival)).toMatchObject({ inUse: null, pending: { name, failure: 'IN_USE' } });
    const third = await (await portal.world.tenant()).admin();
    expect(await third.refusal('ownDomainSet', { input: { name } })).toEqual({
      code: 'CONFLICT',
      field: 'input.name',
      message: 'Another organisation uses this domain.',
    });
    await remove(name);
    expect(await check(rival)).toMatchObject({ inUse: name });
  });

  it('both check at once, and one has it', async () => {
    const name = newName();
    const rival = await other.admin();
    await Promise.all([set(name), set(name, rival)]);
    know({ [name]: here });
    await Promise.all([admin, rival].map((who) => who.askVerb('ownDomainCheck', {})));
    const states = await Promise.all([admin, rival].map(domainOf));
    expect(states.map(({ inUse }) => inUse).filter(Boolean)).toEqual([name]);
  });

  it('are side by side at their domains, with sockets and cookies of their own', async () => {
    const [mine, theirs] = [await use(), newName()];
    const rival = await other.admin();
    await use(theirs, rival);
    expect([await tenantAt(mine), await tenantAt(theirs)]).toEqual([tenant.tenant.slug, other.tenant.slug]);
    const customer = await tenant.customer();
    expect((await new Visitor(portal.url, theirs).signIn({ email: customer.email })).userErrors).toMatchObject([
      { code: 'INVALID_CREDENTIALS' },
    ]);
    const visitor = new Visitor(portal.url, mine);
    expect((await visitor.signIn({ email: customer.email })).userErrors).toEqual([]);
    expect((await visitor.refresh()).session?.viewer.id).toBe(customer.id);
  });
});

describe('a check', () => {
  /** What comes of it where the domain leads to an address. */
  async function failureAt(addresses: (name: string) => Record<string, string>, aliases = {}): Promise<string | null> {
    const name = newName();
    know(addresses(name), aliases);
    await set(name);
    const { pending } = await check();
    expect(pending.checkedAt).not.toBeNull();
    expect((await domainOf(admin)).pending).toEqual(pending);
    return pending.failure;
  }

  it('finds no address', async () => {
    expect(await failureAt(() => ({}))).toBe('NAME_NOT_FOUND');
  });

  it('goes to no address of the inside', async () => {
    expect(await failureAt((name) => ({ [name]: '127.0.0.2' }))).toBe('INSIDE_ADDRESS');
    expect(await failureAt((name) => ({ [name]: '169.254.169.254' }))).toBe('INSIDE_ADDRESS');
  });

  it.each([
    ['is silent', () => serveTcp((socket) => void socket.end()), 'http:', 'OTHER_SERVER'],
    [
      'has another page',
      () => serveHttp((_request, response) => void response.end('welcome')),
      'http:',
      'OTHER_SERVER',
    ],
    [
      'sends back',
      () => serveHttp(({ url }, response) => void response.end(url!.split('/').at(-1))),
      'http:',
      'OTHER_SERVER',
    ],
    [
      'sends elsewhere',
      () =>
        serveHttp(({ url }, response) => {
          response
            .writeHead(302, { location: `http://${tenant.tenant.slug}.portal.test:${portal.app.port}${url}` })
            .end();
        }),
      'http:',
      'OTHER_SERVER',
    ],
    ['has a certificate of another name', () => serveHttps(() => {}), 'https:', 'CERTIFICATE'],
    ['speaks no HTTPS', () => serveHttp(() => {}), 'https:', 'CERTIFICATE'],
  ])('finds a server that %s', async (_what, serve, protocol, failure) => {
    const { port } = await serve();
    reachedAt(`${protocol}//portal.test:${port}`);
    expect(await failureAt((name) => ({ [name]: here }))).toBe(failure);
  });

  it('finds nobody', async () => {
    reachedAt('http://portal.test:1');
    expect(await failureAt((name) => ({ [name]: here }))).toBe('UNREACHABLE');
  });

  it('passes through a proxy that speaks HTTPS and keeps the name', async () => {
    acceptCertificate();
    const proxy = await serveHttps((incoming, response) => {
      const { url, method, headers } = incoming;
      request(new URL(url!, portal.url), { method: method!, headers }, (answer) => {
        answer.pipe(response.writeHead(answer.statusCode!, answer.headers));
      }).end();
    });
    reachedAt(`https://portal.test:${proxy.port}`);
    expect(await tenantAt(await use('padma.good.test'))).toBe(tenant.tenant.slug);
  });

  it('needs a CNAME record, where there is one of the portal, that names the address of the tenant itself', async () => {
    const [mine, theirs] = [`${tenant.tenant.slug}.portal.test`, `${other.tenant.slug}.portal.test`];
    const name = newName();
    await set(name);
    for (const alias of [theirs, 'portal.test']) {
      know({ [name]: here }, { [name]: alias });
      expect((await check()).pending.failure).toBe('OTHER_ORGANISATION');
    }
    know({ [name]: here }, { [name]: mine });
    expect((await check()).inUse).toBe(name);
  });

  it('may be done ten times in a minute', async () => {
    await set(newName());
    for (let done = 0; done < 10; done++) await check();
    const { errors } = await admin.askVerb('ownDomainCheck', {});
    expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
  });

  it('needs a domain', async () => {
    expect(await admin.refusal('ownDomainCheck', {})).toMatchObject({ code: 'WRONG_STATE' });
  });
});
