import {
  GraphQLError,
  TypeInfo,
  isAbstractType,
  separateOperations,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
} from 'graphql';
import { keyRuleOf, type KeyRule } from './key-rules.ts';
import type { Viewer } from './viewer.ts';

/** Found once for each document, which is asked again and again. */
const found = new WeakMap<DocumentNode, Map<string, Map<KeyRule, string>>>();

/**
 * Throws FORBIDDEN where an operation asks for more than the scopes of the viewer's key allow: for an operation of the API, or
 * anywhere below it for fields of a type. Nothing is done then. People need no scopes.
 */
export function assertKeyMay(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  viewer: Viewer | null,
): void {
  const key = viewer?.key;
  if (!key) return;
  for (const [rule, name] of rulesOf(schema, document, operationName ?? '')) {
    if (rule === 'any' || (rule !== 'never' && key.scopes.has(rule))) continue;
    const message = rule === 'never' ? `API keys cannot use ${name}.` : `This API key needs ${rule} for ${name}.`;
    throw new GraphQLError(message, { extensions: { code: 'FORBIDDEN', http: { status: 403 } } });
  }
}

/** All rules that an operation falls under, each with the first field that does. */
function rulesOf(schema: GraphQLSchema, document: DocumentNode, operationName: string): Map<KeyRule, string> {
  let ofDocument = found.get(document);
  if (!ofDocument) found.set(document, (ofDocument = new Map()));
  let rules = ofDocument.get(operationName);
  if (!rules) ofDocument.set(operationName, (rules = findRules(schema, document, operationName)));
  return rules;
}

function findRules(schema: GraphQLSchema, document: DocumentNode, operationName: string): Map<KeyRule, string> {
  const operations = separateOperations(document);
  const rules = new Map<KeyRule, string>();
  const types = new TypeInfo(schema);
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  const enter = () => {
    const parent = types.getParentType();
    const field = types.getFieldDef();
    if (!parent || !field || field.name.startsWith('__')) return;
    const add = (rule: KeyRule) => rules.has(rule) || rules.set(rule, `${parent.name}.${field.name}`);
    if (roots.has(parent as never)) add(keyRuleOf(field) ?? 'never');
    else if (field.name !== 'id') for (const type of kindsOf(schema, parent)) add(keyRuleOf(type) ?? 'any');
  };
  // of one operation its name may be left out
  const asked = operationName ? operations[operationName] : Object.values(operations)[0];
  visit(asked ?? document, visitWithTypeInfo(types, { Field: { enter } }));
  return rules;
}

const kindsOf = (schema: GraphQLSchema, type: GraphQLCompositeType) =>
  isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
