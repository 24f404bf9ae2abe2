import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoLogins, demoPassword, seedDemo } from '../../server/demo/seed.ts';
import { ApiClient } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';

const portal = usePortal();

interface Search {
  tenant: string;
  kind: string;
  title: string;
  search: string;
}

const searches: Search[] = readFileSync(new URL('../../bench/ticket-searches.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => {
    const [tenant, kind, title, search] = line.split(' | ');
    return { tenant, kind, title, search } as Search;
  });

/** What is not among the first five, as `search: what came instead`. */
const missed = new Map<Search, string>();

beforeAll(async () => {
  await seedDemo(portal.app.portal);
  for (const tenant of new Set(searches.map((each) => each.tenant))) {
    const { email } = demoLogins.find((login) => login.tenant === tenant && login.role === 'ADMIN')!;
    const { signIn } = await portal.nobody.get(
      'mutation($input: SignInInput!) { signIn(input: $input) { session { accessToken } } }',
      { input: { tenant, email, password: demoPassword } },
    );
    const admin = new ApiClient(portal.url, signIn.session.accessToken);
    for (const each of searches.filter((search) => search.tenant === tenant)) {
      const { tickets } = await admin.get(
        'query($search: String) { tickets(first: 5, filter: { search: $search }) { nodes { title } } }',
        { search: each.search },
      );
      const titles: string[] = tickets.nodes.map(({ title }: { title: string }) => title);
      if (!titles.some((title) => title.startsWith(each.title))) missed.set(each, titles.join(' | '));
    }
  }
}, 60_000);

describe('the labelled searches', () => {
  it('are eighty or more, a fifth of them in Bengali', () => {
    expect(searches.length).toBeGreaterThanOrEqual(80);
    expect(searches.filter(({ kind }) => kind.startsWith('bengali')).length).toBeGreaterThanOrEqual(
      searches.length / 5,
    );
  });

  it('find their ticket among the first five, 95 of 100', () => {
    const failures = [...missed].map(([{ search }, instead]) => `${search}: ${instead}`);
    expect(failures.length, failures.join('\n')).toBeLessThanOrEqual(searches.length * 0.05);
  });
});
