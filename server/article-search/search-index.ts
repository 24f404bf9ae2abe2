import type { EntityManager } from '@mikro-orm/postgresql';
import { stem, tokenize } from '../search/tokenizer.ts';

/** The term of a row with the columns `stem` and `word`; null for a stop word. PostgreSQL stems English only. */
export const termSql = `coalesce(stem, (ts_lexize('english_stem', word))[1])`;

/** What an article is found by. */
interface SearchableArticle {
  id: string;
  tenantId: string;
  title: string;
  bodyText: string;
  published: boolean;
}

/** Replaces the terms of an article. The caller has written the article and holds the lock of its knowledge base. */
export async function indexArticle(entityManager: EntityManager, article: SearchableArticle): Promise<void> {
  const { id, tenantId, published } = article;
  await entityManager.execute('delete from article_term where article_id = ?', [id]);
  await entityManager.execute(indexSql, [JSON.stringify(countWords(article)), id, tenantId, published]);
}

/** Deletes the words that no article of the tenant has any more. The caller holds the lock of its knowledge base. */
export async function deleteUnusedWords(entityManager: EntityManager, tenantId: string): Promise<void> {
  await entityManager.execute(deleteUnusedWordsSql, [tenantId]);
}

interface CountedWord {
  word: string;
  stem: string | null;
  in_title: boolean;
  count: number;
}

function countWords({ title, bodyText }: SearchableArticle): CountedWord[] {
  const counted = new Map<string, CountedWord>();
  const addAll = (text: string, inTitle: boolean) => {
    for (const { word, start, end } of tokenize(text)) {
      const existing = counted.get(word);
      if (existing) existing.count += 1;
      else counted.set(word, { word, stem: stem(text.slice(start, end)), in_title: inTitle, count: 1 });
    }
  };
  addAll(title, true);
  addAll(bodyText, false);
  return [...counted.values()];
}

/**
 * Each further use of a word in the body adds less to its weight: 0.3, 0.4, 0.45, … below 0.6. A row has no column of all
 * words: rows are kept until both statements have read them, and would take the square of their number.
 */
const indexSql = `
  with article (words, id, tenant_id, published) as (values (?::jsonb, ?::uuid, ?::uuid, ?::boolean)),
  article_token as (
    select id, tenant_id, published, word, in_title, count, ${termSql} as term
    from article cross join jsonb_to_recordset(words) as token (word text, stem text, in_title boolean, count int)
  ), updated_word as (
    insert into article_word (tenant_id, word, term, published)
    select tenant_id, word, term, published from article_token where term is not null
    on conflict (tenant_id, word) do update
      set term = excluded.term, published = article_word.published or excluded.published
      where article_word.term <> excluded.term or (excluded.published and not article_word.published)
  )
  insert into article_term (article_id, tenant_id, published, term, weight)
  select id, tenant_id, published, term,
    case when bool_or(in_title) then 1 else 0.6 * sum(count) / (sum(count) + 1) end
  from article_token where term is not null
  group by id, tenant_id, published, term`;

const deleteUnusedWordsSql = `
  delete from article_word as word where tenant_id = ? and not exists (
    select from article_term where article_term.tenant_id = word.tenant_id and article_term.term = word.term
  )`;
