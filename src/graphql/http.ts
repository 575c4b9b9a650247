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
import { type Answer, answerOf } from '../http/answer.js';
import type { AnswerCache } from '../http/answer-cache.js';
import { type Charge, chargeFor } from '../http/charge.js';
import { HttpProblem } from '../http/http-problem.js';
import type { ClientKey, RateLimits } from '../http/rate-limits.js';
import { sendAnswer } from '../http/send-answer.js';
import { TooMuch } from '../http/too-much.js';
import type { Partners } from '../partners/partner-context.js';
import type { WebhookRules } from '../webhooks/webhook-context.js';
import { answerHeaders, PRIVATE, unsharedFor } from './answer-headers.js';
import { execute, type GraphQLRequest } from './execute.js';
import { beginRequest, type RememberedAnswer, type RememberedRequest } from './idempotency.js';
import type { PreparedQueries } from './prepared-queries.js';
import { cacheKeysOf, makeAnswer } from './public-answers.js';
import { jsonOf, readBody } from './request-body.js';
import { type GraphQLContext, type RequestGuard, requestGuardFor } from './request-guard.js';

const MAX_BODY_BYTES = 256 * 1024;
/** Who may write sends articles in several languages, many at once. */
const MAX_WRITTEN_BYTES = 4 * 1024 * 1024;

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
  const locale = endpoint.locales.negotiate(request.headers['accept-language']);
  const viewer = await viewerOf(endpoint, request, locale);
  const isKnown = !(viewer instanceof HttpProblem);
  const key = isKnown ? clientKeyOf(viewer) : undefined;
  const charge = chargeFor(endpoint.rateLimits, request, response, key);
  if (!isKnown) return sendAnswer(request, response, refused(charge.fine(viewer)));
  const guard = requestGuardFor(key !== undefined, seesOnlyPublic(viewer));
  const asker = { viewer, guard, locale, charge };
  const answer = await answerTo(endpoint, request, asker).catch((error: unknown) => {
    if (error instanceof TooMuch) return refused(error.problem);
    throw error;
  });
  await sendAnswer(request, response, answer);
}

interface Caller {
  readonly viewer: Viewer;
  readonly guard: RequestGuard;
  readonly locale: string;
  readonly charge: Charge;
}

/** Whose points are taken of a request with a key. */
export function clientKeyOf(viewer: Viewer): ClientKey | undefined {
  const { keyId: id, roles } = viewer;
  if (id === undefined) return undefined;
  if (!seesOnlyPublic(viewer)) return { id, policy: 'staff' };
  return { id, policy: roles.includes(Role.FRONT_END) ? 'front-end' : 'key' };
}

/** What is there already is found before anything is parsed. */
async function answerTo(endpoint: GraphQLEndpoint, request: IncomingMessage, asker: Caller): Promise<Answer> {
  const { viewer, guard, locale, charge } = asker;
  const refusal = charge.refusal();
  if (refusal) return refused(refusal);
  const body = await readBody(request, may(viewer, 'WRITE', '*') ? MAX_WRITTEN_BYTES : MAX_BODY_BYTES);
  if (body instanceof HttpProblem) return refused(body);
  const asked: GraphQLRequest = { request, body, search: searchIn(request), guard };
  const { cache } = endpoint;
  const keys = cache.maxBytes === 0 ? undefined : cacheKeysOf(asked, locale);
  const kept = keys && (cache.find(keys.forAll) ?? cache.find(keys.forReader));
  if (kept) return kept;
  const context = contextFor(endpoint, asker);
  return charge.turn(async () =>
    keys === undefined
      ? charge.work(() => answerOnce(endpoint, asked, context))
      : (cache.find(keys.forAll) ??
        cache.answer(keys.forReader, () => charge.work(() => makeAnswer(endpoint, asked, context, keys)))),
  );
}

/** An answer for whoever asks, kept by nobody but where the request is one that may be sent again. */
async function answerOnce(
  endpoint: GraphQLEndpoint,
  asked: GraphQLRequest,
  context: GraphQLContext,
): Promise<Answer> {
  const remembered = await rememberedRequest(endpoint, asked, context.viewer);
  if (remembered instanceof HttpProblem) return refused(remembered);
  if (remembered && 'body' in remembered) return repeated(remembered);
  const { status, headers, body } = await execute(
    endpoint,
    asked,
    remembered ? { ...context, memory: remembered.memory } : context,
  );
  await remembered?.finish({ status, body: body.toString() });
  return answerOf(body, answerHeaders(headers, unsharedFor(asked.request)), { status });
}

function refused({ status, headers, body }: HttpProblem): Answer {
  return answerOf(body, answerHeaders(headers, PRIVATE), { status });
}

function searchIn({ url = '' }: IncomingMessage): string {
  const from = url.indexOf('?');
  return from < 0 ? '' : url.slice(from).replace(/#.*/, '');
}

/** Where the request may be sent again: what is known of it from the first time. */
async function rememberedRequest(
  { store }: GraphQLEndpoint,
  { request, body }: GraphQLRequest,
  viewer: Viewer,
): Promise<RememberedAnswer | RememberedRequest | HttpProblem | undefined> {
  const key = request.headers['idempotency-key'];
  if (key === undefined || request.method !== 'POST' || isQueryAlone(body)) return undefined;
  return beginRequest(store, viewer, String(key), body);
}

/** Reading may be repeated as it is. No document without this word has a mutation; a persisted one is not known here. */
function isQueryAlone(body: string): boolean {
  const { query } = Object(jsonOf(body)) as { readonly query?: unknown };
  return typeof query === 'string' && !/\bmutation\b/.test(query);
}

function repeated({ status, body }: RememberedAnswer): Answer {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'idempotency-replayed': 'true' };
  return answerOf(body, answerHeaders(headers, PRIVATE), { status });
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

/** Who asks; or why that is refused, in the language of the request. */
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
