import type { EntityManager } from '@mikro-orm/postgresql';
import { ArticleStatus, type ArticleRow } from '../knowledge-base/article.entity.ts';
import { stemOf, wordsOf } from './words.ts';

/** What all forms of a word share, null for what everybody says. PostgreSQL knows English; for Bengali it has no dictionary. */
export const termSql = `coalesce(stem, (ts_lexize('english_stem', word))[1])`;

/** One at a time writes in the knowledge base of a tenant: slugs are found free and then taken, words are shared by articles. */
export const takeTurns = (entityManager: EntityManager, tenantId: string) =>
  entityManager.execute(`select pg_advisory_xact_lock(hashtextextended('knowledge base ' || ?::text, 0))`, [tenantId]);

/** Writes down by which words an article is found. Within a turn, after the change is written. */
export async function indexArticle(entityManager: EntityManager, article: ArticleRow): Promise<void> {
  const { id, tenantId, status } = article;
  const words = JSON.stringify(countWords(article));
  await entityManager.execute('delete from article_term where article_id = ?', [id]);
  await entityManager.execute(indexSql, [words, id, tenantId, status === ArticleStatus.PUBLISHED]);
}

interface CountedWord {
  word: string;
  stem: string | null;
  titled: boolean;
  times: number;
}

function countWords({ title, bodyText }: ArticleRow): CountedWord[] {
  const counted = new Map<string, CountedWord>();
  const count = (text: string, titled: boolean) => {
    for (const { word, start, end } of wordsOf(text)) {
      const known = counted.get(word);
      if (known) known.times += 1;
      else counted.set(word, { word, stem: stemOf(text.slice(start, end)), titled, times: 1 });
    }
  };
  count(title, true);
  count(bodyText, false);
  return [...counted.values()];
}

/** A word said twice counts for more than one said once, the tenth time for little more. */
const indexSql = `
  with article (words, id, tenant_id, published) as (values (?::jsonb, ?::uuid, ?::uuid, ?::boolean)),
  said as (
    select article.*, word, titled, times, ${termSql} as term
    from article cross join jsonb_to_recordset(words) as said (word text, stem text, titled boolean, times int)
  ), known as (
    insert into article_word (tenant_id, word, term, published)
    select tenant_id, word, term, published from said where term is not null
    on conflict (tenant_id, word) do update
      set term = excluded.term, published = article_word.published or excluded.published
      where article_word.term <> excluded.term or (excluded.published and not article_word.published)
  )
  insert into article_term (article_id, tenant_id, published, term, weight)
  select id, tenant_id, published, term, case when bool_or(titled) then 1 else 0.6 * sum(times) / (sum(times) + 1) end
  from said where term is not null
  group by id, tenant_id, published, term`;
