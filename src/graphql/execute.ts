import type { IncomingMessage } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { PlannedData } from '../content/reading/planned-data.js';
import { CHALLENGE, HttpProblem } from '../http/http-problem.js';
import type { GraphQLContext } from './graphql-context.js';
import type { Limits } from './limits.js';
import type { PreparedQueries } from './prepared-queries.js';
import type { PreparedOperation, PreparedQuery } from './prepared-query.js';
import { jsonOf } from './request-body.js';
import type { Cost, RequestGuard } from './request-guard.js';
import { parametersOf, type RequestParameters, responseTypeFor, shapeProblem } from './request-parameters.js';
import { languageHeaders } from './response-headers.js';

export interface GraphQLRequest {
  readonly request: IncomingMessage;
  /** Empty without a body, or with a content type that Apollo Server refuses anyway. */
  readonly body: string;
  /** The query string, with its question mark. */
  readonly search: string;
  readonly guard: RequestGuard;
}

/** The result of an execution; an `HttpProblem` has this shape, too. */
export interface Executed {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Present when every field was planned. */
  readonly planned?: PlannedData;
}

interface Executor {
  readonly server: ApolloServer<GraphQLContext>;
  readonly queries: PreparedQueries;
  readonly operationTime: number;
  readonly longOperationTime: number;
}

/** Executes an operation: a planned one from the JSON of the database, any other one with Apollo Server. */
export async function execute(
  { server, queries, operationTime, longOperationTime }: Executor,
  graphqlRequest: GraphQLRequest,
  context: GraphQLContext,
): Promise<Executed> {
  const { request, search, guard } = graphqlRequest;
  if (context.record) context.record.isExecuted = true;
  const json = jsonOf(graphqlRequest.body);
  if (json instanceof HttpProblem) return json;
  const misshapen = shapeProblem(json, search);
  if (misshapen) return misshapen;
  const parameters = parametersOf(request, json, search);
  const query = parameters && queryOf(queries, parameters, guard.limits);
  if (query instanceof HttpProblem) return query;
  const operation = query?.operation(parameters?.operationName);
  if (operation && context.record) context.record.operation = operation.node.name?.value ?? '';
  return guard.withinTime({ usual: operationTime, long: longOperationTime }, async (signal) => {
    if (context.record) context.record.signal = signal;
    const variables = parameters?.variables ?? {};
    const isAdmitted = operation !== undefined && guard.admit(operation, variables);
    // It must report its outcome, however long it takes, and the connection is idle meanwhile.
    if (operation?.node.operation === 'mutation') request.socket.setTimeout(0);
    const fullContext = operation ? { ...context, statements: operation.statements } : context;
    const response = isAdmitted
      ? await executePlanned(operation, graphqlRequest, variables, fullContext)
      : undefined;
    return response ?? executeWithApollo(server, graphqlRequest, json, fullContext);
  });
}

function queryOf(
  queries: PreparedQueries,
  { query, hash }: RequestParameters,
  limits: Limits,
): PreparedQuery | HttpProblem | undefined {
  if (query !== undefined) return queries.admit(query, limits);
  return hash === undefined ? undefined : queries.byHash(hash);
}

const BEFORE_DATA = Buffer.from('{"data":');

/** @returns undefined when Apollo Server has to execute the operation */
async function executePlanned(
  { planned }: PreparedOperation,
  { request, guard }: GraphQLRequest,
  variables: Readonly<Record<string, unknown>>,
  context: GraphQLContext,
): Promise<Executed | undefined> {
  const contentType = planned && responseTypeFor(request);
  const data = contentType && (await planned.execute(variables, context));
  if (!data) return undefined;
  const headers = languageHeaders(data.locales, data.sources.followsReader);
  return {
    status: 200,
    headers: { ...headers, 'content-type': contentType },
    body: Buffer.concat([BEFORE_DATA, ...data.json, afterData(guard.cost)]),
    planned: data,
  };
}

function afterData(cost: Cost | undefined): Buffer {
  return Buffer.from(cost ? `,"extensions":${JSON.stringify({ cost })}}\n` : '}\n');
}

async function executeWithApollo(
  server: ApolloServer<GraphQLContext>,
  { request, search }: GraphQLRequest,
  body: unknown,
  context: GraphQLContext,
): Promise<Executed> {
  const result = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: request.method ?? 'GET', headers: headersOf(request), search, body },
    context: async () => context,
  });
  const text = result.body.kind === 'complete' ? result.body.string : await joined(result.body.asyncIterator);
  const headers: Record<string, string> = Object.fromEntries(result.headers);
  const status = result.status ?? 200;
  if (status === 401) headers['www-authenticate'] = CHALLENGE;
  return { status, headers, body: Buffer.from(text) };
}

async function joined(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

function headersOf(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}
