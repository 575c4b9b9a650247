import { createHash } from 'node:crypto';
import type { CacheTags } from '../content/reading/cache-tags.js';
import type { ContentReader } from '../content/reading/reader.js';
import { finishedResponse, tagHeaders } from '../http/finished-response.js';
import type { CacheableResponse } from '../http/response-cache.js';
import { DependencyRecord } from '../http/response-cache.js';
import { execute, type GraphQLRequest } from './execute.js';
import type { GraphQLContext } from './graphql-context.js';
import { isPreflighted } from './request-parameters.js';
import { PUBLIC, privateCacheControl, responseHeaders } from './response-headers.js';

/** Longer keys are replaced by their digest. */
const MAX_KEY = 4_000;

/** Where a response may be cached: for all languages when arguments set the locale, else for the negotiated one. */
export interface CacheKeys {
  readonly forAll: string;
  readonly forReader: string;
}

/**
 * The cache keys of a request: everything in it that its response depends on. Undefined when the response must not be
 * shared, since the caller sees more than the public or the request may change something.
 */
export function cacheKeysOf(
  { request, body, search, guard }: GraphQLRequest,
  locale: string,
): CacheKeys | undefined {
  const { method = 'GET', headers } = request;
  if (!guard.isPublic || headers['idempotency-key'] !== undefined) return undefined;
  if (method === 'POST' ? body === '' : method !== 'GET' || !isPreflighted(request)) return undefined;
  // Mutations must not be cached; a query that merely contains the word is rare enough to be left out with them.
  if (body.includes('mutation')) return undefined;
  const key = `${headers.accept ?? ''}\n${search}\n${body}`;
  const short = key.length <= MAX_KEY ? key : createHash('sha256').update(key).digest('base64');
  return { forAll: `graphql ${short}`, forReader: `graphql in ${locale} ${short}` };
}

/**
 * Executes a request. The response is cacheable when every field was planned, since only then its dependencies are
 * known.
 */
export async function executeCacheable(
  executing: Parameters<typeof execute>[0] & {
    readonly reader: ContentReader;
    readonly cacheTags: CacheTags;
  },
  graphqlRequest: GraphQLRequest,
  context: GraphQLContext,
  keys: CacheKeys,
): Promise<CacheableResponse> {
  const executed = await execute(executing, graphqlRequest, context);
  const { status, headers, body, planned } = executed;
  const isShared =
    status === 200 &&
    planned &&
    graphqlRequest.guard.isForAll &&
    [...planned.tables].every((table) => table.startsWith('published.'));
  const tags = isShared ? tagHeaders(executing.cacheTags.ofResponse(planned.sources)) : {};
  const cacheControl = isShared ? PUBLIC : privateCacheControl(graphqlRequest.request);
  const finished = finishedResponse(body, responseHeaders({ ...headers, ...tags }, cacheControl), { status });
  const response = { ...finished, operation: context.record?.operation };
  if (!isShared) return { response };
  const dependencies = new DependencyRecord();
  dependencies.read(planned.tables);
  dependencies.expireAt(await executing.reader.nextMoment(planned.times, context.now, context.record));
  return { response, dependencies, key: planned.sources.followsReader ? keys.forReader : keys.forAll };
}
