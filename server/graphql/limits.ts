import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { GraphQLError, type ParseOptions, type ValidationContext, type ValidationRule } from 'graphql';
import { documents } from '../limits/limits.ts';

/** Limits of a document. How much it may ask for is limited by `limits/price.ts`. */
export const parseOptions: ParseOptions = { maxTokens: documents.tokens };

/** Reported as validation errors: thrown ones would be masked as internal errors. */
const reported = {
  propagateOnRejection: false,
  onReject: [(context: ValidationContext | null, error: GraphQLError) => context?.reportError(error)],
};

/** An alias comes back in every row. */
const aliasLengthRule: ValidationRule = (context) => ({
  Field({ alias }) {
    if (alias && alias.value.length > documents.aliasLength)
      context.reportError(
        new GraphQLError(`An alias can have at most ${documents.aliasLength} characters.`, { nodes: alias }),
      );
  },
});

export const validationRules: ValidationRule[] = [
  maxDepthRule({ n: documents.depth, flattenFragments: true, ...reported }),
  maxAliasesRule({ n: documents.aliases, allowList: [], ...reported }),
  maxDirectivesRule({ n: documents.directives, ...reported }),
  aliasLengthRule,
] as ValidationRule[];
