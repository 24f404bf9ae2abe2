import { getOperationAST, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';

type Compiled = CompiledQuery['query'] | null;

const compiled = new WeakMap<DocumentNode, Map<string | null, Compiled>>();

/**
 * The operation as a function, compiled once per kept document; null where it cannot be, and is interpreted instead.
 * A compiled operation does the same as an interpreted one at about a third of the cost.
 */
export function compileOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
): Compiled {
  let operations = compiled.get(document);
  if (!operations) compiled.set(document, (operations = new Map()));
  let operation = operations.get(operationName);
  if (operation === undefined) operations.set(operationName, (operation = compile(schema, document, operationName)));
  return operation;
}

function compile(schema: GraphQLSchema, document: DocumentNode, operationName: string | null): Compiled {
  if (!getOperationAST(document, operationName)) return null;
  const result = compileQuery(schema, document, operationName ?? '', { disableLeafSerialization: false });
  return isCompiledQuery(result) ? result.query : null;
}

/** Variables that do not fit are told of without any data; interpreting the operation again tells of them in full. */
export const isRefusedVariable = ({ data }: ExecutionResult): boolean => data === undefined;
