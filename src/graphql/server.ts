import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from '../foundation/logger.js';
import type { AdmittedContext } from './admission.js';
import { formatError } from './errors.js';
import { checkLimits, keyedLimits, MAX_COERCION_ERRORS } from './limits.js';

/** Apollo Server over the schema; HTTP is handled outside (see http.ts). */
export async function createGraphQLServer(
  schema: GraphQLSchema,
  logger: Logger,
): Promise<ApolloServer<AdmittedContext>> {
  const server = new ApolloServer<AdmittedContext>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    // main.ts stops the whole program in order; Apollo would end the process before the database is closed.
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: keyedLimits.tokens },
    executionOptions: { maxCoercionErrors: MAX_COERCION_ERRORS },
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

/**
 * Not a validation rule: those see no variables, and are skipped for documents that were seen before. What an answer
 * says of its cost depends on the operation alone, so that it can be kept by caches; what is left is in headers.
 */
const limiting: ApolloServerPlugin<AdmittedContext> = {
  async requestDidStart() {
    let cost: { readonly requested: number; readonly limit: number } | undefined;
    return {
      async didResolveOperation({ schema, document, operation, request, contextValue: { admission } }) {
        if (!operation) return;
        const measure = checkLimits(schema, document, operation, request.variables ?? {}, admission.limits);
        cost = { requested: measure.cost, limit: admission.limits.cost };
        admission.admit(operation.operation, measure);
      },
      async willSendResponse({ response: { body } }) {
        if (cost && body.kind === 'single')
          body.singleResult.extensions = { ...body.singleResult.extensions, cost };
      },
    };
  },
};

/** Says which languages the answer is in, and that another `Accept-Language` may give another answer. */
const languages: ApolloServerPlugin<AdmittedContext> = {
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
