import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { GraphQLError, type ParseOptions, type ValidationContext, type ValidationRule } from 'graphql';

/** Limits of a document. How much it may ask for is limited by `limits/price.ts`. */
export const parseOptions: ParseOptions = { maxTokens: 2_000 };

/** Reported as validation errors: thrown ones would be masked as internal errors. */
const reported = {
  propagateOnRejection: false,
  onReject: [(context: ValidationContext | null, error: GraphQLError) => context?.reportError(error)],
};

/** An alias comes back in every row. */
const maximumAliasLength = 100;

const aliasLengthRule: ValidationRule = (context) => ({
  Field({ alias }) {
    if (alias && alias.value.length > maximumAliasLength)
      context.reportError(
        new GraphQLError(`An alias can have at most ${maximumAliasLength} characters.`, { nodes: alias }),
      );
  },
});

export const validationRules: ValidationRule[] = [
  maxDepthRule({ n: 14, flattenFragments: true, ...reported }),
  maxAliasesRule({ n: 30, allowList: [], ...reported }),
  maxDirectivesRule({ n: 50, ...reported }),
  aliasLengthRule,
] as ValidationRule[];

/** Bytes of one request body, and of one message on a socket. */
export const bodyLimit = 256 * 1024;
