import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { type ParseOptions, type ValidationRule } from 'graphql';

/** What a document may be at most; how many rows it may ask for, `database/projection.ts` says. */
export const parseOptions: ParseOptions = { maxTokens: 2_000 };

export const validationRules: ValidationRule[] = [
  maxDepthRule({ n: 14, flattenFragments: true }),
  maxAliasesRule({ n: 30 }),
  maxDirectivesRule({ n: 50 }),
] as ValidationRule[];

/** Bytes of one request body, and of one message on a socket. */
export const bodyLimit = 256 * 1024;
