import {
  isObjectType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { Extensions } from 'type-graphql';
import type { KeyScope } from '#shared/key-scopes.ts';

/**
 * What an API key needs for an operation, or for the fields of a type. `any`: nothing beyond being a key, since it is public or
 * shown only as a part of something else. `never`: whatever its scopes, since it is about the access of people.
 */
export type KeyRule = KeyScope | 'any' | 'never';

const extension = 'keys';

/** Declares the rule for API keys beside the operation of a resolver, or on a type. */
export const Keys = (rule: KeyRule): ClassDecorator & MethodDecorator => Extensions({ [extension]: rule });

interface Ruled {
  extensions: Readonly<Record<string, unknown>>;
}

export const keyRuleOf = ({ extensions }: Ruled): KeyRule | undefined => extensions[extension] as KeyRule | undefined;

/** Says in each description what keys need. Throws where an operation, or a type that `needsRule`, says nothing. */
export function declareKeyRules(schema: GraphQLSchema, needsRule: (type: GraphQLObjectType) => boolean): void {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const root of roots)
    for (const field of Object.values(root?.getFields() ?? {})) declare(field, `${root!.name}.${field.name}`);
  for (const type of Object.values(schema.getTypeMap()))
    if (isObjectType(type) && needsRule(type)) declare(type, type.name);
}

function declare(target: GraphQLField<unknown, unknown> | GraphQLNamedType, name: string): void {
  const rule = keyRuleOf(target);
  if (!rule) throw new Error(`Nothing says which API keys may use ${name}: add @Keys beside it.`);
  const sentence = sentenceOf(rule, 'getFields' in target);
  if (sentence) target.description = `${target.description ?? ''} ${sentence}`;
}

function sentenceOf(rule: KeyRule, isType: boolean): string | null {
  if (rule === 'never') return 'Not for API keys.';
  if (rule === 'any') return isType ? null : 'For every API key.';
  return `API keys need \`${rule}\`${isType ? ', except for its `id`' : ''}.`;
}
