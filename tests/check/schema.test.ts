import { lexicographicSortSchema, printSchema } from 'graphql';
import { expect, it } from 'vitest';
import { makeSchema } from '../../server/schema.ts';

it('schema.graphql is what the server says: else run `npm run schema`, and look at what changed', async () => {
  const schema = `${printSchema(lexicographicSortSchema(makeSchema()))}\n`;
  await expect(schema).toMatchFileSnapshot('../../schema.graphql');
});
