import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadApp, loadConfig, loadDemo, loadEmbedded } from './production-build.ts';
import { askAll, topResults, questions, recallGoal, recallOf, type Answered, type FoundArticle } from './recall.ts';

const query = `query($search: String, $first: Int) { articles(search: $search, first: $first) { nodes { slug language } } }`;
const signIn = `mutation($input: SignInInput!) { signIn(input: $input) { session { accessToken } } }`;

/** Asks the labelled questions as customers of the demo. */
async function measure(): Promise<Answered[]> {
  const [{ startApp }, { readConfig }, { startEmbeddedPostgres }, { demoLogins, demoPassword, seedDemo }] =
    await Promise.all([loadApp(), loadConfig(), loadEmbedded(), loadDemo()]);
  const directory = await mkdtemp(join(tmpdir(), 'shohayota-portal-search-'));
  const postgres = await startEmbeddedPostgres({
    directory: join(directory, 'postgres'),
    durable: false,
    log: () => {},
  });
  const config = readConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    PUBLIC_URL: 'http://search.localhost',
    DATA_DIR: join(directory, 'data'),
    DATABASE_URL: postgres.url,
    MIGRATION_DATABASE_URL: postgres.ownerUrl,
    LOG_LEVEL: 'error',
  });
  const app = await startApp({ config, databaseUrl: postgres.url });
  try {
    await seedDemo(app.portal);
    const ask = async (body: object, token?: string) => {
      const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
      const answer = await fetch(`http://127.0.0.1:${app.port}/graphql`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      const { data, errors } = (await answer.json()) as { data: never; errors?: unknown };
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    };
    const tokens = new Map<string, string>();
    for (const tenant of new Set(questions.map((each) => each.tenant))) {
      const { email } = demoLogins.find((login) => login.tenant === tenant && login.role === 'CUSTOMER')!;
      const variables = { input: { tenant, email, password: demoPassword } };
      const data: { signIn: { session: { accessToken: string } } } = await ask({ query: signIn, variables });
      tokens.set(tenant, data.signIn.session.accessToken);
    }
    return await askAll(async ({ tenant, question }) => {
      const variables = { search: question, first: topResults };
      const data: { articles: { nodes: FoundArticle[] } } = await ask({ query, variables }, tokens.get(tenant));
      return data.articles.nodes;
    });
  } finally {
    await app.stop();
    await postgres.remove();
    await rm(directory, { recursive: true });
  }
}

function report(answers: Answered[]): void {
  const line = (title: string, of: (answer: Answered) => boolean) => {
    const chosen = answers.filter(of);
    const figures = [topResults, 1].map((at) => recallOf(chosen, at).toFixed(3));
    console.log(
      [title.padEnd(36), String(chosen.length).padStart(9), ...figures.map((each) => each.padStart(11))].join(''),
    );
  };
  console.log('\nQuestions answered by one of the first articles found, in the demo:\n');
  console.log(`${''.padEnd(36)}questions  in first ${topResults}   by first`);
  line('in English', ({ language }) => language === 'en');
  line('in Bengali', ({ language }) => language === 'bn');
  line('misspelled', ({ spelling }) => spelling === 'misspelled');
  line('written before tuning', ({ written }) => written === 'before');
  line('written after tuning', ({ written }) => written === 'after');
  line('all', () => true);
  console.log(
    `\nThe goal is ${recallGoal} in the first ${topResults}: ${recallOf(answers) >= recallGoal ? 'reached' : 'MISSED'}.`,
  );
  for (const { question, article, language, found } of answers.filter(({ rank }) => rank === null)) {
    const instead = found.map((each) => `${each.slug} (${each.language})`).join(', ') || 'nothing';
    console.log(`  “${question}” needs ${article} (${language}), finds ${instead}`);
  }
}

const answers = await measure();
report(answers);
process.exitCode = recallOf(answers) >= recallGoal ? 0 : 1;
