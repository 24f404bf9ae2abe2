import {
  GraphQLError,
  Kind,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
  visit,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { maximumErrors } from '../limits/limits.ts';
import { parseOptions, validationRules } from './limits.ts';

/** A document found good, or why it is not. */
export type CheckedDocument = { document: DocumentNode } | { errors: readonly GraphQLError[] };

/** Characters of texts and of their documents as JSON, which is about a third of what these take in memory. */
const maximumCharacters = 8 * 1024 * 1024;

/** Documents by their text or a hash of it, the least recently used leave first. */
export const keptDocuments = () =>
  new LRUCache<string, DocumentNode>({
    max: 500,
    maxSize: maximumCharacters,
    sizeCalculation: (document, key) => key.length + JSON.stringify(document).length,
  });

/** Parses and validates each text once. What was refused is not kept: anybody can make as much of that as they like. */
export class Documents {
  private readonly cache = keptDocuments();

  constructor(private readonly schema: GraphQLSchema) {}

  /** Whether a text was found good lately. */
  has(query: string): boolean {
    return this.cache.has(query);
  }

  check(query: string): CheckedDocument {
    const cached = this.cache.get(query);
    if (cached) return { document: cached };
    const checked = this.read(query);
    if ('document' in checked) this.cache.set(query, checked.document);
    return checked;
  }

  private read(query: string): CheckedDocument {
    try {
      const document = parse(query, parseOptions);
      const errors = validate(this.schema, document, [...specifiedRules, ...validationRules], {
        maxErrors: maximumErrors,
      });
      return errors.length > 0 ? { errors: errors.map(withCode('GRAPHQL_VALIDATION_FAILED')) } : { document };
    } catch (error) {
      return { errors: [withCode('GRAPHQL_PARSE_FAILED')(error as GraphQLError)] };
    }
  }
}

/** The variables that what is below the root fields of an operation depends on. */
export function variablesBelowRoot(document: DocumentNode, operationName: string | null | undefined): Set<string> {
  const names = new Set<string>();
  const collect = { Variable: ({ name }: { name: { value: string } }) => void names.add(name.value) };
  for (const selection of getOperationAST(document, operationName)?.selectionSet.selections ?? []) {
    if (selection.kind !== Kind.FIELD) visit(selection, collect);
    else if (selection.selectionSet) visit(selection.selectionSet, collect);
  }
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) visit(definition, collect);
  return names;
}

const withCode = (code: string) => (error: GraphQLError) =>
  new GraphQLError(error.message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    extensions: { code },
  });
