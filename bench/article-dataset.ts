/**
 * Help articles of all tenants: titles of six words and bodies of 60 to 179, out of 12,000 made-up words with the
 * frequencies of natural language. Their terms and weights are those the portal would have saved.
 */
export const articles = (articlesPerTenant: number) => `
  create function pg_temp.chance(number bigint) returns float language sql immutable as $$
    select (hashint8extended(number, 7) & 1073741823) / 1073741824.0
  $$;

  create temp table vocabulary as
  select row_number() over (order by min(number)) as rank, word, (ts_lexize('english_stem', word))[1] as term
  from generate_series(1, 12000) number cross join lateral (
    select string_agg(
      (array['ba', 'ter', 'ni', 'lo', 'mu', 'san', 'ke', 'ri', 'do', 'pel', 'ga', 'tin', 'ro', 'shi', 'ven', 'ca', 'plu', 'ho', 'det', 'mi', 'fra', 'so', 'lin', 'bo', 'quar'])
        [1 + (hashint8extended(number, syllable) & 1023) % 25], '' order by syllable
    ) from generate_series(1, 2 + number % 3) syllable
  ) as made (word)
  group by word;
  create index on vocabulary (rank);

  create temp table article_draft as
  select tenant.id as tenant_id, n, row_number() over (order by tenant.id, n) as number,
    (select id from portal_user where portal_user.tenant_id = tenant.id and role = 'AGENT' order by id limit 1) as author_id
  from tenant cross join generate_series(1, ${articlesPerTenant}) n;

  create temp table article_token as
  select number, position, position <= 6 as in_title, word, term
  from article_draft
    cross join lateral generate_series(1, 66 + (number % 120)::int) position
    join vocabulary on rank = 1 + floor(power((select count(*) - 1 from vocabulary), pg_temp.chance(number * 1000 + position)));
  analyze article_draft, article_token;

  insert into article (
    id, tenant_id, language, slug, status, title, body, body_html, body_text, rendering, version, created_by_id,
    updated_by_id, created_at, updated_at, published_at
  )
  select pg_temp.id(100, number), tenant_id, case when n % 4 = 0 then 'bn' else 'en' end, 'article-' || n,
    case when n % 20 = 0 then 'DRAFT' else 'PUBLISHED' end, title, body, '<p>' || body || '</p>', body, 1, 1, author_id,
    author_id, '2025-01-01', '2025-01-01'::timestamptz + number * interval '1 minute', '2025-01-01'
  from article_draft join (
    select number, string_agg(word, ' ' order by position) filter (where in_title) as title,
      string_agg(word, ' ' order by position) filter (where not in_title) as body
    from article_token group by number
  ) as texts using (number)
  order by number;

  insert into article_term (article_id, tenant_id, published, term, weight)
  select article.id, article.tenant_id, published, term,
    case when bool_or(in_title) then 1 else 0.6 * count(*) / (count(*) + 1) end
  from article_token join article on article.id = pg_temp.id(100, number)
  where term is not null group by article.id, article.tenant_id, published, term
  order by article.id, term;

  insert into article_word (tenant_id, word, term, published)
  select tenant_id, word, min(term), bool_or(n % 20 > 0)
  from article_token join article_draft using (number) where term is not null group by tenant_id, word;`;
