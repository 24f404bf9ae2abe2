import { beforeAll, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';
import { Visitor } from '../sessions/visitor.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;

beforeAll(async () => {
  tenant = await portal.world.tenant();
  customer = await tenant.customer();
  agent = await tenant.agent();
});

describe.each(['\u3164', '\u2800', '\u200b\u2060', '\u202e\u2066', '\u00ad', '\uffa0 \u115f', '\ufffc'])(
  'text of which nothing is seen, %j,',
  (text) => {
    it('is no title, name, message, comment or reason', async () => {
      const { id } = await customer.openTicket();
      const required = [
        await customer.refusal('ticketCreate', { input: { title: text, description: 'Something.' } }),
        await customer.refusal('ticketCreate', { input: { title: 'Something', description: text } }),
        await customer.refusal('messageAdd', { ticketId: id, input: { body: text } }),
        await customer.refusal('profileUpdate', { input: { name: text } }),
        await agent.refusal('customerInvite', { input: { name: text, email: 'somebody@portal.test' } }),
        await agent.refusal('articleSave', { input: { title: text, body: 'Something.', language: 'en' } }),
        await agent.refusal('articleSave', { input: { title: 'Something', body: text, language: 'en' } }),
      ];
      expect(required.map(({ code }) => code)).toEqual(required.map(() => 'REQUIRED'));
      const ticket = await customer.openTicket();
      await agent.done('ticketUpdate', { id: ticket.id, input: { status: 'RESOLVED' } });
      const { feedback } = await customer.done('feedbackSubmit', {
        ticketId: ticket.id,
        input: { rating: 5, comment: text },
      });
      expect(feedback.comment).toBeNull();
      expect((await customer.done('profileUpdate', { input: { phone: text } })).viewer.phone).toBeNull();
    });
  },
);

describe('a message', () => {
  it('has line feeds whatever ends its lines, and its first indent', async () => {
    const { id } = await customer.openTicket({ description: '\r\n  first\r\n    second\r' });
    await customer.write(id, '    at foo (a.js:1)\n        at bar (b.js:2)');
    expect(await customer.thread(id)).toEqual(['  first\n    second', '    at foo (a.js:1)\n        at bar (b.js:2)']);
  });

  it('is the same request with the same key, whatever ends its lines', async () => {
    const { id } = await customer.openTicket();
    const sent = await Promise.all(
      ['one\r\ntwo', 'one\ntwo', 'one\rtwo', '\r\none\r\ntwo \r\n', 'one\ntwo\t'].map((body) =>
        customer.write(id, body, { idempotencyKey: 'lines' }),
      ),
    );
    expect(new Set(sent.map((message) => message.id)).size).toBe(1);
  });

  it('may have as many characters as a reader counts, and not one more', async () => {
    const title = '🇧🇩'.repeat(100) + 'é'.normalize('NFD').repeat(100);
    expect((await customer.openTicket({ title })).title).toBe(title.normalize('NFC'));
    expect(await customer.refusal('ticketCreate', { input: { title: `${title}e`, description: 'Too long.' } })).toEqual(
      { code: 'TOO_LONG', field: 'input.title', message: 'title must have at most 200 characters.' },
    );
    expect(
      await customer.refusal('ticketCreate', {
        input: { title: `e${'\u0301'.repeat(1_500)}`, description: 'One letter with many accents.' },
      }),
    ).toEqual({ code: 'TOO_LONG', field: 'input.title', message: 'title must have at most 2,000 bytes in UTF-8.' });
  });

  it.each([
    ['Cafe\u0301 wifi', 'Caf\u00e9'],
    ['\u09af\u09be\u09df \u09a8\u09be', '\u09af\u09be\u09af\u09bc \u09a8\u09be'],
    ['Caf\u00e9 am Markt', 'Cafe\u0301'],
    ['\u1112\u1161\u11ab\u1100\u116e\u11a8', '\ud55c\uad6d'],
    ['\u212bngstr\u00f6m', '\u00c5ngstro\u0308m'],
    ['Zo\u00eb\u200b', 'zoe\u0308'],
  ])('titled %j is found by %j, which is the same in Unicode', async (title, text) => {
    const { id } = await customer.openTicket({ title });
    const { tickets } = await customer.get(
      'query($text: String) { tickets(filter: { search: $text }) { nodes { id } } }',
      {
        text,
      },
    );
    expect(tickets.nodes).toContainEqual({ id });
  });
});

describe.each([
  ['tickets', 'filter.search', 'query($search: String) { tickets(filter: { search: $search }) { totalCount } }'],
  ['customers', 'search', 'query($search: String) { customers(search: $search) { totalCount } }'],
  ['articles', 'search', 'query($search: String) { articles(search: $search) { totalCount } }'],
])('a search among %s', (_, argument, query) => {
  it.each(['\u3164', '\u2800', '\u200b\u2060', '\u202e\u2066', '\u00ad', '\uffa0 \u115f', '\ufffc', ' \r\n'])(
    'for %j, of which nothing is seen, is for all',
    async (search) => {
      await customer.openTicket();
      await agent.writeArticle({});
      const all = await agent.get(query, { search: null });
      expect(Object.values(all)).not.toContainEqual({ totalCount: 0 });
      expect(await agent.get(query, { search })).toEqual(all);
    },
  );

  it.each(['🇧🇩', 'কি', 'e\u0301', '👍🏽', '❤️', '\u1112\u1161\u11ab'])(
    'may have 200 of %j, as a reader counts, and not one more',
    async (character) => {
      expect((await agent.ask(query, { search: character.repeat(200) })).errors).toBeUndefined();
      const { errors } = await agent.ask(query, { search: character.repeat(201) });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }]);
    },
  );
});

