import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import type { KeyRing } from '../accounts/key-ring.js';
import { type Authenticate, may, type Viewer } from '../content/access.js';
import type { Locales } from '../content/localization/locale.js';
import type { ContentReader } from '../content/reader.js';
import type { ContentStore } from '../content/store.js';
import type { Clock } from '../foundation/clock.js';
import { Refusal } from '../foundation/errors.js';
import type { AnswerCache } from '../http/answer-cache.js';
import { HttpProblem } from '../http/http-problem.js';
import type { RateLimits } from '../http/rate-limits.js';
import { sendAnswer } from '../http/send-answer.js';
import type { Partners } from '../partners/partner-context.js';
import type { WebhookRules } from '../webhooks/webhook-context.js';
import { Admission, type GraphQLContext } from './admission.js';
import { type Executed, execute, type GraphQLRequest } from './execute.js';
import { type Answer, beginRequest, type RememberedRequest } from './idempotency.js';
import type { PlannedRequests } from './planned-requests.js';
import { cacheKeyOf, makeAnswer } from './public-answers.js';
import { readBody } from './request-body.js';

const MAX_BODY_BYTES = 256 * 1024;
/** Who may write sends articles in several languages, many at once. */
const MAX_WRITTEN_BYTES = 4 * 1024 * 1024;

export interface GraphQLEndpoint {
  readonly server: ApolloServer<GraphQLContext>;
  readonly planned: PlannedRequests;
  readonly reader: ContentReader;
  readonly locales: Locales;
  readonly clock: Clock;
  readonly store: ContentStore;
  readonly keys: KeyRing;
  readonly webhooks: WebhookRules;
  readonly authenticate: Authenticate;
  readonly partners: Partners;
  readonly rateLimits: RateLimits;
  readonly cache: AnswerCache;
  /** How long a query may take, in milliseconds. */
  readonly operationTime: number;
}

/** GraphQL over HTTP (https://graphql.github.io/graphql-over-http/): a thin layer in front of Apollo Server. */
export async function answerGraphQL(
  endpoint: GraphQLEndpoint,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Before the body is read: a request that is refused anyway should not cost more than that.
  const viewer = await viewerOf(endpoint, request);
  const isKnown = !(viewer instanceof HttpProblem);
  const admission = new Admission(endpoint.rateLimits, request, response, isKnown ? viewer : undefined);
  if (!isKnown) return admission.refuse(viewer).send(response);
  const refusal = admission.begin();
  if (refusal) return refusal.send(response);
  const body = await readBody(request, may(viewer, 'WRITE', '*') ? MAX_WRITTEN_BYTES : MAX_BODY_BYTES);
  if (body instanceof HttpProblem) return body.send(response);
  const asked: GraphQLRequest = { request, body, search: searchIn(request), admission };
  const locale = endpoint.locales.negotiate(request.headers['accept-language']);
  const context = contextFor(endpoint, { viewer, admission, locale });
  const key = cacheKeyOf(asked, locale);
  if (key === undefined || endpoint.cache.maxBytes === 0) return respond(endpoint, asked, context, response);
  const answer = await endpoint.cache.answer(key, () => makeAnswer(endpoint, asked, context));
  await sendAnswer(request, response, answer);
}

/** An answer for whoever asks, kept by nobody but where the request is one that may be sent again. */
async function respond(
  endpoint: GraphQLEndpoint,
  asked: GraphQLRequest,
  context: GraphQLContext,
  response: ServerResponse,
): Promise<void> {
  const { request, body } = asked;
  const remembered = await rememberedRequest(endpoint, request, context.viewer, body.text);
  if (remembered instanceof HttpProblem) return remembered.send(response);
  if (remembered && 'body' in remembered) return repeat(remembered, response);
  const executed = await execute(
    endpoint,
    asked,
    remembered ? { ...context, memory: remembered.memory } : context,
  );
  if (executed instanceof HttpProblem) {
    await remembered?.finish({ status: executed.status, body: '' });
    return executed.send(response);
  }
  await remembered?.finish({ status: executed.status, body: executed.body.toString() });
  send(executed, request, response);
}

function send({ status, headers, body }: Executed, request: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  keepPrivate(request, response);
  response.writeHead(status, { 'content-length': body.length }).end(body);
}

function searchIn({ url = '' }: IncomingMessage): string {
  const from = url.indexOf('?');
  return from < 0 ? '' : url.slice(from).replace(/#.*/, '');
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
  { reader, locales, clock, store, keys, partners, webhooks }: GraphQLEndpoint,
  asker: Pick<GraphQLContext, 'viewer' | 'admission' | 'locale'>,
): GraphQLContext {
  return {
    reader,
    locales,
    now: clock(),
    servedLocales: new Set(),
    made: {},
    store,
    keys,
    partners,
    webhooks,
    ...asker,
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
