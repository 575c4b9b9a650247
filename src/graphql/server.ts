import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from '../foundation/logger.js';
import { formatError, noteRequest } from './errors.js';
import type { GraphQLContext } from './graphql-context.js';
import { keyedLimits, MAX_COERCION_ERRORS } from './limits.js';
import type { PreparedQueries } from './prepared-queries.js';
import { languageHeaders } from './response-headers.js';

/** Apollo Server for the schema; http.ts handles HTTP. */
export async function createGraphQLServer(
  schema: GraphQLSchema,
  logger: Logger,
  queries: PreparedQueries,
  plugins: readonly ApolloServerPlugin<GraphQLContext>[] = [],
): Promise<ApolloServer<GraphQLContext>> {
  const server = new ApolloServer<GraphQLContext>({
    schema,
    stringifyResult: (result) => `${JSON.stringify(result)}\n`,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    // main.ts shuts the program down in order; Apollo Server would end the process before the database is closed.
    stopOnTerminationSignals: false,
    // By hash: half of a surrogate pair has no UTF-8, so that a document with one has the hash of another document.
    documentStore: null,
    persistedQueries: queries.persistedQueries,
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
      prepared(queries),
      observing,
      limiting,
      languages,
      legacyStatus,
      ...plugins,
    ],
  });
  await server.start();
  return server;
}

/** Prepared documents are neither parsed nor validated again. */
function prepared(queries: PreparedQueries): ApolloServerPlugin<GraphQLContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveSource(requestContext) {
          Object.assign(requestContext, { document: queries.documentOf(requestContext.source) });
        },
      };
    },
  };
}

const observing: ApolloServerPlugin<GraphQLContext> = {
  async requestDidStart() {
    return {
      async didEncounterErrors({ errors, contextValue: { record } }) {
        if (!record) return;
        record.hasErrors = true;
        for (const error of errors) noteRequest(error, record.requestId);
      },
    };
  },
};

const limiting: ApolloServerPlugin<GraphQLContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation, contextValue: { guard } }) {
        if (operation) guard.assertAdmitted();
      },
      async willSendResponse({ response: { body }, contextValue: { guard } }) {
        const { cost } = guard;
        if (cost && body.kind === 'single')
          body.singleResult.extensions = { ...body.singleResult.extensions, cost };
      },
    };
  },
};

const languages: ApolloServerPlugin<GraphQLContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response, contextValue: { servedLocales } }) {
        const headers = languageHeaders(servedLocales, true);
        for (const [name, value] of Object.entries(headers)) response.http.headers.set(name, value);
      },
    };
  },
};

const REQUEST_ERRORS = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'];

/**
 * Clients that accept only `application/json` predate GraphQL over HTTP and get request errors with status 200
 * (https://graphql.github.io/graphql-over-http/draft/#sec-application-json).
 */
const legacyStatus: ApolloServerPlugin<GraphQLContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response: { http }, errors = [] }) {
        const accept = request.http?.headers.get('accept') ?? '';
        const isLegacy = accept.includes('application/json') && !accept.includes('graphql-response');
        const isRequestError = errors.every(({ extensions: { code } }) =>
          REQUEST_ERRORS.includes(String(code)),
        );
        if (isLegacy && http.status === 400 && isRequestError) http.status = 200;
      },
    };
  },
};