describe('signing in', () => {
  it.each([
    ['flat4b@padma.example\u200b'],
    ['flat4b@pad\u00adma.example'],
    ['\u202aFlat4B@padma.example\u202c'],
    ['\uff46\uff4c\uff41\uff54\uff14\uff42\uff20padma.example'],
    ['flat৪b@padma.example'],
    ['\u00a0flat4b@padma\u3002example\u3000'],
    ['mailto:flat4b@padma.example'],
  ])('takes %j for flat4b@padma.example', async (email) => {
    const home = await portal.world.tenant();
    const person = await home.customer({ email: 'flat4b@padma.example' });
    const { session } = await new Visitor(portal.url).signIn({ email, tenant: `\u200b${home.tenant.slug}\u00a0` });
    expect(session?.viewer.id).toBe(person.id);
  });
});

describe('inviting', () => {
  it.each([
    ['x@b\u00fccher.example', 'x@xn--bcher-kva.example'],
    ['y@xn--bcher-kva.example', 'Y@B\u00dcCHER.example'],
    ['ren\u00e9@portal.test', 'rene\u0301@portal.test'],
    ['z@portal.test', '\u202az@portal\uff0etest\u202c'],
    ['w@উদাহরণ.বাংলা', 'w@xn--d5b6ci4b4b3a.xn--54b7fta0cc'],
    ['flat7@portal.test', 'flat৭@portal.test'],
  ])('%j and %j makes one customer', async (one, other) => {
    const first = await agent.done('customerInvite', { input: { name: 'Somebody', email: one } });
    const second = await agent.done('customerInvite', { input: { name: 'Somebody', email: other } });
    expect(second.customer).toEqual(first.customer);
  });

  it.each(['"flat 4b"@portal.test', 'flat4b%padma.example@portal.test', 'padma.example!flat4b@portal.test'])(
    'refuses %j, by which mail would go elsewhere',
    async (email) => {
      expect(await agent.refusal('customerInvite', { input: { name: 'Somebody', email } })).toMatchObject({
        code: 'INVALID',
        field: 'input.email',
      });
    },
  );
});
