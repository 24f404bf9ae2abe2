import type { ApiClient } from '../support/api.ts';

/** The titles of the articles a search finds, best match first. */
export async function find(who: ApiClient, search: string, language: string | null = null): Promise<string[]> {
  const query = `query($search: String, $language: String) {
    articles(search: $search, language: $language) { nodes { title } }
  }`;
  const { articles } = await who.get(query, { search, language });
  return articles.nodes.map(({ title }: { title: string }) => title);
}

/** Title and excerpt of the best match, with highlights in brackets. */
export async function highlights(who: ApiClient, search: string): Promise<{ title: string; excerpt: string }> {
  const query = `query($search: String) {
    articles(search: $search, first: 1) { nodes { titleParts { text highlighted } excerpt { text highlighted } } }
  }`;
  const { articles } = await who.get(query, { search });
  const [{ titleParts, excerpt }] = articles.nodes;
  return { title: withBrackets(titleParts), excerpt: withBrackets(excerpt) };
}

const withBrackets = (parts: { text: string; highlighted: boolean }[]): string =>
  parts.map(({ text, highlighted }) => (highlighted ? `[${text}]` : text)).join('');
