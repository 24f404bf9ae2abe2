import { Migration } from '@mikro-orm/migrations';

/**
 * Help articles, the words they are found by, and what readers say of them. Words carry whether their article is
 * published, which the policies rest on, and follow it by their foreign key.
 */
export class KnowledgeBase extends Migration {
  override up(): void {
    this.addSql(trigrams);
    this.addSql(`
      create table article (
        id uuid not null,
        tenant_id uuid not null,
        language text not null,
        slug text not null,
        status text not null,
        published boolean generated always as (status = 'PUBLISHED') stored not null,
        title text not null,
        body text not null,
        body_html text not null,
        body_text text not null,
        rendering smallint not null,
        version int not null,
        created_by_id uuid not null,
        updated_by_id uuid not null,
        idempotency_key text,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        published_at timestamptz(3),
        primary key (id)
      );
      create index article_tenant_id_status_updated_at_id_index on article (tenant_id, status, updated_at, id);
      create index article_tenant_id_updated_at_id_index on article (tenant_id, updated_at, id);
      alter table article add constraint article_created_by_id_idempotency_key_unique unique (created_by_id, idempotency_key);
      alter table article add constraint article_id_tenant_id_published_unique unique (id, tenant_id, published);
      alter table article add constraint article_id_tenant_id_unique unique (id, tenant_id);
      alter table article add constraint article_tenant_id_language_slug_unique unique (tenant_id, language, slug);
      alter table article add constraint article_language_check check (language in ('en', 'bn'));
      alter table article add constraint article_status_check check (status in ('DRAFT', 'PUBLISHED', 'ARCHIVED'));
      alter table article enable row level security;
      alter table article force row level security;
      create policy article_scope on article
        using (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else published end)
        with check (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else published end);
      alter table article
        add foreign key (tenant_id) references tenant (id),
        add foreign key (created_by_id, tenant_id) references portal_user (id, tenant_id),
        add foreign key (updated_by_id, tenant_id) references portal_user (id, tenant_id);

      create table article_term (
        article_id uuid not null,
        term text collate "C" not null,
        tenant_id uuid not null,
        published boolean not null,
        weight real not null,
        primary key (article_id, term)
      );
      create index article_term_tenant_id_term_weight_article_id_index on article_term (tenant_id, term, weight, article_id) include (published);
      alter table article_term enable row level security;
      alter table article_term force row level security;
      create policy article_term_scope on article_term
        using (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else published end)
        with check (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else published end);
      alter table article_term
        add foreign key (article_id, tenant_id, published)
          references article (id, tenant_id, published) on update cascade;

      create table article_word (
        tenant_id uuid not null,
        word text collate "C" not null,
        term text collate "C" not null,
        published boolean not null,
        primary key (tenant_id, word)
      );
      create index article_word_tenant_id_term_index on article_word (tenant_id, term);
      alter table article_word enable row level security;
      alter table article_word force row level security;
      create policy article_word_scope on article_word
        using (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else published end)
        with check (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else published end);
      alter table article_word
        add foreign key (tenant_id) references tenant (id);

      create table article_rating (
        article_id uuid not null,
        user_id uuid not null,
        tenant_id uuid not null,
        customer_id uuid not null,
        helpful boolean not null,
        rated_at timestamptz(3) not null,
        primary key (article_id, user_id)
      );
      alter table article_rating enable row level security;
      alter table article_rating force row level security;
      create policy article_rating_scope on article_rating
        using (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else customer_id = (select nullif(current_setting('portal.customer', true), '')::uuid) end)
        with check (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else customer_id = (select nullif(current_setting('portal.customer', true), '')::uuid) end);
      alter table article_rating
        add foreign key (article_id, tenant_id) references article (id, tenant_id),
        add foreign key (user_id, tenant_id) references portal_user (id, tenant_id),
        add foreign key (customer_id, tenant_id) references customer (id, tenant_id);

      create table article_solution (
        id uuid not null,
        tenant_id uuid not null,
        customer_id uuid not null,
        user_id uuid not null,
        article_id uuid not null,
        idempotency_key text not null,
        created_at timestamptz(3) not null,
        primary key (id)
      );
      create index article_solution_article_id_index on article_solution (article_id);
      alter table article_solution add constraint article_solution_user_id_idempotency_key_unique unique (user_id, idempotency_key);
      alter table article_solution enable row level security;
      alter table article_solution force row level security;
      create policy article_solution_scope on article_solution
        using (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else customer_id = (select nullif(current_setting('portal.customer', true), '')::uuid) end)
        with check (tenant_id = (select nullif(current_setting('portal.tenant', true), '')::uuid) and case when (select nullif(current_setting('portal.access', true), '')) = 'staff' then true else customer_id = (select nullif(current_setting('portal.customer', true), '')::uuid) end);
      alter table article_solution
        add foreign key (article_id, tenant_id) references article (id, tenant_id),
        add foreign key (user_id, tenant_id) references portal_user (id, tenant_id),
        add foreign key (customer_id, tenant_id) references customer (id, tenant_id);
    `);
  }
}

/** Where they cannot be had, the search takes misspelt words as they are. */
const trigrams = `
  do $$ begin
    create extension if not exists pg_trgm;
  exception when insufficient_privilege or undefined_file or feature_not_supported or invalid_schema_name then
    raise notice 'pg_trgm is not here: articles are found without tolerance for typing errors (%)', sqlerrm;
  end $$`;
