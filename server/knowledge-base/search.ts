import { column, expression, type Order, type Projection } from '../database/projection.ts';
import type { Portal } from '../portal.ts';
import { articleProjection } from './article.projection.ts';
import { termSql } from './search-index.ts';
import { wordsOf } from './words.ts';

type Parameter = (value: unknown, type: string) => string;

/** The articles that were found, the words they were found by beside them. */
export const foundProjection: Projection = {
  ...articleProjection,
  table: '(found join article using (id))',
  fields: { ...articleProjection.fields, marked: expression(() => '(select words from marked)') },
};

export const articlesByRelevance: Order = {
  name: 'Article by relevance',
  keys: [
    { sql: column('score').sql, type: 'integer' },
    { sql: column('id').sql, type: 'uuid' },
  ],
  descending: true,
};

/** Fewer letters begin too many words. */
const minimumBeginning = 2;

const mostLikely = 50;
const closenessOfBegun = 0.9;

/** Of trigrams in common; what PostgreSQL itself takes for alike. */
const minimumLikeness = 0.3;

/** An article must hold so much of what is searched for, rare words counting for more. */
const minimumScore = 0.08;

/** `found`: the articles of the tenant that hold what `search` asks for, by score; `marked`: the words of theirs that do. */
export const findArticles =
  (search: string, tenantId: string, { trigrams }: Portal) =>
  (parameter: Parameter): string => {
    const tenant = parameter(tenantId, 'uuid');
    return `
      said as (
        select place, word, share, begun, ${termSql} as term
        from jsonb_to_recordset(${parameter(JSON.stringify(wordsAsked(search)), 'jsonb')})
          as said (place int, word text, stem text, share real, begun boolean)
      ), asked as materialized (
        select said.*, exists (select from article_term as known where tenant_id = ${tenant} and known.term = said.term) as known
        from said where term is not null
      ), begun as materialized (
        select place, likely.term, share * ${closenessOfBegun} as closeness
        from asked cross join lateral (
          select term from article_word
          where tenant_id = ${tenant} and word > asked.word and word < asked.word || U&'\\+10FFFF'
          limit ${mostLikely}
        ) as likely
        where begun
      ), candidate as materialized (
        select place, term, max(closeness) as closeness from (
          select place, term, share as closeness from asked where known
          union all select * from begun
          ${trigrams ? `union all ${misspelt(tenant)}` : ''}
        ) as candidate group by place, term
      ), posting as materialized (
        select place, article_id, max(weight * closeness) as worth
        from candidate join article_term on tenant_id = ${tenant} and article_term.term = candidate.term
        group by place, article_id
      ), rarity as materialized (
        select place, ln(1 + (select count(*) from article where tenant_id = ${tenant}) / greatest(count(article_id), 1)::float) as rarity
        from (select distinct place from asked) as place left join posting using (place)
        group by place
      ), found as materialized (
        select article_id as id, (1000000 * sum(worth * rarity) / (select sum(rarity) from rarity))::int as score
        from posting join rarity using (place)
        group by article_id
        having sum(worth * rarity) >= ${minimumScore} * (select sum(rarity) from rarity)
      ), marked as (
        select coalesce(array_agg(distinct word), '{}') as words
        from candidate join article_word using (term) where tenant_id = ${tenant}
      )`;
  };

/** A search that ends within a word may be for any word that begins like that. */
function wordsAsked(search: string) {
  const words = wordsOf(search);
  const last = /[\p{Letter}\p{Mark}\p{Number}]$/u.test(search) ? words.at(-1)?.place : undefined;
  return words.map(({ word, stem, place, share }) => ({
    word,
    stem,
    place,
    share,
    begun: place === last && word.length >= minimumBeginning,
  }));
}

/** Words of articles that look like one that no article has. */
const misspelt = (tenant: string) => `
  select place, likely.term, share * likeness
  from asked cross join lateral (
    select term, similarity(article_word.word, asked.word) as likeness
    from article_word where tenant_id = ${tenant}
    order by likeness desc limit 5
  ) as likely
  where not known and likeness >= ${minimumLikeness} and place not in (select place from begun)`;
