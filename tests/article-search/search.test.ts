import { beforeAll, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';
import { find, highlights } from './find-articles.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;

const articles = [
  ['Change your password', 'Open the settings of the router and choose a new one. Then connect every phone again.'],
  [
    'The internet is slow',
    'Stand beside the router. Pause downloads, then measure. In the evening many neighbours watch films.',
  ],
  ['Pay your bill', 'At our counter, or by card. A receipt comes by mail. Batteries are not included.'],
  ['Batteries that last', 'Fill up with distilled water. Never empty a battery: charging takes a day.'],
  ['A café with Wi-Fi', 'Guests want 5GHz. Put the router high.'],
  ['Error codes', 'Code 07 means too hot. Code 06 means a short circuit.'],
];
const bengaliArticles = [
  ['ব্যাটারির যত্ন', 'ব্যাটারিতে পাতিত পানি দিন। রাতে বাতি কম জ্বালান।'],
  ['বিল দেওয়ার নিয়ম', 'বিকাশে টাকা পাঠান। কার্যালয়ে নগদ টাকা দেওয়া যায়। দাম ৫০ টাকা।'],
  ['ওয়াই-ফাইয়ের পাসওয়ার্ড', 'রাউটারের পাতা খুলুন, নতুন পাসওয়ার্ড দিন। গাড়ি চালানোর সময় নয়।'],
];

beforeAll(async () => {
  tenant = await portal.world.tenant();
  [customer, agent] = [await tenant.customer(), await tenant.agent()];
  for (const [title, body] of articles) await agent.publishArticle({ title, body });
  for (const [title, body] of bengaliArticles) await agent.publishArticle({ title, body, language: 'bn' });
});

const best = async (search: string) => (await find(customer, search))[0];

describe('a search', () => {
  it('finds by words of the title and of the body, whatever their case', async () => {
    expect(await best('PASSWORD')).toBe('Change your password');
    expect(await best('neighbours')).toBe('The internet is slow');
  });

  it('finds every form of a word', async () => {
    expect(await best('my battery charges')).toBe('Batteries that last');
    expect(await best('paying bills')).toBe('Pay your bill');
    expect(await best('slowly ')).toBe('The internet is slow');
  });

  it('accepts whole questions and ignores stop words', async () => {
    expect(await best('How do I change my password, please?')).toBe('Change your password');
    expect(await find(customer, 'how do I')).toEqual([]);
    expect(await find(customer, 'what is the')).toEqual([]);
    expect(await find(customer, "I can't")).toEqual([]);
  });

  it('ranks a word in the title above a word in the body', async () => {
    expect(await find(customer, 'batteries ')).toEqual(['Batteries that last', 'Pay your bill']);
  });

  it('ranks rare words above common ones', async () => {
    expect((await find(customer, 'router neighbours'))[0]).toBe('The internet is slow');
    expect((await find(customer, 'router 5GHz'))[0]).toBe('A café with Wi-Fi');
  });

  it('finds numbers, compounds written as one word or two, and letters without accents', async () => {
    expect(await best('error 07')).toBe('Error codes');
    for (const search of ['wifi', 'Wi-Fi', 'wi fi', '5 ghz', '5ghz', 'cafe', 'CAFÉ'])
      expect(await best(search), search).toBe('A café with Wi-Fi');
  });

  it('finds nothing when nothing matches', async () => {
    expect(await find(customer, 'zebra crossing')).toEqual([]);
    expect(await find(customer, '??? !!')).toEqual([]);
    expect(await find(customer, "'; drop table article; --")).toEqual([]);
  });

  it('that is blank lists all articles', async () => {
    for (const search of ['   ', '\u3164 \u200b', '\0', '\ud800'])
      expect(await find(customer, search), JSON.stringify(search)).toHaveLength(
        articles.length + bengaliArticles.length,
      );
  });

  it('can be limited to one language', async () => {
    expect(await find(customer, 'wifi 5ghz রাউটার', 'en')).toEqual(['A café with Wi-Fi']);
    expect(await find(customer, 'wifi 5ghz রাউটার', 'bn')).toEqual(['ওয়াই-ফাইয়ের পাসওয়ার্ড']);
  });

  it('can have two hundred characters and many words', async () => {
    expect(await find(customer, 'password battery '.repeat(12).slice(0, 200))).toContain('Batteries that last');
  });
});

describe('an unfinished last word', () => {
  it('finds every word it begins', async () => {
    for (const search of ['passw', 'change your pa', 'chang'])
      expect(await best(search), search).toBe('Change your password');
    expect(await best('পাসওয়')).toBe('ওয়াই-ফাইয়ের পাসওয়ার্ড');
  });

  it('is not completed once a space follows, nor is any word before it', async () => {
    for (const blank of [' ', '\u00a0', '\u3000', '\n', '\t', ' \u200b '])
      expect(await find(customer, `neig${blank}`), JSON.stringify(blank)).toEqual([]);
    expect(await find(customer, 'neig zebra')).toEqual([]);
  });

  it('is not completed when it is a single letter', async () => {
    expect(await find(customer, 'n')).toEqual([]);
    expect(await find(customer, 'প')).toEqual([]);
  });
});

describe('a misspelled search', () => {
  it.each([
    ['pasword', 'Change your password'],
    ['passwrod ', 'Change your password'],
    ['intrenet slwo', 'The internet is slow'],
    ['battry', 'Batteries that last'],
    ['distiled watter', 'Batteries that last'],
    ['recipt', 'Pay your bill'],
  ])('%s still finds', async (search, title) => {
    expect(await best(search)).toBe(title);
  });

  it('ranks the exact word above similar ones', async () => {
    expect((await find(customer, 'bill '))[0]).toBe('Pay your bill');
  });
});

describe('a search in Bengali', () => {
  it('finds words with and without their suffixes', async () => {
    for (const search of ['ব্যাটারি', 'ব্যাটারিতে', 'ব্যাটারির', 'ব্যাটারিগুলো', 'ব্যাটারিটা'])
      expect(await best(search), search).toBe('ব্যাটারির যত্ন');
  });

  it('does not distinguish letters that sound alike', async () => {
    for (const search of ['বেটারী', 'ব্যাটারী', 'ব্যটারি']) expect(await best(search), search).toBe('ব্যাটারির যত্ন');
    for (const search of ['ণিয়ম', 'নিয়ম', 'নীয়ম']) expect(await best(search), search).toBe('বিল দেওয়ার নিয়ম');
    expect(await best('পাসোয়ার্ড')).toBe('ওয়াই-ফাইয়ের পাসওয়ার্ড');
  });

  it('finds letters in each of their encodings, with and without joiners', async () => {
    for (const search of ['গা\u09dcি', 'গা\u09a1\u09bcি', 'গা\u200d\u09dcি', 'গা\u09dcি\u200c'])
      expect(await best(search), JSON.stringify(search)).toBe('ওয়াই-ফাইয়ের পাসওয়ার্ড');
    for (const search of ['কার্যাল\u09df', 'কার্যাল\u09af\u09bc']) expect(await best(search)).toBe('বিল দেওয়ার নিয়ম');
  });

  it('ignores stop words', async () => {
    expect(await best('আমি কীভাবে বিল দেব?')).toBe('বিল দেওয়ার নিয়ম');
    expect(await find(customer, 'আমার কী করতে হবে')).toEqual([]);
  });

  it('finds numbers in the digits of either script', async () => {
    expect(await best('৫০ টাকা')).toBe('বিল দেওয়ার নিয়ম');
    expect(await best('50 টাকা')).toBe('বিল দেওয়ার নিয়ম');
    expect(await best('কোড ০৭')).toBe('Error codes');
  });
});

describe('a search result', () => {
  it('highlights every form of the words in title and excerpt, as data', async () => {
    expect(await highlights(customer, 'charge batteries')).toEqual({
      title: '[Batteries] that last',
      excerpt: 'Fill up with distilled water. Never empty a [battery]: [charging] takes a day.',
    });
  });

  it('highlights what a misspelled or unfinished word stands for', async () => {
    expect(await highlights(customer, 'neigbours')).toMatchObject({
      excerpt: expect.stringContaining('many [neighbours] watch'),
    });
    expect(await highlights(customer, 'neigh')).toMatchObject({
      excerpt: expect.stringContaining('many [neighbours] watch'),
    });
    expect(await highlights(customer, 'wifi')).toMatchObject({ title: 'A café with [Wi-Fi]' });
  });

  it('highlights Bengali words as they are written', async () => {
    expect(await highlights(customer, 'বেটারী পানি')).toEqual({
      title: '[ব্যাটারির] যত্ন',
      excerpt: '[ব্যাটারিতে] পাতিত [পানি] দিন। রাতে বাতি কম জ্বালান।',
    });
  });

  it('never contains HTML: what looks like it is text of the article', async () => {
    await agent.publishArticle({ title: 'Xylophone <b>', body: '`<script>alert(1)</script>` plays the xylophone.' });
    expect(await highlights(customer, 'xylophone')).toEqual({
      title: '[Xylophone] <b>',
      excerpt: '<script>alert(1)</script> plays the [xylophone].',
    });
  });

  it('has an excerpt from the part of a long text with most of the words', async () => {
    const filler = 'Nothing of interest is written here. '.repeat(20);
    await agent.publishArticle({
      title: 'Long',
      body: `${filler} An umbrella. ${filler} The yellow umbrella folds. ${filler}`,
    });
    const { excerpt } = await highlights(customer, 'yellow umbrella');
    expect(excerpt).toMatch(/^… .*The \[yellow\] \[umbrella\] folds\. .* …$/);
    expect(excerpt.length).toBeLessThan(230);
  });

  it('is paged in one order, each article once', async () => {
    const many = Array.from({ length: 7 }, (_, index) => `Quokka ${'quokka '.repeat(index)}facts`);
    for (const title of many) await agent.publishArticle({ title: `About ${title.length}`, body: title });
    const query = `query($after: String, $before: String, $first: Int, $last: Int) {
      articles(search: "quokka ", first: $first, after: $after, last: $last, before: $before) {
        totalCount nodes { title } pageInfo { hasNextPage startCursor endCursor }
      }
    }`;
    const whole = (await customer.get(query, { first: 100 })).articles;
    expect(whole).toMatchObject({ totalCount: 7, pageInfo: { hasNextPage: false } });
    const paged: unknown[] = [];
    let page = { hasNextPage: true, startCursor: null, endCursor: null };
    while (page.hasNextPage) {
      const { articles: next } = await customer.get(query, { first: 3, after: page.endCursor });
      paged.push(...next.nodes);
      page = next.pageInfo;
    }
    expect(paged).toEqual(whole.nodes);
    const { articles: before } = await customer.get(query, { last: 2, before: page.startCursor });
    expect(before.nodes).toEqual(whole.nodes.slice(4, 6));
  });

  it('rejects cursors of another list', async () => {
    const { articles: list } = await customer.get('{ articles(first: 1) { pageInfo { endCursor } } }');
    const { errors } = await customer.ask(
      `{ articles(search: "router", after: "${list.pageInfo.endCursor}") { nodes { id } } }`,
    );
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } });
  });
});

describe('what a search never finds', () => {
  it('is a draft, an archived article, or an article of another tenant; staff find their own', async () => {
    const draft = await agent.writeArticle({ title: 'Secret penguin' });
    const other = await (await portal.world.tenant()).agent();
    await other.publishArticle({ title: 'Foreign penguin' });
    expect(await find(customer, 'penguin')).toEqual([]);
    expect(await find(agent, 'penguin')).toEqual(['Secret penguin']);
    await agent.done('articlePublish', { id: draft.id });
    expect(await find(customer, 'penguin')).toEqual(['Secret penguin']);
    await agent.done('articleArchive', { id: draft.id });
    expect(await find(customer, 'penguin')).toEqual([]);
    expect(await find(agent, 'penguin')).toEqual(['Secret penguin']);
  });

  it('is the text of an article before it was changed', async () => {
    const { id } = await agent.publishArticle({ title: 'Walrus' });
    await agent.done('articleSave', { id, input: { title: 'Seal', body: 'Seals.', version: 1 } });
    expect(await find(customer, 'walrus')).toEqual([]);
    expect(await find(customer, 'seal')).toEqual(['Seal']);
  });
});
