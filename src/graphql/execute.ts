import type { IncomingMessage } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { PlannedData } from '../content/reading/planned-data.js';
import { CHALLENGE, HttpProblem } from '../http/http-problem.js';
import { languageHeaders } from './answer-headers.js';
import type { Limits } from './limits.js';
import type { PreparedQueries } from './prepared-queries.js';
import type { PreparedOperation, PreparedQuery } from './prepared-query.js';
import { jsonOf } from './request-body.js';
import type { Cost, GraphQLContext, RequestGuard } from './request-guard.js';
import { parametersOf, type RequestParameters, responseTypeFor, shapeProblem } from './request-parameters.js';

export interface GraphQLRequest {
  readonly request: IncomingMessage;
  /** Empty where there is none, or where Apollo refuses its type anyway. */
  readonly body: string;
  /** The query of the address, with its question mark. */
  readonly search: string;
  readonly guard: RequestGuard;
}

/** An HttpProblem is one, too. */
export interface Executed {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Where all of it was planned. */
  readonly planned?: PlannedData;
}

interface Executing {
  readonly server: ApolloServer<GraphQLContext>;
  readonly queries: PreparedQueries;
  readonly operationTime: number;
}

/** Answers a request: what is planned with what the database sends, everything else by Apollo Server. */
export async function execute(
  { server, queries, operationTime }: Executing,
  asked: GraphQLRequest,
  context: GraphQLContext,
): Promise<Executed> {
  const { request, search, guard } = asked;
  if (context.record) context.record.isExecuted = true;
  const json = jsonOf(asked.body);
  if (json instanceof HttpProblem) return json;
  const misshapen = shapeProblem(json, search);
  if (misshapen) return misshapen;
  const parameters = parametersOf(request, json, search);
  const query = parameters && queryOf(queries, parameters, guard.limits);
  if (query instanceof HttpProblem) return query;
  const operation = query?.operation(parameters?.operationName);
  if (operation && context.record) context.record.operation = operation.node.name?.value ?? '';
  return guard.withinTime(operationTime, async () => {
    const variables = parameters?.variables ?? {};
    const isAdmitted = operation !== undefined && guard.admit(operation, variables);
    const whole = operation ? { ...context, statements: operation.statements } : context;
    const response = isAdmitted ? await answerPlanned(operation, asked, variables, whole) : undefined;
    return response ?? askApollo(server, asked, json, whole);
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

/** @returns undefined for what Apollo Server has to answer */
async function answerPlanned(
  { planned }: PreparedOperation,
  { request, guard }: GraphQLRequest,
  variables: Readonly<Record<string, unknown>>,
  context: GraphQLContext,
): Promise<Executed | undefined> {
  const contentType = planned && responseTypeFor(request);
  const data = contentType && (await planned.answer(variables, context));
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

async function askApollo(
  server: ApolloServer<GraphQLContext>,
  { request, search }: GraphQLRequest,
  body: unknown,
  context: GraphQLContext,
): Promise<Executed> {
  const answer = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: request.method ?? 'GET', headers: headersOf(request), search, body },
    context: async () => context,
  });
  const text = answer.body.kind === 'complete' ? answer.body.string : await joined(answer.body.asyncIterator);
  const headers: Record<string, string> = Object.fromEntries(answer.headers);
  const status = answer.status ?? 200;
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
