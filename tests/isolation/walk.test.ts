import 'reflect-metadata';
import { GraphQLID, getNamedType, isInputObjectType, type GraphQLArgument, type GraphQLInputField } from 'graphql';
import { expect, it } from 'vitest';
import { makeSchema } from '../../server/schema.ts';
import { idOperations } from './id-operations.ts';

it('every argument of the schema that takes an id or a slug is covered by the isolation suite', () => {
  const schema = makeSchema();
  const found = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!].flatMap((root) =>
    Object.values(root.getFields()).flatMap((field) =>
      field.args
        .flatMap((arg) => (arg.name === 'slug' ? [arg.name] : idPaths(arg, arg.name)))
        .map((path) => `${root.name}.${field.name}(${path})`),
    ),
  );
  expect(found.toSorted()).toEqual(Object.keys(idOperations).toSorted());
});

it('no field below the roots takes an id, where the suite would not look', () => {
  const roots = ['Query', 'Mutation', 'Subscription'];
  const found = Object.values(makeSchema().getTypeMap())
    .filter((type) => !roots.includes(type.name) && 'getFields' in type && !isInputObjectType(type))
    .flatMap((type) =>
      Object.values((type as { getFields(): Record<string, { name: string; args?: GraphQLArgument[] }> }).getFields()),
    )
    .flatMap((field) => (field.args ?? []).flatMap((arg) => idPaths(arg, `${field.name}.${arg.name}`)));
  expect(found).toEqual([]);
});

function idPaths({ type }: GraphQLArgument | GraphQLInputField, path: string): string[] {
  const named = getNamedType(type);
  if (named === GraphQLID) return [path];
  if (!isInputObjectType(named)) return [];
  return Object.values(named.getFields()).flatMap((field) => idPaths(field, `${path}.${field.name}`));
}
