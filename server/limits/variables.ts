import { GraphQLError, getOperationAST, getVariableValues, type DocumentNode, type GraphQLSchema } from 'graphql';
import { variables as limits } from './limits.ts';

type Variables = Record<string, unknown> | null | undefined;

/** Throws BAD_USER_INPUT where there is more in the variables than anybody has reason to send. */
export function boundVariables(variables: Variables): void {
  let left = limits.values;
  const count = (value: unknown, depth: number): void => {
    left -= 1;
    if (left < 0) throw refused(`have at most ${limits.values} values`);
    if (!isJsonObject(value)) return;
    if (depth > limits.depth) throw refused(`be nested at most ${limits.depth} deep`);
    for (const key in value) count(value[key], depth + 1);
  };
  if (variables) count(variables, 0);
}

/** Whether the variables are of the types that the operation says; stops at the first that is not. */
export function areOfTheirTypes(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Variables,
): boolean {
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  return !getVariableValues(schema, definitions, variables ?? {}, { maxErrors: 1 }).errors;
}

/** An object or a list of JSON, and no file. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value);
}

const refused = (rule: string) =>
  new GraphQLError(`Variables can ${rule}.`, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
