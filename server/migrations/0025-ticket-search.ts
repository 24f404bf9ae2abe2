import { Migration } from '@mikro-orm/migrations';

const definer = `security definer set search_path = pg_catalog, public, pg_temp`;

/** Each word counts by where it is: in number and title, of a person, in a message; then by how near each other they are. */
const score = `(
  select sum(case when words @@ in_title then 4000 when words @@ of_person then 2000 when words @@ one then 1000 else 0 end)::int
    + least(999, 1000 * ts_rank(words, everything))::int
  from unnest(queries, in_titles, of_people) as wanted (one, in_title, of_person)
)`;

/**
 * Tickets are found by their words. The tables are in a schema of their own, of which the server's role may only call the
 * functions: an index of words is never used below a policy, and these functions are the policy (docs/adr/0056).
 */
export class TicketSearch extends Migration {
  override up(): void {
    this.addSql(`
      create schema search;
      grant usage on schema search to public;

      create table search.ticket_document (
        ticket_id uuid not null references ticket (id),
        part int not null,
        tenant_id uuid not null references tenant (id),
        customer_id uuid not null,
        since timestamptz(3) not null,
        words tsvector not null,
        primary key (ticket_id, part)
      );
      create index ticket_document_words_index on search.ticket_document using gin (words) with (gin_pending_list_limit = 512);
      create index ticket_document_customer_index on search.ticket_document (customer_id);
      create table search.ticket_word (
        tenant_id uuid not null references tenant (id),
        word text collate "C" not null,
        term text collate "C" not null,
        primary key (tenant_id, word)
      );
      create index ticket_word_term_index on search.ticket_word (tenant_id, term);
      create table search.ticket_progress (
        tenant_id uuid not null primary key references tenant (id),
        indexed_event bigint not null
      );

      create function search.tenant() returns uuid language sql stable as
        $$ select nullif(current_setting('portal.tenant', true), '')::uuid $$;

      create function search.assert_portal() returns void language plpgsql stable as $$
      begin
        if current_setting('portal.access', true) is distinct from 'staff' or current_setting('portal.user', true) <> '' then
          raise insufficient_privilege using message = 'only the portal itself may index';
        end if;
      end $$;

      -- the last event whose ticket is indexed; null before the first
      create function search.tickets_indexed_until() returns bigint language sql stable ${definer} as
        $$ select indexed_event from search.ticket_progress where tenant_id = search.tenant() $$;

      -- the same, and nobody else indexes until the end of the transaction
      create function search.lock_tickets(patience text) returns bigint language plpgsql ${definer} as $$
      declare
        until bigint;
      begin
        perform search.assert_portal();
        perform set_config('lock_timeout', patience, true);
        insert into search.ticket_progress values (search.tenant(), -9223372036854775808) on conflict do nothing;
        select indexed_event into until from search.ticket_progress where tenant_id = search.tenant() for update;
        return until;
      end $$;

      -- where the last document of each of these tickets begins
      create function search.last_documents(tickets uuid[]) returns table (ticket_id uuid, part int, since timestamptz)
      language plpgsql stable ${definer} as $$
      begin
        perform search.assert_portal();
        return query
          select distinct on (document.ticket_id) document.ticket_id, document.part, document.since
          from search.ticket_document as document
          where document.ticket_id = any(tickets) and document.tenant_id = search.tenant()
          order by document.ticket_id, document.part desc;
      end $$;

      create function search.save_tickets(documents jsonb, vocabulary jsonb) returns void language plpgsql ${definer} as $$
      begin
        perform search.assert_portal();
        insert into search.ticket_document as known (ticket_id, part, tenant_id, customer_id, since, words)
          select ticket_id, part, search.tenant(), customer_id, since, words::tsvector
          from jsonb_to_recordset(documents) as document (ticket_id uuid, part int, customer_id uuid, since timestamptz, words text)
          on conflict (ticket_id, part) do update set words = excluded.words
            where known.words <> excluded.words and known.tenant_id = excluded.tenant_id;
        insert into search.ticket_word (tenant_id, word, term)
          select search.tenant(), word, term from jsonb_to_recordset(vocabulary) as entry (word text, term text)
          on conflict do nothing;
      end $$;

      -- replaces the words of these weights in all documents of the tickets
      create function search.replace_words(weights text[], replacement text, tickets uuid[]) returns void
      language plpgsql ${definer} as $$
      declare
        replaced constant "char"[] := weights::"char"[];
        kept constant "char"[] := array(select unnest(array['a', 'b', 'c', 'd']) except select unnest(weights))::"char"[];
      begin
        perform search.assert_portal();
        update search.ticket_document set words = replacement::tsvector || ts_filter(words, kept)
          where ticket_id = any(tickets) and tenant_id = search.tenant()
            and strip(ts_filter(words, replaced)) <> strip(replacement::tsvector);
      end $$;

      create function search.tickets_done(until bigint) returns void language plpgsql ${definer} as $$
      begin
        perform search.assert_portal();
        update search.ticket_progress set indexed_event = until where tenant_id = search.tenant();
      end $$;

      -- the words of the tenant that begin with this one, as alternatives of a query; null where there are none
      create function search.beginning_with(lexeme_marks text[], starts text) returns text language sql stable as $$
        select string_agg(quote_literal(mark || term), ' | ')
        from unnest(lexeme_marks) as mark, (
          select distinct term from (
            select term from search.ticket_word
            where tenant_id = search.tenant() and word >= starts and word < starts || U&'\\+10FFFF'
            order by octet_length(word), word limit 30
          ) as shortest
        ) as known
      $$;

      -- the same of those that are like it and have its first letter, which phonetic keys have behind a sign
      create function search.resembling(lexeme_marks text[], meant text) returns text language plpgsql stable as $$
      declare
        first constant text := left(meant, case when left(meant, 1) = '~' then 2 else 1 end);
      begin
        return (
          select string_agg(quote_literal(mark || term), ' | ')
          from unnest(lexeme_marks) as mark, (
            select distinct term from (
              select term, similarity(word, meant) as likeness from (
                select word, term from search.ticket_word
                where tenant_id = search.tenant() and word >= first and word < first || U&'\\+10FFFF'
                  and abs(octet_length(word) - octet_length(meant)) <= 2
                limit 20000
              ) as candidate
              order by likeness desc limit 5
            ) as alike where likeness >= 0.25
          ) as known
        );
      exception when undefined_function then
        -- the extension is in a schema that is not looked into
        return null;
      end $$;

      -- the tickets that the viewer can see and that have all of these words, at most so many
      create function search.find_tickets(wanted jsonb, public_mark text, internal_mark text, fuzzy boolean)
      returns table (id uuid, score int, since timestamptz)
      language plpgsql stable rows 100 ${definer} set plan_cache_mode = force_custom_plan as $$
      declare
        most constant int := 5000;
        most_of_many constant int := 200;
        staff constant boolean := coalesce(current_setting('portal.access', true), '') = 'staff';
        of_tenant constant uuid := search.tenant();
        of_customer constant uuid := nullif(current_setting('portal.customer', true), '')::uuid;
        marks constant text[] := case when staff then array[public_mark, internal_mark] else array[public_mark] end;
        each jsonb;
        alternatives text;
        queries tsquery[] := '{}';
        in_titles tsquery[] := '{}';
        of_people tsquery[] := '{}';
        query tsquery;
        everything tsquery;
        anything tsquery;
        ids uuid[];
        scores int[];
        beginnings timestamptz[];
      begin
        if of_tenant is null or (not staff and of_customer is null) then return; end if;
        for each in select * from jsonb_array_elements(wanted) loop
          alternatives := each->>'exact';
          if each->>'starts' is not null then
            alternatives := concat_ws(' | ', alternatives, search.beginning_with(marks, each->>'starts'));
          end if;
          if fuzzy and each->>'resembles' is not null and alternatives = each->>'exact' and not exists (
            select from search.ticket_word where tenant_id = of_tenant and term = each->>'term'
          ) then
            alternatives := concat_ws(' | ', alternatives, search.resembling(marks, each->>'resembles'));
          end if;
          queries := queries || alternatives::tsquery;
          -- a quote that follows a letter ends a lexeme
          in_titles := in_titles || regexp_replace(alternatives, '([^( ])''', '\\1'':A', 'g')::tsquery;
          of_people := of_people || regexp_replace(alternatives, '([^( ])''', '\\1'':BC', 'g')::tsquery;
        end loop;
        if cardinality(queries) = 0 then return; end if;
        foreach query in array queries loop
          everything := coalesce(everything && query, query);
          anything := coalesce(anything || query, query);
        end loop;
        -- whoever asks for the words of notes must be able to read them
        if not staff and everything::text like '%!%' then return; end if;

        select array_agg(found.ticket_id), array_agg(${score}), array_agg(found.since) into ids, scores, beginnings
        from (
          (
            select * from search.ticket_document as document
            where staff and document.words @@ everything and document.tenant_id = of_tenant limit most + 1
          )
          union all
          -- a customer's documents are few, and are looked through
          select * from (
            select * from search.ticket_document as document
            where not staff and document.customer_id = of_customer and document.tenant_id = of_tenant offset 0
          ) as document where document.words @@ everything
        ) as found;

        if cardinality(ids) > most then
          return query
            select recent.id, most_of_many - (row_number() over (order by recent.updated_at desc, recent.id desc))::int, recent.since
            from (
              select ticket.id, ticket.updated_at, first.since from ticket cross join lateral (
                select document.since from search.ticket_document as document
                where document.ticket_id = ticket.id and document.words @@ everything limit 1
              ) as first
              where ticket.tenant_id = of_tenant order by ticket.updated_at desc, ticket.id desc limit most_of_many
            ) as recent;
          return;
        end if;

        if ids is null and cardinality(queries) > 2 then
          -- nothing has all of the words: whatever has most of them
          select array_agg(found.ticket_id), array_agg(${score}), array_agg(found.since) into ids, scores, beginnings
          from (
            select * from search.ticket_document as document
            where document.words @@ anything and document.tenant_id = of_tenant
              and (staff or document.customer_id = of_customer)
              and (select count(*) from unnest(queries) as one where document.words @@ one) * 5 >= cardinality(queries) * 3
            limit most
          ) as found;
        end if;

        return query
          select found.id, max(found.score), (array_agg(found.since order by found.score desc, found.since desc))[1]
          from unnest(ids, scores, beginnings) as found (id, score, since) group by found.id;
      end $$;
    `);
  }
}
