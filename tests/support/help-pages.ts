import type { Locator, Page, Route } from 'playwright-core';
import type { Person } from './world.ts';

// What stands on the pages of help, and how their tests talk of it.

export const search = (page: Page) => page.getByRole('textbox', { name: 'Search help articles' });
export const result = (page: Page, title: string) => page.getByRole('main').getByRole('link', { name: title });
export const articleText = (page: Page | Locator) => page.locator('.article-body');

/** Three articles in English, one of them in Bengali too. */
export async function publishArticles(agent: Person): Promise<void> {
  for (const article of [
    { slug: 'router-restarts', title: 'The router restarts by itself', body: 'Is it **hot**? Give it air.' },
    { slug: 'pay-by-phone', title: 'Pay a bill by phone', body: 'Dial the number, and have your card ready.' },
    { slug: 'slow-evening', title: 'Slow in the evening', body: 'Measure beside the router, at noon and at night.' },
    { slug: 'pay-by-phone', title: 'ফোনে বিল পরিশোধ', body: 'নম্বরে ফোন করুন।', language: 'bn' },
  ]) {
    await agent.publishArticle(article);
  }
}

/** What readers thought of an article. */
export async function countsOf(
  agent: Person,
  slug: string,
): Promise<{ helpfulCount: number; notHelpfulCount: number; solvedCount: number }> {
  const { article } = await agent.get(
    'query($slug: String!) { article(slug: $slug, language: "en") { helpfulCount notHelpfulCount solvedCount } }',
    { slug },
  );
  return article;
}

export async function ticketsOf(person: Person): Promise<{ title: string; description: string }[]> {
  const { tickets } = await person.get('{ tickets { nodes { title messages(first: 1) { nodes { body } } } } }');
  return tickets.nodes.map(({ title, messages }: any) => ({ title, description: messages.nodes[0].body }));
}

/** Does something else to the requests of one operation. */
export function intercept(page: Page, operation: string, handle: (route: Route, variables: any) => Promise<void>) {
  return page.route('**/graphql', (route) => {
    const body = route.request().postDataJSON() as { operationName?: string; variables?: unknown } | null;
    return body?.operationName === operation ? handle(route, body.variables) : route.fallback();
  });
}

/** Lets nobody pass until it is opened. */
export function gate() {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}
