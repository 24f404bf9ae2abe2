import { beforeAll, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let agent: Person;
let customer: Person;

beforeAll(async () => {
  tenant = await portal.world.tenant();
  [agent, customer] = [await tenant.agent(), await tenant.customer()];
});

const slugFor = async (title: string, language = 'en') => (await agent.writeArticle({ title, language })).slug;

describe('the slug of an article', () => {
  it('is made of its title: letters and digits in lower case, Bengali ones too', async () => {
    expect(await slugFor('How to pay: bKash, Nagad & cards!')).toBe('how-to-pay-bkash-nagad-cards');
    expect(await slugFor("Don't open the box")).toBe('dont-open-the-box');
    expect(await slugFor('প্যাকেজ পরিবর্তন: বেশি গতি', 'bn')).toBe('প্যাকেজ-পরিবর্তন-বেশি-গতি');
    expect(await slugFor('???')).toBe('article');
  });

  it('ends at a word when the title is long', async () => {
    const slug = await slugFor('word '.repeat(39).trim());
    expect(slug.length).toBeLessThanOrEqual(100);
    expect(slug).toMatch(/^(word-)+word$/);
  });

  it('gets a number when another article in the language has it, also when both are written at once', async () => {
    const slugs = await Promise.all([1, 2, 3].map(() => slugFor('The same title')));
    expect(slugs.toSorted()).toEqual(['the-same-title', 'the-same-title-2', 'the-same-title-3']);
    expect(await slugFor('The same title', 'bn')).toBe('the-same-title');
  });

  it.each(['𐐨', '𝐛', '𞤢', '𠮷', '𖹠', '𑄌'])('never ends in half of a letter, even of %s', async (letter) => {
    const slug = await slugFor(`a${letter.repeat(99)}`);
    expect(slug).toMatch(new RegExp(`^a${letter}+$`, 'u'));
  });

  it.each(['\u3164', '\u2800', '\u200b\u2060', '\u202e', '\u00ad', ' \uffa0 '])(
    'is made of the title where nothing is seen of what was chosen: %j',
    async (slug) => expect((await agent.writeArticle({ title: `Without ${slug}`, slug })).slug).toMatch(/^without/),
  );

  it.each([
    ['\u200bpasted-one', 'pasted-one'],
    ['\ufeffpasted-two\u00a0', 'pasted-two'],
    ['pasted\u2011three', 'pasted-three'],
    ['pas\u00adted-four', 'pasted-four'],
    ['\u202apasted-five\u202c', 'pasted-five'],
    ['ｐａｓｔｅｄ－ｓｉｘ', 'pasted-six'],
  ])('loses what was pasted along: %j', async (written, slug) => {
    expect((await agent.writeArticle({ slug: written })).slug).toBe(slug);
  });

  it.each(['Ｗｉｄｅ', 'Wide\ufe0f', 'Ⅳ', 'ﬁne', 'ক্\u200dষ', '𝐛old'])(
    'finds the article when it was made of the title %j, and stays when it is saved again',
    async (title) => {
      const article = await agent.writeArticle({ title });
      const query = 'query($slug: String!) { article(slug: $slug) { id } }';
      expect((await agent.get(query, { slug: article.slug })).article).toEqual({ id: article.id });
      const input = { title, body: 'Again.', version: 1, slug: article.slug };
      await agent.done('articleSave', { id: article.id, input });
      expect((await agent.get(query, { slug: article.slug })).article).toEqual({ id: article.id });
    },
  );

  it('can be chosen, and is rejected when it is taken', async () => {
    const first = await agent.writeArticle({ slug: 'chosen' });
    expect(first.slug).toBe('chosen');
    const input = { title: 'Other', body: 'Other.', language: 'en', slug: 'chosen' };
    expect(await agent.refusal('articleSave', { input })).toMatchObject({ code: 'CONFLICT', field: 'input.slug' });
    const other = await agent.writeArticle({ slug: 'other' });
    const renaming = { title: 'Other', body: 'Other.', version: 1, slug: 'chosen' };
    expect(await agent.refusal('articleSave', { id: other.id, input: renaming })).toMatchObject({
      code: 'CONFLICT',
      field: 'input.slug',
    });
  });

  it.each(['Capital', 'two words', 'a--b', '-a', 'a-', 'a/b', 'a.b', 'a?b', '%41', 'a_b', '<b>'])(
    'is not %s',
    async (slug) => {
      const input = { title: 'T', body: 'B', language: 'en', slug };
      expect(await agent.refusal('articleSave', { input })).toMatchObject({ code: 'INVALID', field: 'input.slug' });
    },
  );

  it('stays when the title changes, and changes when a new one is given', async () => {
    const { id, slug } = await agent.writeArticle({ title: 'First title' });
    const saved = await agent.done('articleSave', { id, input: { title: 'Second title', body: 'B', version: 1 } });
    expect(saved.article.slug).toBe(slug);
    const renamed = await agent.done('articleSave', {
      id,
      input: { title: 'Second title', body: 'B', version: 2, slug: 'renamed' },
    });
    expect(renamed.article).toMatchObject({ slug: 'renamed', version: 3 });
  });

  it('is the same however its Bengali letters are encoded', async () => {
    const [composed, decomposed] = ['\u09dc', '\u09a1\u09bc'].map((letter) => `ঝ${letter}`);
    const { slug } = await agent.publishArticle({ title: composed!, language: 'bn' });
    for (const asked of [composed, decomposed]) {
      const { article } = await customer.get('query($slug: String!) { article(slug: $slug) { slug } }', {
        slug: asked,
      });
      expect(article).toEqual({ slug });
    }
  });

  it('can be used by another tenant too', async () => {
    const elsewhere = await (await portal.world.tenant()).agent();
    await agent.writeArticle({ slug: 'of-both' });
    expect((await elsewhere.writeArticle({ slug: 'of-both' })).slug).toBe('of-both');
  });
});
