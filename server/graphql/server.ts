import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError, OperationTypeNode, type GraphQLSchema } from 'graphql';
import type { RequestContext } from '../context.ts';
import { formatError } from './errors.ts';
import { parseOptions, validationRules } from './limits.ts';

/** GraphQL over HTTP. */
export function makeApolloServer(schema: GraphQLSchema, log: FastifyBaseLogger): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    schema,
    parseOptions,
    validationRules,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: log,
    formatError: (formatted, error) => formatError(log, formatted, error),
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), requestLife],
  });
}

const requestLife: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation }) {
        if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return;
        throw new GraphQLError('Subscribe over a WebSocket (graphql-transport-ws) at this address.', {
          extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
        });
      },
      async willSendResponse({ contextValue }) {
        await contextValue.endReads();
      },
    };
  },
};
