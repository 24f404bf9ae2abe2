import {
  Kind,
  astFromValue,
  getOperationAST,
  isInputObjectType,
  isListType,
  isNonNullType,
  typeFromAST,
  valueFromASTUntyped,
  visit,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLInputType,
  type GraphQLSchema,
  type VariableDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';

type Variables = Record<string, unknown>;
type Execute = (
  root: unknown,
  context: unknown,
  variables: Variables,
) => Promise<ExecutionResult> | ExecutionResult | null;

/** Each takes up to a megabyte; the portal has 55. */
const maximumCompiled = 100;

const cache = new LRUCache<DocumentNode, Map<string | null, Execute | null>>({ max: maximumCompiled });
const asked = new WeakSet<DocumentNode>();

/** Whether a document was asked for before. Only then is it worth compiling: anybody can send ever other ones. */
export function isAskedAgain(document: DocumentNode): boolean {
  if (asked.has(document)) return true;
  asked.add(document);
  return false;
}

/**
 * The operation as a function, compiled once while its document is in use; null, or a function that returns null, where it has to be
 * interpreted instead. The result is the same: docs/adr/0005-compiled-operations.md.
 */
export function compileOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
): Execute | null {
  let operations = cache.get(document);
  if (!operations) cache.set(document, (operations = new Map()));
  let operation = operations.get(operationName);
  if (operation === undefined) operations.set(operationName, (operation = compile(schema, document, operationName)));
  return operation;
}

function compile(schema: GraphQLSchema, document: DocumentNode, operationName: string | null): Execute | null {
  const operation = getOperationAST(document, operationName);
  if (!operation) return null;
  const compiled = compileQuery(schema, document, operationName ?? '', { disableLeafSerialization: false });
  if (!isCompiledQuery(compiled)) return null;
  const definitions = operation.variableDefinitions ?? [];
  const types = definitions.map(
    ({ variable, type }) => [variable.name.value, typeFromAST(schema, type as never) as GraphQLInputType] as const,
  );
  const neededInObjects = variablesInObjects(document, definitions);
  return (root, context, variables) => {
    if (neededInObjects.some((name) => variables[name] === undefined)) return null;
    const complete = { ...variables };
    for (const [name, type] of types) if (name in complete) complete[name] = withDefaults(type, complete[name]);
    return compiled.query(root, context, complete);
  };
}

/**
 * The variables without a default that are fields of an input object written in the document. Where one is left out, so is
 * the field; graphql-jit makes it null instead, which may delete something (its issue 91).
 */
function variablesInObjects(document: DocumentNode, definitions: readonly VariableDefinitionNode[]): string[] {
  const names = new Set<string>();
  visit(document, {
    ObjectField: ({ value }) => void (value.kind === Kind.VARIABLE && names.add(value.name.value)),
  });
  return definitions
    .filter(({ variable, defaultValue }) => names.has(variable.name.value) && !defaultValue)
    .map(({ variable }) => variable.name.value);
}

/**
 * The value of a variable with the defaults of what an input object leaves out. graphql-jit refuses an object without a
 * field that is non-null and has a default, such as `internal: Boolean! = false`.
 */
function withDefaults(type: GraphQLInputType, value: unknown): unknown {
  if (isNonNullType(type)) return withDefaults(type.ofType, value);
  if (value === null || typeof value !== 'object') return value;
  if (isListType(type)) {
    return Array.isArray(value)
      ? value.map((item) => withDefaults(type.ofType, item))
      : withDefaults(type.ofType, value);
  }
  if (!isInputObjectType(type)) return value;
  const complete: Variables = { ...value };
  for (const field of Object.values(type.getFields())) {
    if (complete[field.name] !== undefined) complete[field.name] = withDefaults(field.type, complete[field.name]);
    else if (field.defaultValue !== undefined) {
      complete[field.name] = valueFromASTUntyped(astFromValue(field.defaultValue, field.type)!);
    }
  }
  return complete;
}

/** Variables of a wrong type are reported without any data; the interpreter then reports them in full. */
export const isInvalidVariable = ({ data }: ExecutionResult): boolean => data === undefined;
