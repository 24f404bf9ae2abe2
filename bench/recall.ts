import { readFileSync } from 'node:fs';

/** A question of the labelled set: what somebody types, and the one article that answers it. */
export interface Question {
  written: 'before' | 'after';
  tenant: string;
  language: 'en' | 'bn';
  spelling: 'misspelt' | 'clean';
  article: string;
  question: string;
}

export interface Found {
  slug: string;
  language: string;
}

export interface Answered extends Question {
  found: Found[];
  /** Where among the first few the article stands that it needs, from 1 on; null when it does not. */
  rank: number | null;
}

export const recallGoal = 0.85;
export const firstFew = 3;

export const questions: Question[] = readFileSync(new URL('./search-questions.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => {
    const [written, tenant, language, spelling, article, ...words] = line.split(' ');
    return { written, tenant, language, spelling, article, question: words.join(' ') } as Question;
  });

/** Asks every question; `search` answers with the first few articles a tenant's customer is given. */
export async function askAll(search: (question: Question) => Promise<Found[]>): Promise<Answered[]> {
  const answers: Answered[] = [];
  for (const question of questions) {
    const found = await search(question);
    const { article, language } = question;
    const place = found.findIndex((each) => each.slug === article && each.language === language);
    answers.push({ ...question, found, rank: place < 0 ? null : place + 1 });
  }
  return answers;
}

export const recallOf = (answers: Answered[], at = firstFew): number =>
  answers.filter(({ rank }) => rank !== null && rank <= at).length / answers.length;
