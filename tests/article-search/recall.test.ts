import { beforeAll, describe, expect, it } from 'vitest';
import { askAll, topResults, questions, recallGoal, recallOf, type Answered } from '../../bench/recall.ts';
import { demoLogins, demoPassword, seedDemo } from '../../server/demo/seed.ts';
import { ApiClient } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';

const portal = usePortal();
let answers: Answered[];

beforeAll(async () => {
  await seedDemo(portal.app.portal);
  const signedIn = async (tenant: string) => {
    const { email } = demoLogins.find((login) => login.tenant === tenant && login.role === 'CUSTOMER')!;
    const { signIn } = await portal.nobody.get(
      'mutation($input: SignInInput!) { signIn(input: $input) { session { accessToken } } }',
      { input: { tenant, email, password: demoPassword } },
    );
    return new ApiClient(portal.url, signIn.session.accessToken);
  };
  const customers = { padma: await signedIn('padma'), shurjo: await signedIn('shurjo') };
  answers = await askAll(async ({ tenant, question }) => {
    const { articles } = await customers[tenant as keyof typeof customers].get(
      'query($search: String, $first: Int) { articles(search: $search, first: $first) { nodes { slug language } } }',
      { search: question, first: topResults },
    );
    return articles.nodes;
  });
});

describe('the labelled questions', () => {
  it('are forty or more, many of them in Bengali and many misspelled', () => {
    expect(questions.length).toBeGreaterThanOrEqual(40);
    for (const half of [
      questions.filter((q) => q.language === 'bn'),
      questions.filter((q) => q.spelling === 'misspelled'),
    ])
      expect(half.length / questions.length).toBeGreaterThan(0.4);
  });

  it.each([
    ['in English', ({ language }: Answered) => language === 'en'],
    ['in Bengali', ({ language }: Answered) => language === 'bn'],
    ['misspelled', ({ spelling }: Answered) => spelling === 'misspelled'],
    ['that the search was not tuned for', ({ written }: Answered) => written === 'after'],
  ])('%s are mostly answered by one of the first three results', (_, chosen) => {
    expect(recallOf(answers.filter(chosen))).toBeGreaterThanOrEqual(recallGoal);
  });
});
