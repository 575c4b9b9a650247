import type { IncomingMessage } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import { CHALLENGE, HttpProblem } from '../http/http-problem.js';
import { languageHeaders } from './answer-headers.js';
import { documentProblem } from './document-size.js';
import type { PlannedRequests } from './planned-requests.js';
import { jsonOf } from './request-body.js';
import type { Cost, GraphQLContext, RequestGuard } from './request-guard.js';
import { shapeProblem } from './request-shape.js';

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
}

interface Executing {
  readonly server: ApolloServer<GraphQLContext>;
  readonly planned: PlannedRequests;
  readonly operationTime: number;
}

/** Answers a request: what is planned by what the database sends, everything else by Apollo Server. */
export async function execute(
  executing: Executing,
  asked: GraphQLRequest,
  context: GraphQLContext,
): Promise<Executed> {
  if (context.record) context.record.isExecuted = true;
  const json = jsonOf(asked.body);
  if (json instanceof HttpProblem) return json;
  const misshapen = shapeProblem(json, asked.search);
  if (misshapen) return misshapen;
  const source = (json as { query?: unknown } | undefined)?.query ?? queryIn(asked.search);
  const problem =
    typeof source === 'string'
      ? documentProblem(source, asked.guard.limits, executing.planned.knows(source))
      : undefined;
  if (problem) return problem;
  return asked.guard.withinTime(executing.operationTime, async () => {
    const planned = json === undefined ? undefined : await answerPlanned(executing, asked, json, context);
    return planned ?? askApollo(executing, asked, json, context);
  });
}

const BEFORE_DATA = Buffer.from('{"data":');

/** @returns undefined for what Apollo Server has to answer */
async function answerPlanned(
  { planned }: Executing,
  { request, guard }: GraphQLRequest,
  json: unknown,
  context: GraphQLContext,
): Promise<Executed | undefined> {
  const contentType = planned.contentTypeFor(request.headers.accept);
  const data = contentType ? await planned.answer(json, context) : undefined;
  if (!contentType || !data) return undefined;
  return {
    status: 200,
    headers: {
      ...languageHeaders(context.servedLocales, data.sources.followsReader),
      'content-type': contentType,
    },
    body: Buffer.concat([BEFORE_DATA, ...data.json, afterData(guard.cost)]),
  };
}

function afterData(cost: Cost | undefined): Buffer {
  return Buffer.from(cost ? `,"extensions":${JSON.stringify({ cost })}}\n` : '}\n');
}

async function askApollo(
  { server, planned }: Executing,
  { request, search }: GraphQLRequest,
  json: unknown,
  context: GraphQLContext,
): Promise<Executed> {
  const answer = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method ?? 'GET',
      headers: headersOf(request),
      search,
      body: json,
    },
    context: async () => context,
  });
  const status = answer.status ?? 200;
  const contentType = answer.headers.get('content-type');
  if (status === 200 && contentType) planned.noteContentType(request.headers.accept, contentType);
  const text = answer.body.kind === 'complete' ? answer.body.string : await joined(answer.body.asyncIterator);
  const headers: Record<string, string> = Object.fromEntries(answer.headers);
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

function queryIn(search: string): string | null {
  return search === '' ? null : new URLSearchParams(search).get('query');
}
