import {
  GraphQLError,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  getNamedType,
  getNullableType,
  isCompositeType,
  isIntrospectionType,
  isListType,
  isObjectType,
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import {
  fieldExtensionsEstimator,
  getComplexity,
  type ComplexityEstimator,
  type ComplexityEstimatorArgs,
  // its ESM build loads a second copy of graphql
} from 'graphql-query-complexity/cjs';
import { LRUCache } from 'lru-cache';
import { pageSize } from '../reads/connection.ts';
import { readsOf } from '../reads/schema.ts';
import { areOfTheirTypes, boundVariables, isJsonObject } from './variables.ts';

/**
 * What one operation may cost. A row costs 1: this is a hundred objects with a hundred objects each, which takes PostgreSQL
 * about a second; the dearest operation of the portal itself costs a tenth of it.
 */
export const maximumPrice = 10_000;

/** Fields that are looked at to find the price, with fragments spread out: as many as a document has words. */
const maximumFields = 2_000;

/** Introspection is answered from memory: a field costs little, but they are many, and nothing but this counts them. */
const introspection = { start: 500, field: 0.05, types: 200, list: 3 };

/** The price of a list that is dearer by what its arguments ask for, whatever the page. */
export const dearerPage =
  <Args>(dearer: (args: Args) => number): ComplexityEstimator =>
  (found) =>
    pagePrice(found) + dearer(found.args as Args);

/** The price of a list that is dearer when `isSearched`: by so much, whatever the page. */
export const searchPrice =
  <Args>(price: number, isSearched: (args: Args) => unknown): ComplexityEstimator =>
  (found) =>
    pagePrice(found) + (isSearched(found.args as Args) ? price : 0);

/** The price of a list without pages that has `most` items at most. */
export const listPrice =
  (most: number): ComplexityEstimator =>
  ({ childComplexity }) =>
    most * (1 + childComplexity);

/** A password is hashed, which takes 50 ms on purpose. */
export const passwordPrice = 600;

/** Somebody gets an email by it. */
export const mailPrice = 400;

/** A text search looks at every row of the tenant before it returns a page. */
export const textSearchPrice = 500;

/** Values of fields are looked up for every ticket that else is found. */
export const fieldFilterPrice = 100;

/**
 * The price of an operation, known before it runs; undefined where its variables are of a wrong type, which ends it
 * before anything is done. Throws TOO_EXPENSIVE, and BAD_USER_INPUT where an argument makes no sense.
 */
export function priceOf(
  schema: GraphQLSchema,
  query: DocumentNode,
  operationName: string | null | undefined,
  variables: Record<string, unknown> | null | undefined,
): number | undefined {
  boundVariables(variables);
  const key = cacheKey(operationName, variables);
  const known = key === undefined ? undefined : cache.get(query)?.get(key);
  if (known !== undefined) return affordable(known);
  if (!areOfTheirTypes(schema, query, operationName, variables)) return undefined;
  let price: number;
  try {
    price = getComplexity({
      schema,
      query,
      estimators,
      maxQueryNodes: maximumFields,
      ...(operationName ? { operationName } : {}),
      ...(variables ? { variables } : {}),
    });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    if (error.message.includes('maximum allowed number of nodes'))
      throw tooExpensive(`The operation has more than ${maximumFields} fields, with fragments spread out.`);
    throw new GraphQLError(error.message, {
      nodes: error.nodes,
      extensions: { code: 'BAD_USER_INPUT', ...badRequest },
    });
  }
  const whole = Math.max(1, Math.ceil(price));
  if (key !== undefined) remember(query, key, whole);
  return affordable(whole);
}

function affordable(price: number): number {
  if (price <= maximumPrice) return price;
  throw tooExpensive(`The operation asks for up to ${price} rows or as much work, and the limit is ${maximumPrice}.`);
}

/** Finding a price takes a tenth of the time of a short read, and documents are asked again with variables of few shapes. */
const cache = new WeakMap<DocumentNode, LRUCache<string, number>>();
const maxCachedPrices = 50;
const maxKeyLength = 500;

/**
 * Of texts a price depends on no more than whether there are any; one that is of a wrong type, such as an unknown value of
 * an enum, is found later. Undefined for files, and for variables that are too long to be the same again.
 */
function cacheKey(
  operationName: string | null | undefined,
  variables: Record<string, unknown> | null | undefined,
): string | undefined {
  let hasFile = false;
  const shape = JSON.stringify(variables, (_, value: unknown) => {
    if (typeof value === 'string') return value === '' ? '' : 'text';
    if (typeof value !== 'object' || value === null || isJsonObject(value)) return value;
    hasFile = true;
    return undefined;
  });
  const key = `${operationName ?? ''} ${shape ?? ''}`;
  return hasFile || key.length > maxKeyLength ? undefined : key;
}

function remember(query: DocumentNode, key: string, price: number): void {
  let prices = cache.get(query);
  if (!prices) cache.set(query, (prices = new LRUCache({ max: maxCachedPrices })));
  prices.set(key, price);
}

/** Whether there is a price that a field says itself, or that is made from what it leads to. */
export const hasPrice = (type: GraphQLCompositeType, field: GraphQLField<unknown, unknown>): boolean =>
  field.extensions['complexity'] !== undefined || isPaged(field) || boundOf(type, field) !== undefined;

const badRequest = { http: { status: 400 } };
const tooExpensive = (message: string) =>
  new GraphQLError(message, { extensions: { code: 'TOO_EXPENSIVE', ...badRequest } });

type Found = Pick<ComplexityEstimatorArgs, 'type' | 'field' | 'args' | 'childComplexity'>;

const isPaged = ({ args }: GraphQLField<unknown, unknown>): boolean => args.some(({ name }) => name === 'first');

/** A page, of which the connection says what one item costs. */
const pagePrice = ({ args, childComplexity }: Pick<Found, 'args' | 'childComplexity'>): number =>
  pageSize(args) * childComplexity;

/** How many items a list has at most of which the reads of its object say so. */
function boundOf(type: GraphQLCompositeType, { name }: GraphQLField<unknown, unknown>): number | undefined {
  const field = isObjectType(type) ? readsOf(type)?.fields[name] : undefined;
  return field?.kind === 'boundedList' ? field.max : undefined;
}

function priceByShape({ type, field, args, childComplexity }: Found): number {
  if (field === SchemaMetaFieldDef || field === TypeMetaFieldDef) return introspection.start + childComplexity;
  if (isIntrospectionType(type)) return introspectionPrice(field, childComplexity);
  if (isPaged(field)) return pagePrice({ args, childComplexity });
  const bound = boundOf(type, field);
  if (bound !== undefined) return bound * (1 + childComplexity);
  return isCompositeType(getNamedType(field.type)) ? 1 + childComplexity : 0;
}

function introspectionPrice({ name, type }: GraphQLField<unknown, unknown>, childComplexity: number): number {
  const many = isListType(getNullableType(type)) ? introspection.list : 1;
  return (name === 'types' ? introspection.types : many) * (introspection.field + childComplexity);
}

/** What a field says itself comes first. */
const estimators: ComplexityEstimator[] = [fieldExtensionsEstimator(), priceByShape];
