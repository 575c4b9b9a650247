import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import type { ApiKeyAuthenticator } from '../accounts/api-key-authenticator.js';
import { type Authenticate, may, Role, seesOnlyPublic, type Viewer } from '../content/contract/access.js';
import type { Locales } from '../content/language/locale.js';
import type { CacheTags } from '../content/reading/cache-tags.js';
import type { ContentReader } from '../content/reading/reader.js';
import type { ContentStore } from '../content/storage/store.js';
import { messageIn } from '../content/writing/user-error.js';
import type { Clock } from '../foundation/clock.js';
import { Refusal } from '../foundation/errors.js';
import { type Charge, chargeFor } from '../http/charge.js';
import { type FinishedResponse, finishedResponse } from '../http/finished-response.js';
import { HttpProblem } from '../http/http-problem.js';
import type { ClientKey, RateLimits } from '../http/rate-limits.js';
import type { ResponseCache } from '../http/response-cache.js';
import { sendResponse } from '../http/send-response.js';
import { Throttled } from '../http/throttled.js';
import type { Partners } from '../partners/partner-context.js';
import type { WebhookRules } from '../webhooks/webhook-context.js';
import { cacheKeysOf, executeCacheable } from './cacheable-responses.js';
import { execute, type GraphQLRequest } from './execute.js';
import type { GraphQLContext } from './graphql-context.js';
import { beginRequest, type IdempotentRequest, type StoredResponse } from './idempotency.js';
import type { PreparedQueries } from './prepared-queries.js';
import { jsonOf, readBody } from './request-body.js';
import { type RequestGuard, requestGuardFor } from './request-guard.js';
import { PRIVATE, privateCacheControl, responseHeaders } from './response-headers.js';

const MAX_BODY_BYTES = 256 * 1024;
/** Editors send many articles in several languages at once. */
const MAX_EDITOR_BODY_BYTES = 4 * 1024 * 1024;

export interface GraphQLEndpoint {
  readonly server: ApolloServer<GraphQLContext>;
  readonly queries: PreparedQueries;
  readonly reader: ContentReader;
  readonly cacheTags: CacheTags;
  readonly locales: Locales;
  readonly clock: Clock;
  readonly store: ContentStore;
  readonly keys: ApiKeyAuthenticator;
  readonly webhooks: WebhookRules;
  readonly authenticate: Authenticate;
  readonly partners: Partners;
  readonly rateLimits: RateLimits;
  readonly cache: ResponseCache;
  /** The timeout of a query, in milliseconds. */
  readonly operationTime: number;
  /** That of a query with a field that takes long. */
  readonly longOperationTime: number;
}

/** Handles GraphQL over HTTP (https://graphql.github.io/graphql-over-http/): a thin layer in front of Apollo Server. */
export async function handleGraphQL(
  endpoint: GraphQLEndpoint,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Before the body is read, so that a refused request costs no more than that.
  const locale = endpoint.locales.negotiate(request.headers['accept-language']);
  const viewer = await viewerOf(endpoint, request, locale);
  const isKnown = !(viewer instanceof HttpProblem);
  const key = isKnown ? clientKeyOf(viewer) : undefined;
  const charge = chargeFor(endpoint.rateLimits, request, response, key);
  if (!isKnown) return sendResponse(request, response, refused(charge.fine(viewer)));
  const guard = requestGuardFor(key !== undefined, seesOnlyPublic(viewer));
  const caller = { viewer, guard, locale, charge };
  const finished = await respond(endpoint, request, caller).catch((error: unknown) => {
    if (error instanceof Throttled) return refused(error.problem);
    throw error;
  });
  await sendResponse(request, response, finished);
}

interface Caller {
  readonly viewer: Viewer;
  readonly guard: RequestGuard;
  readonly locale: string;
  readonly charge: Charge;
}

/** The key that a request is charged to; undefined for a request without one. */
export function clientKeyOf(viewer: Viewer): ClientKey | undefined {
  const { keyId: id, roles } = viewer;
  if (id === undefined) return undefined;
  if (!seesOnlyPublic(viewer)) return { id, policy: 'staff' };
  return { id, policy: roles.includes(Role.FRONT_END) ? 'front-end' : 'key' };
}

