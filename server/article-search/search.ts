import { column, expression, type Order, type Projection } from '../reads/projection.ts';
import type { Portal } from '../portal.ts';
import { articleProjection } from '../knowledge-base/article.projection.ts';
import { termSql } from './search-index.ts';
import { stemOf, wordsOf } from './words.ts';

type Parameter = (value: unknown, type: string) => string;

/** Of a word that many articles hold, so many are looked at: those that are most about it. What a search costs ends here. */
const looked = 500;

/** Words a search is taken to be made of, and those of them that may be misspelt: each is compared with all that are known. */
const maximumPlaces = 16;
const maximumMisspelt = 5;

/** Of trigrams in common: what PostgreSQL itself takes for alike. */
const minimumLikeness = 0.3;

/** Fewer letters begin too many words. */
const minimumBeginning = 2;
const closenessOfBegun = 0.9;

/** An article must hold so much of what is searched for, rare words counting for more. */
const minimumScore = 0.08;

/** A word that no article has says that something else is meant, or nothing at all. */
const weightOfUnknown = 0.5;

/** The articles that were found. Sorted before they are joined, so that a page joins no more than it shows. */
export const foundProjection: Projection = {
  ...articleProjection,
  table: '((select * from found order by score desc, id desc) as found join article using (id))',
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

/**
 * The queries that lead from `search` to `found`, the articles with their scores, and to `marked`, their words that were
 * looked for. Terms are compared with nothing but `=`, `<` and `>`, which row level security lets an index do, and only
 * after they are made: PostgreSQL would not give the index what it must first ask a dictionary.
 */
export const findArticles =
  (search: string, tenantId: string, { trigrams }: Portal) =>
  (parameter: Parameter): string => {
    const tenant = parameter(tenantId, 'uuid');
    return `
      said as materialized (
        select place, word, share, begun, ${termSql} as term
        from jsonb_to_recordset(${parameter(JSON.stringify(wordsAsked(search)), 'jsonb')})
          as said (place int, word text, stem text, share real, begun boolean)
      ), asked as materialized (
        select place, word, share, begun, term, (
          select true from article_term where tenant_id = ${tenant} and article_term.term = said.term limit 1
        ) as known
        from said where term is not null
      ), begun as materialized (
        select place, likely.term, share * ${closenessOfBegun} as closeness
        from asked cross join lateral (
          select term from article_word
          where tenant_id = ${tenant} and word > asked.word and word < asked.word || U&'\\+10FFFF'
          order by octet_length(word), word limit 20
        ) as likely
        where begun
      ), misspelt as materialized (
        ${trigrams ? misspelt(tenant) : 'select place, term, share as closeness from asked where false'}
      ), candidate as materialized (
        select place, term, max(closeness) as closeness from (
          select place, term, share as closeness from asked where known
          union all select * from begun
          union all select * from misspelt
        ) as candidate group by place, term
      ), posting as materialized (
        select place, article_id, max(weight * closeness) as worth
        from candidate cross join lateral (
          select article_id, weight from article_term
          where tenant_id = ${tenant} and article_term.term = candidate.term
          order by weight desc, article_id desc limit ${looked}
        ) as posting
        group by place, article_id
      ), held as (
        select count(*) as articles from (
          select from article where tenant_id = ${tenant} limit ${looked}
        ) as article
      ), rarity as materialized (
        select place, case count(article_id)
          when 0 then ${weightOfUnknown} * ln(1 + (select articles from held))
          else ln(1 + (select articles from held) / least(count(article_id), ${looked})::float)
        end as rarity
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

/** Words that look like one that no article has. */
const misspelt = (tenant: string) => `
  select place, likely.term, share * likeness as closeness
  from (
    select * from asked where known is null and place not in (select place from begun) limit ${maximumMisspelt}
  ) as unknown cross join lateral (
    select term, similarity(article_word.word, unknown.word) as likeness from article_word
    where tenant_id = ${tenant} and abs(octet_length(article_word.word) - octet_length(unknown.word)) <= 2
    order by likeness desc limit 5
  ) as likely
  where likeness >= ${minimumLikeness}`;

/** A search that ends within a word may be for any word that begins like that. */
function wordsAsked(search: string) {
  const words = wordsOf(search);
  const places = new Set([...new Set(words.map(({ place }) => place))].slice(0, maximumPlaces));
  const last = /[\p{Letter}\p{Mark}\p{Number}]$/u.test(search) ? words.at(-1)?.place : undefined;
  return words
    .filter(({ place }) => places.has(place))
    .map(({ word, start, end, place, share }) => {
      const begun = place === last && end - start >= minimumBeginning;
      return { word, stem: stemOf(search.slice(start, end)), place, share, begun };
    });
}
