import {
  GraphQLError,
  getIntrospectionQuery,
  isIntrospectionType,
  isObjectType,
  isListType,
  getNamedType,
  getNullableType,
  parse,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { hasPrice, maximumPrice, priceOf } from '../../server/limits/price.ts';
import { makeSchema } from '../../server/schema.ts';

const schema = makeSchema();

const price = (query: string, variables: Record<string, unknown> = {}) =>
  priceOf(schema, parse(query), null, variables);

function refusal(query: string, variables: Record<string, unknown> = {}): string {
  try {
    price(query, variables);
  } catch (error) {
    if (error instanceof GraphQLError) return `${String(error.extensions['code'])}: ${error.message}`;
    throw error;
  }
  return 'not refused';
}

const repeated = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

describe('the schema', () => {
  const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));
  const fields = types.flatMap((type) =>
    isObjectType(type) ? Object.values(type.getFields()).map((field) => ({ type, field })) : [],
  );
  const without = (found: typeof fields) =>
    found.filter(({ type, field }) => !hasPrice(type, field)).map(({ type, field }) => `${type.name}.${field.name}`);

  it('has a price for every list of objects', () => {
    const lists = fields.filter(
      ({ field }) => isListType(getNullableType(field.type)) && isObjectType(getNamedType(field.type)),
    );
    expect(lists.length).toBeGreaterThan(20);
    expect(without(lists)).toEqual([]);
  });

  it('has a price for every mutation', () => {
    expect(without(fields.filter(({ type }) => type === schema.getMutationType()))).toEqual([]);
  });

  it('has a price for every search that is made', () => {
    const isSearch = (name: string) => name === 'search' || name === 'text';
    const searches = fields.flatMap(({ field }) =>
      field.args.flatMap(({ name, type }) => {
        const named = getNamedType(type);
        if (isSearch(name)) return [[field.name, `${name}: "x"`]];
        const inner = 'getFields' in named ? Object.keys(named.getFields()).filter(isSearch) : [];
        return inner.map((each) => [field.name, `${name}: { ${each}: "x" }`]);
      }),
    );
    const ofQueries = searches.filter(([name]) => schema.getQueryType()!.getFields()[name!]);
    expect(ofQueries.map(([name]) => name).toSorted()).toEqual(['articles', 'customers', 'staff', 'tickets']);
    for (const [name, search] of ofQueries) {
      const [plain, searched] = [`{ ${name} { totalCount } }`, `{ ${name}(${search}) { totalCount } }`].map((query) =>
        price(query),
      );
      expect(searched).toBeGreaterThanOrEqual(plain! + 100);
    }
  });
});

describe('the price of an operation', () => {
  it.each<[what: string, query: string, price: number]>([
    ['at least 1', '{ __typename }', 1],
    ['the default page of 25', '{ tickets { nodes { id number title } } }', 25],
    ['the page that is asked for', '{ tickets(first: 100) { nodes { id } } }', 100],
    ['the page from the end', '{ tickets(last: 7) { edges { node { id } } } }', 7],
    ['related objects', '{ tickets(first: 10) { nodes { customer { id } assignee { id } } } }', 30],
    ['nested lists, multiplied', '{ tickets(first: 10) { nodes { messages(first: 10) { nodes { id } } } } }', 110],
    ['dear fields', '{ tickets(first: 10) { nodes { messages(first: 10) { nodes { body } } } } }', 310],
    ['bounded lists', '{ tickets(first: 1) { nodes { messages(first: 1) { nodes { attachments { id } } } } } }', 12],
    ['all root fields', '{ a: tickets(first: 100) { nodes { id } } b: tickets(first: 50) { nodes { id } } }', 150],
    ['fragments', '{ tickets(first: 5) { nodes { ...t } } } fragment t on Ticket { customer { id } }', 10],
    ['a count, as much as a page', '{ tickets { totalCount } }', 25],
    ['where the page is, an eighth of it', '{ tickets(first: 100) { nodes { id } pageInfo { endCursor } } }', 113],
    ['a mutation', 'mutation { ticketClose(id: "x") { ticket { id } } }', 251],
  ])('counts %s', (_, query, expected) => {
    expect(price(query)).toBe(expected);
  });

  it('counts pages from variables and their defaults', () => {
    const query = 'query($first: Int = 50) { tickets(first: $first) { nodes { id } } }';
    expect([price(query), price(query, { first: 3 })]).toEqual([50, 3]);
  });

  it('depends on whether there is a text, and not on which', () => {
    const query = parse('query($search: String) { customers(search: $search) { nodes { id } } }');
    const priceWith = (search: string | null) => priceOf(schema, query, null, { search });
    expect([priceWith('a'), priceWith(''), priceWith('b'), priceWith(null)]).toEqual([525, 25, 525, 25]);
  });

  it('depends on the operation that is named', () => {
    const query = parse('query one { tickets { nodes { id } } } query other { tickets(first: 3) { nodes { id } } }');
    expect(['one', 'other', 'one'].map((name) => priceOf(schema, query, name, {}))).toEqual([25, 3, 25]);
  });

  it('does not count what is skipped', () => {
    const query = 'query($no: Boolean!) { tickets { nodes { id } } customers @skip(if: $no) { nodes { id } } }';
    expect([price(query, { no: false }), price(query, { no: true })]).toEqual([50, 25]);
  });

  it('is unknown where variables are of a wrong type: nothing is done then', () => {
    expect(price('query($first: Int) { tickets(first: $first) { nodes { id } } }', { first: 'x' })).toBeUndefined();
  });

  it('is not evaded by an argument that fails when its field is reached', () => {
    const query = `query($unread: Boolean = true) {
      notifications(unreadOnly: $unread) { nodes { id } }
      tickets(first: 100) { nodes { messages(first: 100) { nodes { body } } } }
    }`;
    expect(refusal(query)).toMatch(/^TOO_EXPENSIVE/);
    expect(refusal(query, { unread: null })).toMatch(/^BAD_USER_INPUT/);
  });

  it('of a tool that reads the whole schema is within the limit', () => {
    const whole = price(getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true }))!;
    expect(whole).toBeGreaterThan(1_000);
    expect(whole).toBeLessThan(maximumPrice);
  });
});

describe('an operation that costs too much', () => {
  it.each([
    [
      'ten times all bodies',
      `{ ${repeated(10, (i) => `a${i}: tickets(first: 100) { nodes { messages(first: 100) { nodes { body } } } }`)} }`,
    ],
    ['thirty searches', `{ ${repeated(30, (i) => `a${i}: tickets(filter: { search: "a${i}" }) { totalCount }`)} }`],
    [
      'the schema twenty times',
      `{ ${repeated(20, (i) => `a${i}: __schema { types { fields { args { name } type { name } } } }`)} }`,
    ],
    [
      'the whole schema twice',
      getIntrospectionQuery().replace('__schema {', 'again: __schema { types { ...FullType } } __schema {'),
    ],
  ])('is refused: %s', (_, query) => {
    expect(refusal(query)).toMatch(/^TOO_EXPENSIVE: .* limit is 10000\.$/);
  });

  it('is refused at once where fragments double themselves', () => {
    const fragments = repeated(60, (i) => `fragment f${i} on Ticket { ...f${i + 1} ...f${i + 1} }`);
    const query = `{ tickets { nodes { ...f0 } } } ${fragments} fragment f60 on Ticket { id }`;
    expect(refusal(query)).toMatch(/^TOO_EXPENSIVE: .* more than 2000 fields/);
  });
});
