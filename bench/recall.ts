import { readFileSync } from 'node:fs';

/** A question of the labelled set: what a customer types, and the article that answers it. */
export interface Question {
  written: 'before' | 'after';
  tenant: string;
  language: 'en' | 'bn';
  spelling: 'misspelled' | 'clean';
  article: string;
  question: string;
}

export interface FoundArticle {
  slug: string;
  language: string;
}

export interface Answered extends Question {
  found: FoundArticle[];
  /** The position of the labelled article among the first `topResults`, from 1; null when it is not there. */
  rank: number | null;
}

export const recallGoal = 0.85;
export const topResults = 3;

export const questions: Question[] = readFileSync(new URL('./search-questions.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => {
    const [written, tenant, language, spelling, article, ...words] = line.split(' ');
    return { written, tenant, language, spelling, article, question: words.join(' ') } as Question;
  });

/** Asks every question; `search` returns the first `topResults` articles that a customer of the tenant finds. */
export async function askAll(search: (question: Question) => Promise<FoundArticle[]>): Promise<Answered[]> {
  const answers: Answered[] = [];
  for (const question of questions) {
    const found = await search(question);
    const { article, language } = question;
    const index = found.findIndex((each) => each.slug === article && each.language === language);
    answers.push({ ...question, found, rank: index < 0 ? null : index + 1 });
  }
  return answers;
}

export const recallOf = (answers: Answered[], at = topResults): number =>
  answers.filter(({ rank }) => rank !== null && rank <= at).length / answers.length;
