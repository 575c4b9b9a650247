import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { FormattedExecutionResult, GraphQLSchema } from 'graphql';
import type { Logger } from '../foundation/logger.js';
import { languageHeaders } from './answer-headers.js';
import { formatError, noteRequest } from './errors.js';
import { keyedLimits, MAX_COERCION_ERRORS } from './limits.js';
import type { PlannedRequests } from './planned-requests.js';
import { persistedQueries, recentDocuments } from './recent-documents.js';
import type { GraphQLContext } from './request-guard.js';

/** Apollo Server over the schema; HTTP is handled outside (see http.ts). */
export async function createGraphQLServer(
  schema: GraphQLSchema,
  logger: Logger,
  planned: PlannedRequests,
  plugins: readonly ApolloServerPlugin<GraphQLContext>[] = [],
): Promise<ApolloServer<GraphQLContext>> {
  const server = new ApolloServer<GraphQLContext>({
    schema,
    stringifyResult,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    // main.ts stops the whole program in order; Apollo would end the process before the database is closed.
    stopOnTerminationSignals: false,
    documentStore: recentDocuments(),
    persistedQueries: persistedQueries(),
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
      observing,
      limiting(planned),
      planning(planned),
      languages,
      legacyStatus,
      ...plugins,
    ],
  });
  await server.start();
  return server;
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

/** Not a validation rule: those see no variables, and are skipped for documents that were seen before. */
const limiting = (planned: PlannedRequests): ApolloServerPlugin<GraphQLContext> => ({
  async requestDidStart() {
    return {
      async didResolveOperation({ schema, source, document, operation, request, contextValue }) {
        if (!operation) return;
        if (contextValue.record) contextValue.record.operation = operation.name?.value ?? '';
        contextValue.guard.admit({ schema, document, operation, variables: request.variables ?? {} });
        planned.noteDocument(source, document);
      },
      async willSendResponse({ response: { body }, contextValue: { guard } }) {
        const { cost } = guard;
        if (cost && body.kind === 'single')
          body.singleResult.extensions = { ...body.singleResult.extensions, cost };
      },
    };
  },
});

/** Answers without execution where everything is planned; the text goes through Apollo Server in place of the data. */
const planning = (planned: PlannedRequests): ApolloServerPlugin<GraphQLContext> => ({
  async requestDidStart() {
    return {
      async responseForOperation({ schema, document, operation, request, contextValue }) {
        if (!operation) return null;
        const asked = { schema, document, operation, variables: request.variables ?? {} };
        const data = await planned.answerOperation(asked, contextValue);
        if (!data) return null;
        const singleResult = { data: { [JSON_TEXT]: Buffer.concat(data.json).toString() } };
        return {
          http: { status: undefined, headers: new HeaderMap() },
          body: { kind: 'single', singleResult },
        };
      },
    };
  },
});

/** Where in place of data there is the JSON of it. */
const JSON_TEXT = Symbol('JSON of the data');

function stringifyResult(result: FormattedExecutionResult): string {
  const text = (result.data as { readonly [JSON_TEXT]?: string } | null | undefined)?.[JSON_TEXT];
  if (text === undefined) return `${JSON.stringify(result)}\n`;
  const others = JSON.stringify({ ...result, data: undefined }).slice(1);
  return `{"data":${text}${others === '}' ? '' : ','}${others}\n`;
}

const languages: ApolloServerPlugin<GraphQLContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response, contextValue: { made, servedLocales } }) {
        const headers = languageHeaders(servedLocales, made.planned?.sources.followsReader ?? true);
        for (const [name, value] of Object.entries(headers)) response.http.headers.set(name, value);
      },
    };
  },
};

const REQUEST_ERRORS = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'];

/**
 * A client that takes `application/json` alone is of before GraphQL over HTTP: it is told in a response of status 200 what
 * is wrong with its document or variables (https://graphql.github.io/graphql-over-http/draft/#sec-application-json).
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
