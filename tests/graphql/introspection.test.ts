import { getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import { introspect } from '../../server/graphql/introspection.ts';
import { Documents } from '../../server/graphql/documents.ts';
import { makeSchema } from '../../server/schema.ts';
import { usePortal } from '../support/portal.ts';

const portal = usePortal();

describe('introspection', () => {
  it('is answered the same each time', async () => {
    const [first, second] = [
      await portal.nobody.ask(getIntrospectionQuery()),
      await portal.nobody.ask(getIntrospectionQuery()),
    ];
    expect(first.data.__schema.queryType).toEqual({ name: 'Query', kind: 'OBJECT' });
    expect(second).toEqual(first);
  });

  it('is executed once for a document', () => {
    const schema = makeSchema();
    const documents = new Documents(schema);
    const dataOf = (query: string) => {
      const checked = documents.check(query);
      if (!('document' in checked)) throw checked.errors[0]!;
      const [operation] = checked.document.definitions;
      return introspect(schema, checked.document, operation as never);
    };
    const data = dataOf('{ __schema { types { name } } __typename }');
    expect(data).toMatchObject({ __typename: 'Query' });
    expect(dataOf('{ __schema { types { name } } __typename }') === data).toBe(true);
    for (const other of [
      '{ __typename viewer { id } }',
      'query($on: Boolean!) { __schema @include(if: $on) { queryType { name } } }',
      'query one { __typename } query other { viewer { id } }',
    ])
      expect(dataOf(other)).toBeNull();
  });

  it('depends on variables where there are any', async () => {
    const query = 'query($name: String!) { __type(name: $name) { name } }';
    for (const name of ['Ticket', 'Message'])
      expect(await portal.nobody.get(query, { name })).toEqual({ __type: { name } });
  });

  it('is of the operation that is named where a document has several', async () => {
    const query = 'query one { __type(name: "Ticket") { name } } query other { __type(name: "Message") { name } }';
    for (const [operationName, name] of [
      ['one', 'Ticket'],
      ['other', 'Message'],
    ]) {
      const response = await portal.nobody.post({ query, operationName });
      expect(await response.json()).toEqual({ data: { __type: { name } } });
    }
  });
});
