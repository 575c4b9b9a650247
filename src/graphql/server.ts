import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { ReadContext } from '../content/reader.js';
import type { Logger } from '../foundation/logger.js';
import { formatError } from './errors.js';
import { checkLimits } from './limits.js';

export const MAX_TOKENS = 2_000;

/** Apollo Server over the schema; HTTP is handled outside (see http.ts). */
export async function createGraphQLServer(
  schema: GraphQLSchema,
  logger: Logger,
): Promise<ApolloServer<ReadContext>> {
  const server = new ApolloServer<ReadContext>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    // main.ts stops the whole program in order; Apollo would end the process before the database is closed.
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    formatError: formatError(logger),
    logger: {
      debug: () => {},
      info: () => {},
      warn: (text) => logger.warn(text),
      error: (text) => logger.error(text),
    },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      limiting,
      languages,
    ],
  });
  await server.start();
  return server;
}

/** Not a validation rule: those see no variables, and are skipped for documents that were seen before. */
const limiting: ApolloServerPlugin<ReadContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ schema, document, operation, request }) {
        if (operation) checkLimits(schema, document, operation, request.variables ?? {});
      },
    };
  },
};

/** Says which languages the answer is in, and that another `Accept-Language` may give another answer. */
const languages: ApolloServerPlugin<ReadContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response, contextValue }) {
        response.http.headers.set('vary', 'Accept, Accept-Language');
        const served = [...contextValue.servedLocales].sort();
        if (served.length > 0) response.http.headers.set('content-language', served.join(', '));
      },
    };
  },
};
