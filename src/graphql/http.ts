import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import { publicViewer } from '../content/access.js';
import type { Locales } from '../content/locale.js';
import type { ContentReader, ReadContext } from '../content/reader.js';
import type { Clock } from '../foundation/clock.js';

const MAX_BODY_BYTES = 256 * 1024;
const MAX_SOURCE_LENGTH = 20_000;

export interface GraphQLEndpoint {
  readonly server: ApolloServer<ReadContext>;
  readonly reader: ContentReader;
  readonly locales: Locales;
  readonly clock: Clock;
}

/** GraphQL over HTTP (https://graphql.github.io/graphql-over-http/): a thin layer in front of Apollo Server. */
export async function answerGraphQL(
  endpoint: GraphQLEndpoint,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const body = await readJson(request);
  if (body instanceof Problem) return body.send(response);
  const { search, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const source = (body as { query?: unknown } | undefined)?.query ?? searchParams.get('query');
  if (typeof source === 'string' && source.length > MAX_SOURCE_LENGTH) {
    return new Problem(
      400,
      'QUERY_TOO_COMPLEX',
      `The document is longer than ${MAX_SOURCE_LENGTH} characters.`,
    ).send(response);
  }
  const answer = await endpoint.server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: request.method ?? 'GET', headers, search, body },
    context: async () => contextFor(endpoint, request),
  });
  response.statusCode = answer.status ?? 200;
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  if (answer.body.kind === 'complete') {
    response.end(answer.body.string);
    return;
  }
  for await (const chunk of answer.body.asyncIterator) response.write(chunk);
  response.end();
}

function contextFor({ reader, locales, clock }: GraphQLEndpoint, request: IncomingMessage): ReadContext {
  return {
    reader,
    locales,
    locale: locales.negotiate(request.headers['accept-language']),
    now: clock(),
    viewer: publicViewer,
    servedLocales: new Set(),
  };
}

/** An answer that never reaches GraphQL. */
class Problem {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly message: string,
  ) {}

  send(response: ServerResponse): void {
    response.statusCode = this.status;
    response.setHeader('content-type', 'application/json; charset=utf-8');
    // What is left of a body that is too long is not read.
    if (this.status === 413) response.setHeader('connection', 'close');
    response.end(JSON.stringify({ errors: [{ message: this.message, extensions: { code: this.code } }] }));
  }
}

/** The body as JSON; undefined where there is none, or where Apollo refuses its type anyway. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  if (request.method !== 'POST') return undefined;
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    return new Problem(415, 'UNSUPPORTED_ENCODING', 'Send the body without a content encoding.');
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      return new Problem(413, 'BODY_TOO_LARGE', `The body is larger than ${MAX_BODY_BYTES} bytes.`);
    }
    chunks.push(chunk);
  }
  if (!/^application\/(graphql\+)?json\b/i.test(request.headers['content-type'] ?? '')) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return new Problem(400, 'BAD_REQUEST', 'The body is not JSON.');
  }
}
