import { ApolloServer, HeaderMap, type ApolloServerOptions, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyBaseLogger } from 'fastify';
import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  type FormattedExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { assertKeyMay } from '../access/key-check.ts';
import type { RequestContext } from '../context.ts';
import { compileOperation, isAskedAgain, isInvalidVariable } from './compiled.ts';
import { isTooLarge, tooLarge } from '../limits/answer.ts';
import { balanceHeaders, readingPrice, type Balance } from '../limits/budget.ts';
import { largeFrom, largeMutationFrom, maximumErrors } from '../limits/limits.ts';
import { priceOf } from '../limits/price.ts';
import { keptDocuments } from './documents.ts';
import { formatError, headOf } from './errors.ts';
import { introspect } from './introspection.ts';
import { parseOptions, validationRules } from './limits.ts';

/** GraphQL over HTTP. */
export function makeApolloServer(schema: GraphQLSchema, log: FastifyBaseLogger): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    schema,
    parseOptions,
    validationRules,
    validationOptions: { maxErrors: maximumErrors },
    executionOptions: { maxCoercionErrors: maximumErrors },
    documentStore: documentStore(),
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: log,
    formatError: (formatted, error) => formatError(log, formatted, error),
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), requestLife],
  });
}

/** Apollo keeps documents by their hash. */
function documentStore(): ApolloServerOptions<RequestContext>['documentStore'] {
  const kept = keptDocuments();
  return {
    get: async (hash) => kept.get(hash),
    set: async (hash, document) => void kept.set(hash, document),
    delete: async (hash) => kept.delete(hash),
  };
}

const requestLife: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    const began = performance.now();
    let field = 'invalid';
    let price: number | undefined;
    let balance: Balance | undefined;
    let endLarge: (() => void) | undefined;
    return {
      async parsingDidStart({ source, contextValue }) {
        await contextValue.charge(readingPrice(source));
      },
      async didResolveOperation({ operation, schema, document, request, contextValue, response }) {
        if (operation) field = rootFieldOf(operation);
        assertKeyMay(schema, document, request.operationName, contextValue.viewer);
        if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) {
          price = priceOf(schema, document, request.operationName, request.variables);
          balance = await contextValue.pay(price ?? 0);
          for (const [name, value] of balanceHeaders(balance)) response.http.headers.set(name, value);
          const from = operation?.operation === OperationTypeNode.MUTATION ? largeMutationFrom : largeFrom;
          if (price !== undefined && price >= from) endLarge = await contextValue.beginLarge();
          return;
        }
        throw new GraphQLError('Subscribe over a WebSocket (graphql-transport-ws) at this URL.', {
          extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
        });
      },
      async responseForOperation({ schema, document, operation, request, contextValue }) {
        if (operation?.operation === OperationTypeNode.QUERY) {
          const data = introspect(schema, document, operation);
          if (data)
            return {
              body: { kind: 'single', singleResult: { data } },
              http: { status: undefined, headers: new HeaderMap() },
            };
          contextValue.expectReads(rootFieldsOf(operation));
        }
        // the interpreter tells what is wrong with variables, and stops at some number of errors
        const execute =
          price !== undefined && isAskedAgain(document)
            ? compileOperation(schema, document, request.operationName ?? null)
            : null;
        const result = await execute?.(undefined, contextValue, request.variables ?? {});
        if (!result || isInvalidVariable(result)) return null;
        const { data = null, errors } = result;
        const formatted = errors?.map((error) => formatError(contextValue.portal.log, toFormatted(error), error));
        const head = errors?.map(({ originalError }) => headOf(originalError)).find(({ status }) => status);
        return {
          body: { kind: 'single', singleResult: formatted ? { errors: formatted, data } : { data } },
          http: { status: head?.status, headers: new HeaderMap(head?.headers) },
        };
      },
      async willSendResponse({ contextValue, request, response: { body } }) {
        await contextValue.endReads();
        contextValue.portal.metrics.operation({
          field,
          outcome: body.kind === 'single' ? outcomeOf(body.singleResult) : 'OK',
          milliseconds: performance.now() - began,
          price: price ?? 0,
          tenantId: contextValue.viewer?.tenantId,
        });
        // the answer is written in this turn of the event loop
        if (endLarge) setImmediate(endLarge);
        if (body.kind !== 'single') return;
        if (request.extensions?.['cost'] === true && balance)
          body.singleResult = { ...body.singleResult, extensions: { cost: { price, ...balance } } };
        // what costs less cannot be as large
        if ((price ?? 0) < largeFrom || !isTooLarge(body.singleResult)) return;
        body.singleResult = { errors: [formatError(contextValue.portal.log, toFormatted(tooLarge()), tooLarge())] };
      },
    };
  },
};

/** Each root field is one read at most; not known where fragments hide them. */
const rootFieldsOf = ({ selectionSet }: OperationDefinitionNode): number =>
  selectionSet.selections.every(({ kind }) => kind === Kind.FIELD) ? selectionSet.selections.length : Infinity;

/** Its one root field; a client can name fields of the schema only. */
function rootFieldOf({ selectionSet: { selections } }: OperationDefinitionNode): string {
  const [first, ...others] = selections;
  return first?.kind === Kind.FIELD && others.length === 0 ? first.name.value : 'several';
}

/** The code of the first error; USER_ERROR where a mutation says what was wrong with what it was given. */
function outcomeOf({ data, errors }: FormattedExecutionResult): string {
  if (errors?.[0]) return String(errors[0].extensions?.['code']);
  const payloads = Object.values(data ?? {}) as ({ userErrors?: unknown[] } | null)[];
  return payloads.some((payload) => payload?.userErrors?.length) ? 'USER_ERROR' : 'OK';
}

const toFormatted = ({ message, path, locations, extensions }: GraphQLError) => ({
  message,
  path,
  locations,
  extensions,
});
