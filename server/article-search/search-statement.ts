import type { Parameter } from '../reads/read-statement.ts';
import { termSql } from './search-index.ts';
import { maximumWords, stem, tokenize } from '../search/tokenizer.ts';

/** The most postings read of one term, best first: this bounds what a search costs. */
const maxPostings = 500;

/** The most words that are matched fuzzily, against every word of the tenant. */
const maxFuzzyWords = 5;

/** PostgreSQL's own default for trigrams. */
const similarityThreshold = 0.3;

/** Shorter prefixes match too many words. */
const minPrefixLength = 2;
const prefixSimilarity = 0.9;

/** The share of the query's total `idf` that an article must match. */
const scoreThreshold = 0.08;

/** Factor for a word no article has: it counts against all articles, less than one they could have. */
const unknownWordFactor = 0.5;

interface ArticleSearch {
  query: string;
  tenantId: string;
  /** Whether words no article has are matched by similarity; needs pg_trgm. */
  fuzzy: boolean;
}

/**
 * The common table expressions of a search, to be put behind `with`. The last two are its result:
 * `search_result (id, score)`, the articles, and `search_highlight (words)`, one row with the words to highlight.
 * docs/adr/0006-article-search.md has a picture of them and says why they compare terms with `=`, `<` and `>` only.
 * They are materialized because PostgreSQL uses the index only for terms that it has computed before.
 */
export const searchExpressions =
  ({ query, tenantId, fuzzy }: ArticleSearch) =>
  (parameter: Parameter): string => {
    const tenant = parameter(tenantId, 'uuid');
    return `
      query_token as materialized (
        select position, word, weight, unfinished, ${termSql} as term
        from jsonb_to_recordset(${parameter(JSON.stringify(queryTokens(query)), 'jsonb')})
          as token (position int, word text, stem text, weight real, unfinished boolean)
      ), query_term as materialized (
        select position, word, weight, unfinished, term, (
          select true from article_term where tenant_id = ${tenant} and article_term.term = query_token.term limit 1
        ) as indexed
        from query_token where term is not null
      ), prefix_match as materialized (
        select position, match.term, weight * ${prefixSimilarity} as similarity
        from query_term cross join lateral (
          select term from article_word
          where tenant_id = ${tenant} and word > query_term.word and word < query_term.word || U&'\\+10FFFF'
          order by octet_length(word), word limit 20
        ) as match
        where unfinished
      ), fuzzy_match as materialized (
        ${fuzzy ? fuzzyMatches(tenant) : 'select position, term, weight as similarity from query_term where false'}
      ), candidate as materialized (
        select position, term, max(similarity) as similarity from (
          select position, term, weight as similarity from query_term where indexed
          union all select * from prefix_match
          union all select * from fuzzy_match
        ) as match group by position, term
      ), posting as materialized (
        select position, article_id, max(weight * similarity) as relevance
        from candidate cross join lateral (
          select article_id, weight from article_term
          where tenant_id = ${tenant} and article_term.term = candidate.term
          order by weight desc, article_id desc limit ${maxPostings}
        ) as article
        group by position, article_id
      ), document_count as (
        select count(*) as total from (
          select from article where tenant_id = ${tenant} limit ${maxPostings}
        ) as article
      ), idf as materialized (
        select position, case count(article_id)
          when 0 then ${unknownWordFactor} * ln(1 + (select total from document_count))
          else ln(1 + (select total from document_count) / least(count(article_id), ${maxPostings})::float)
        end as idf
        from (select distinct position from query_term) as query_position left join posting using (position)
        group by position
      ), search_result as materialized (
        select article_id as id, (1000000 * sum(relevance * idf) / (select sum(idf) from idf))::int as score
        from posting join idf using (position)
        group by article_id
        having sum(relevance * idf) >= ${scoreThreshold} * (select sum(idf) from idf)
      ), search_highlight as (
        select coalesce(array_agg(distinct word), '{}') as words
        from candidate join article_word using (term) where tenant_id = ${tenant}
      )`;
  };

/** The most similar words, for words that no article has. */
const fuzzyMatches = (tenant: string) => `
  select position, match.term, weight * similarity
  from (
    select * from query_term
    where indexed is null and position not in (select position from prefix_match)
    limit ${maxFuzzyWords}
  ) as unknown cross join lateral (
    select term, similarity(article_word.word, unknown.word) as similarity from article_word
    where tenant_id = ${tenant} and abs(octet_length(article_word.word) - octet_length(unknown.word)) <= 2
    order by similarity desc limit 5
  ) as match
  where similarity >= ${similarityThreshold}`;

/** The words of a query. The last one is unfinished when the query ends within it: it stands for all words it begins. */
function queryTokens(query: string) {
  const tokens = tokenize(query);
  const positions = new Set([...new Set(tokens.map(({ position }) => position))].slice(0, maximumWords));
  const last = /[\p{Letter}\p{Mark}\p{Number}]$/u.test(query) ? tokens.at(-1)?.position : undefined;
  return tokens
    .filter(({ position }) => positions.has(position))
    .map(({ word, start, end, position, weight }) => ({
      word,
      stem: stem(query.slice(start, end)),
      position,
      weight,
      unfinished: position === last && end - start >= minPrefixLength,
    }));
}
