import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type pg from 'pg';
import { searchExpressions } from '../../server/article-search/article-search.ts';
import { connect } from '../support/database.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';

interface PlanNode {
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Plans?: PlanNode[];
}

let portal: TestPortal;
let tenantId: string;
/** As the portal connects: subject to row level security. */
let client: pg.Client;

beforeAll(async () => {
  portal = await startPortal();
  const tenant = await portal.world.tenant();
  const agent = await tenant.agent();
  await agent.publishArticle({ title: 'The internet is slow', body: 'Stand beside the router.' });
  const { rows } = await portal.database.superuser.query('select tenant_id from article');
  tenantId = rows[0].tenant_id;
  client = await connect(portal.database.url);
  await client.query(`select set_config('portal.tenant', $1, false), set_config('portal.access', 'customer', false)`, [
    tenantId,
  ]);
  // whatever has an index is read by it, however few rows there are
  await client.query('set enable_seqscan = off; set enable_bitmapscan = off');
});

afterAll(async () => {
  await client.end();
  await portal.stop();
});

function statement(query: string): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const parameter = (value: unknown, type: string) => `$${values.push(value)}::${type}`;
  const expressions = searchExpressions({ query, tenantId, fuzzy: true })(parameter);
  return { text: `with ${expressions} select * from search_result, search_highlight`, values };
}

async function scansOf(text: string, values: unknown[] = []): Promise<PlanNode[]> {
  const { rows } = await client.query(`explain (format json) ${text}`, values);
  const nodes: PlanNode[] = [];
  const visit = (node: PlanNode) => {
    if (node['Relation Name']) nodes.push(node);
    node.Plans?.forEach(visit);
  };
  visit(rows[0]['QUERY PLAN'][0].Plan);
  return nodes;
}

describe('the search statement (docs/adr/0006-article-search.md)', () => {
  it('is made of the expressions that the record describes, in the same order', () => {
    const record = readFileSync(new URL('../../docs/adr/0006-article-search.md', import.meta.url), 'utf8');
    const described = [...record.matchAll(/^\| `(\w+)` +\|/gm)].map(([, name]) => name);
    const written = [...statement('slow').text.matchAll(/(\w+) as (?:materialized )?\(\s*select/g)].map(
      ([, name]) => name,
    );
    expect(written).toEqual(described);
  });

  it('finds terms and prefixes by an index under row level security', async () => {
    const { text, values } = statement('the intrenet is slow');
    const scans = await scansOf(text, values);
    const conditionsOn = (table: string) =>
      scans.filter((node) => node['Relation Name'] === table).map((node) => node['Index Cond'] ?? 'none');
    expect(conditionsOn('article_term')).toEqual([
      expect.stringContaining('(term = '),
      expect.stringContaining('(term = '),
    ]);
    expect(conditionsOn('article_word')).toContainEqual(expect.stringMatching(/word > .*[(]word < /));
  });

  it('could not be a full-text query, whose operator PostgreSQL keeps from the index under a policy', async () => {
    await portal.database.superuser.query(`
      create table article_vector as select id, tenant_id, to_tsvector('english', title) as vector from article;
      create index article_vector_index on article_vector using gin (vector);
      grant select on article_vector to public`);
    const query = `select id from article_vector where vector @@ to_tsquery('english', 'slow')`;
    await client.query('set enable_bitmapscan = on');
    expect(await scansOf(query)).toMatchObject([{ 'Node Type': 'Bitmap Heap Scan' }]);
    await portal.database.superuser.query(`
      alter table article_vector enable row level security;
      create policy scope on article_vector using (tenant_id = current_setting('portal.tenant')::uuid)`);
    expect(await scansOf(query)).toMatchObject([{ 'Node Type': 'Seq Scan' }]);
  });
});
