import { getNamedType, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { objectKey } from './projection.ts';

/** Objects wait in their row under their alias, where they have one: below two aliases they may differ. */
export function resolveAliases(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (isObjectType(getNamedType(field.type))) field.resolve ??= readAlias;
    }
  }
  return schema;
}

const readAlias: GraphQLFieldResolver<Record<string, unknown>, unknown> = (
  row,
  _args,
  _context,
  { fieldName, path },
) => {
  const aliased = row[objectKey(fieldName, String(path.key))];
  return aliased === undefined ? row[fieldName] : aliased;
};
