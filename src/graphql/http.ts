import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { AccountContext } from '../accounts/account-context.js';
import type { KeyRing } from '../accounts/key-ring.js';
import { type Authenticate, may, type Viewer } from '../content/access.js';
import type { Locales } from '../content/localization/locale.js';
import type { ContentReader, ReadContext } from '../content/reader.js';
import type { ContentStore } from '../content/store.js';
import type { Clock } from '../foundation/clock.js';
import { Refusal } from '../foundation/errors.js';
import { CHALLENGE, HttpProblem } from '../http/http-problem.js';
import type { WebhookContext, WebhookRules } from '../webhooks/webhook-context.js';
import { type Answer, beginRequest, type RememberedRequest } from './idempotency.js';
import { readBody } from './request-body.js';

const MAX_BODY_BYTES = 256 * 1024;
/** Who may write sends articles in several languages, many at once. */
const MAX_WRITTEN_BYTES = 4 * 1024 * 1024;
const MAX_SOURCE_LENGTH = 20_000;

export interface GraphQLEndpoint {
  readonly server: ApolloServer<ReadContext>;
  readonly reader: ContentReader;
  readonly locales: Locales;
  readonly clock: Clock;
  readonly store: ContentStore;
  readonly keys: KeyRing;
  readonly webhooks: WebhookRules;
  readonly authenticate: Authenticate;
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
  // Before the body is read: a request that is refused anyway should not cost more than that.
  const viewer = await viewerOf(endpoint, request);
  if (viewer instanceof HttpProblem) return viewer.send(response);
  const body = await readBody(request, may(viewer, 'WRITE', '*') ? MAX_WRITTEN_BYTES : MAX_BODY_BYTES);
  if (body instanceof HttpProblem) return body.send(response);
  const { search, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const source = (body.json as { query?: unknown } | undefined)?.query ?? searchParams.get('query');
  if (typeof source === 'string' && source.length > MAX_SOURCE_LENGTH) {
    return new HttpProblem(
      400,
      'QUERY_TOO_COMPLEX',
      `The document is longer than ${MAX_SOURCE_LENGTH} characters.`,
    ).send(response);
  }
  const remembered = await rememberedRequest(endpoint, request, viewer, body.text);
  if (remembered instanceof HttpProblem) return remembered.send(response);
  if (remembered && 'body' in remembered) return repeat(remembered, response);
  const answer = await endpoint.server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: request.method ?? 'GET', headers, search, body: body.json },
    context: async () => ({
      ...contextFor(endpoint, request, viewer),
      ...(remembered ? { memory: remembered.memory } : {}),
    }),
  });
  response.statusCode = answer.status ?? 200;
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  keepPrivate(request, response);
  if (response.statusCode === 401) response.setHeader('www-authenticate', CHALLENGE);
  if (answer.body.kind === 'complete') {
    await remembered?.finish({ status: response.statusCode, body: answer.body.string });
    response.end(answer.body.string);
    return;
  }
  for await (const chunk of answer.body.asyncIterator) response.write(chunk);
  response.end();
}

/** Where the request may be sent again: what is known of it from the first time. */
async function rememberedRequest(
  { store }: GraphQLEndpoint,
  request: IncomingMessage,
  viewer: Viewer,
  payload: string,
): Promise<Answer | RememberedRequest | HttpProblem | undefined> {
  const key = request.headers['idempotency-key'];
  if (key === undefined || request.method !== 'POST') return undefined;
  return beginRequest(store, viewer, String(key), payload);
}

function repeat({ status, body }: Answer, response: ServerResponse): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'idempotency-replayed': 'true',
  });
  response.end(body);
}

function contextFor(
  { reader, locales, clock, store, keys, webhooks }: GraphQLEndpoint,
  request: IncomingMessage,
  viewer: Viewer,
): AccountContext & WebhookContext {
  return {
    reader,
    locales,
    locale: locales.negotiate(request.headers['accept-language']),
    now: clock(),
    viewer,
    servedLocales: new Set(),
    store,
    keys,
    webhooks,
  };
}

async function viewerOf(
  { authenticate }: GraphQLEndpoint,
  request: IncomingMessage,
): Promise<Viewer | HttpProblem> {
  try {
    return await authenticate(request.headers.authorization);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return new HttpProblem(error.code === 'UNAVAILABLE' ? 503 : 401, error.code, error.message);
  }
}

/** What is told to the holder of a key is kept by no cache, and what is told to the public not for them. */
export function keepPrivate(request: IncomingMessage, response: ServerResponse): void {
  const vary = String(response.getHeader('vary') ?? '')
    .split(', ')
    .filter((name) => name !== '' && name !== 'Authorization');
  response.setHeader('vary', [...vary, 'Authorization'].join(', '));
  if (request.headers.authorization !== undefined) response.setHeader('cache-control', 'private, no-store');
}
