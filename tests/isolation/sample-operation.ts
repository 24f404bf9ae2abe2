import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';

/** The shortest operation that asks for one root field, with the least that it takes. */
export function sampleOperation(
  root: string,
  field: GraphQLField<unknown, unknown>,
  idAt: (path: string) => string,
): { query: string; variables: Record<string, unknown> } {
  const needed = field.args.filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);
  const variables = Object.fromEntries(needed.map(({ name, type }) => [name, sample(type, name, idAt)]));
  const declared = needed.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = needed.map(({ name }) => `${name}: $${name}`).join(', ');
  const given = (list: string) => (list ? `(${list})` : '');
  const answer = getNamedType(field.type);
  const selection = isLeafType(answer) ? '' : `{ ${fieldsOf(answer)} }`;
  const query = `${root.toLowerCase()}${given(declared)} { ${field.name}${given(passed)} ${selection} }`;
  return { query, variables };
}

/** The least that a type takes, with the ids of things that are there. */
function sample(type: GraphQLInputType, path: string, idAt: (path: string) => string): unknown {
  if (isNonNullType(type)) return sample(type.ofType, path, idAt);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]!.value;
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter(
      (field) => isNonNullType(field.type) && field.defaultValue === undefined,
    );
    return Object.fromEntries(needed.map(({ name, type: inner }) => [name, sample(inner, `${path}.${name}`, idAt)]));
  }
  const scalars: Record<string, unknown> = { Int: 1, Boolean: true, DateTime: new Date().toISOString() };
  return type.name === 'ID' || path === 'slug' ? idAt(path) : (scalars[type.name] ?? 'x');
}

function fieldsOf(type: unknown): string {
  const names = isObjectType(type) ? Object.keys(type.getFields()) : [];
  if (names.includes('userErrors')) return 'userErrors { code }';
  return names.includes('pageInfo') ? 'pageInfo { hasNextPage }' : '__typename';
}
