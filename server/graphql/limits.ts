import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import type { GraphQLError, ParseOptions, ValidationContext, ValidationRule } from 'graphql';

/** What a document may be at most; how many rows it may ask for, `database/read-statement.ts` says. */
export const parseOptions: ParseOptions = { maxTokens: 2_000 };

/** As one error of validation among others; thrown, it would look like a fault of ours. */
const reported = {
  propagateOnRejection: false,
  onReject: [(context: ValidationContext | null, error: GraphQLError) => context?.reportError(error)],
};

export const validationRules: ValidationRule[] = [
  maxDepthRule({ n: 14, flattenFragments: true, ...reported }),
  maxAliasesRule({ n: 30, ...reported }),
  maxDirectivesRule({ n: 50, ...reported }),
] as ValidationRule[];

/** Bytes of one request body, and of one message on a socket. */
export const bodyLimit = 256 * 1024;