/** A cached response is found before anything is parsed. */
async function respond(
  endpoint: GraphQLEndpoint,
  request: IncomingMessage,
  caller: Caller,
): Promise<FinishedResponse> {
  const { viewer, guard, locale, charge } = caller;
  const refusal = charge.refusal();
  if (refusal) return refused(refusal);
  const body = await readBody(request, may(viewer, 'WRITE', '*') ? MAX_EDITOR_BODY_BYTES : MAX_BODY_BYTES);
  if (body instanceof HttpProblem) return refused(body);
  const graphqlRequest: GraphQLRequest = { request, body, search: searchIn(request), guard };
  const { cache } = endpoint;
  const keys = cache.maxBytes === 0 ? undefined : cacheKeysOf(graphqlRequest, locale);
  const cached = keys && (cache.get(keys.forAll) ?? cache.get(keys.forReader));
  if (cached) return cached;
  const context = contextFor(endpoint, caller);
  return charge.queued(async () =>
    keys === undefined
      ? charge.work(() => executeUncached(endpoint, graphqlRequest, context))
      : (cache.get(keys.forAll) ??
        cache.getOrCreate(keys.forReader, () =>
          charge.work(() => executeCacheable(endpoint, graphqlRequest, context, keys)),
        )),
  );
}

/** A response that is never shared; a request with an `Idempotency-Key` has it stored. */
async function executeUncached(
  endpoint: GraphQLEndpoint,
  graphqlRequest: GraphQLRequest,
  context: GraphQLContext,
): Promise<FinishedResponse> {
  const idempotent = await idempotentRequest(endpoint, graphqlRequest, context.viewer);
  if (idempotent instanceof HttpProblem) return refused(idempotent);
  if (idempotent && 'body' in idempotent) return replayed(idempotent);
  const { status, headers, body } = await execute(
    endpoint,
    graphqlRequest,
    idempotent ? { ...context, memory: idempotent.memory } : context,
  );
  await idempotent?.finish({ status, body: body.toString() });
  return finishedResponse(body, responseHeaders(headers, privateCacheControl(graphqlRequest.request)), {
    status,
  });
}

function refused({ status, headers, body }: HttpProblem): FinishedResponse {
  return finishedResponse(body, responseHeaders(headers, PRIVATE), { status });
}

function searchIn({ url = '' }: IncomingMessage): string {
  const from = url.indexOf('?');
  return from < 0 ? '' : url.slice(from).replace(/#.*/, '');
}

/** Begins or replays a request with an `Idempotency-Key`; undefined for any other request. */
async function idempotentRequest(
  { store }: GraphQLEndpoint,
  { request, body }: GraphQLRequest,
  viewer: Viewer,
): Promise<StoredResponse | IdempotentRequest | HttpProblem | undefined> {
  const key = request.headers['idempotency-key'];
  if (key === undefined || request.method !== 'POST' || isQueryOnly(body)) return undefined;
  return beginRequest(store, viewer, String(key), body);
}

/** Queries need no idempotency. The text of a persisted document is not known here, so that it counts as a mutation. */
function isQueryOnly(body: string): boolean {
  const { query } = Object(jsonOf(body)) as { readonly query?: unknown };
  return typeof query === 'string' && !/\bmutation\b/.test(query);
}

function replayed({ status, body }: StoredResponse): FinishedResponse {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'idempotency-replayed': 'true' };
  return finishedResponse(body, responseHeaders(headers, PRIVATE), { status });
}

function contextFor(
  { reader, locales, clock, store, keys, partners, webhooks }: GraphQLEndpoint,
  { viewer, guard, locale, charge }: Caller,
): GraphQLContext {
  return {
    viewer,
    guard,
    locale,
    record: charge.record,
    reader,
    locales,
    now: clock(),
    servedLocales: new Set(),
    store,
    keys,
    partners,
    webhooks,
  };
}

/** Authenticates the caller; a refusal is worded in the language of the request. */
export async function viewerOf(
  { authenticate, locales }: Pick<GraphQLEndpoint, 'authenticate' | 'locales'>,
  request: IncomingMessage,
  locale = locales.negotiate(request.headers['accept-language']),
): Promise<Viewer | HttpProblem> {
  try {
    return await authenticate(request.headers.authorization);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'UNAVAILABLE') throw error;
    const { code, problems, message } = error;
    const status = code === 'READ_ONLY' ? 403 : 401;
    return new HttpProblem(status, code, problems[0] ? messageIn(problems[0], locales, locale) : message);
  }
}
