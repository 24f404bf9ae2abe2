import {
  Kind,
  getNamedType,
  getOperationAST,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  typeFromAST,
} from 'graphql';
import Upload from 'graphql-upload/Upload.mjs';
import type { GraphQLInputType, GraphQLSchema, TypeNode } from 'graphql';
import type { priceOf } from '../server/limits/price.ts';
import { operationsOfPortal } from './portal-operations.ts';

export interface PortalPrice {
  operation: string | undefined;
  kind: string;
  price: number;
}

/**
 * What each operation of the portal costs, dearest first. Variables that are left out are the smallest their type allows,
 * lists are pages of their usual size.
 */
export function pricesOfPortal(schema: GraphQLSchema, price: typeof priceOf): PortalPrice[] {
  const prices = Object.values(operationsOfPortal()).map((document) => {
    const { name, operation, variableDefinitions = [] } = getOperationAST(document)!;
    const variables = Object.fromEntries(
      variableDefinitions.map(({ variable, type }) => [variable.name.value, sample(schema, type)]),
    );
    return { operation: name?.value, kind: operation, price: price(schema, document, null, variables) ?? NaN };
  });
  return prices.toSorted((one, other) => other.price - one.price);
}

/** The smallest value of a type that is not null; page sizes are left to the operation. */
function sample(of: GraphQLSchema, node: TypeNode): unknown {
  return node.kind === Kind.NON_NULL_TYPE ? smallest(typeFromAST(of, node as never) as GraphQLInputType) : undefined;
}

function smallest(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return smallest(type.ofType);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter(
      (field) => isNonNullType(field.type) && field.defaultValue === undefined,
    );
    return Object.fromEntries(needed.map((field) => [field.name, smallest(field.type)]));
  }
  const scalars: Record<string, unknown> = {
    Int: 25,
    Float: 1,
    Boolean: true,
    DateTime: '2026-01-01T00:00:00Z',
    Upload: new Upload(),
  };
  return scalars[getNamedType(type).name] ?? 'x';
}
