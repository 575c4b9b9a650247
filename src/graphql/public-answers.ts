import { createHash } from 'node:crypto';
import type { CacheTags } from '../content/reading/cache-tags.js';
import type { ContentReader } from '../content/reading/reader.js';
import { answerOf, tagHeaders } from '../http/answer.js';
import type { MadeAnswer } from '../http/answer-cache.js';
import { DependencyRecord } from '../http/answer-cache.js';
import { answerHeaders, PUBLIC, unsharedFor } from './answer-headers.js';
import { execute, type GraphQLRequest } from './execute.js';
import { limits } from './limits.js';
import type { GraphQLContext } from './request-guard.js';
import { isPreflighted } from './request-parameters.js';

/** A key longer than that is shortened to its digest. */
const MAX_KEY = 4_000;

/** By what an answer is kept: for readers of all languages where arguments say the language, else of one. */
export interface CacheKeys {
  readonly forAll: string;
  readonly forReader: string;
}

/**
 * What answers are known by: everything of a request that they depend on. Undefined for a request whose answer may not
 * be another one's: of somebody who sees more than the public, or with more in it than reading.
 */
export function cacheKeysOf(
  { request, body, search, guard }: GraphQLRequest,
  locale: string,
): CacheKeys | undefined {
  const { method = 'GET', headers } = request;
  if (!guard.isPublic || headers['idempotency-key'] !== undefined) return undefined;
  // Nobody has all of that without a key: only some may ask for it.
  if (headers.authorization !== undefined && body.length + search.length > limits.source) return undefined;
  if (method === 'POST' ? body === '' : method !== 'GET' || !isPreflighted(request)) return undefined;
  // Changes are not shared; that a query has the word in it is rare enough.
  if (body.includes('mutation')) return undefined;
  const key = `${headers.accept ?? ''}\n${search}\n${body}`;
  const short = key.length <= MAX_KEY ? key : createHash('sha256').update(key).digest('base64');
  return { forAll: `graphql ${short}`, forReader: `graphql in ${locale} ${short}` };
}

/** The answer, and what it depends on where all of it was planned: then others may get it, too. */
export async function makeAnswer(
  executing: Parameters<typeof execute>[0] & {
    readonly reader: ContentReader;
    readonly cacheTags: CacheTags;
  },
  asked: GraphQLRequest,
  context: GraphQLContext,
  keys: CacheKeys,
): Promise<MadeAnswer> {
  const executed = await execute(executing, asked, context);
  const { status, headers, body, planned } = executed;
  const isShared =
    status === 200 &&
    planned &&
    asked.guard.isForAll &&
    [...planned.tables].every((table) => table.startsWith('published.'));
  const tags = isShared ? tagHeaders(executing.cacheTags.ofAnswer(planned.sources)) : {};
  const cacheControl = isShared ? PUBLIC : unsharedFor(asked.request);
  const told = answerHeaders({ ...headers, ...tags }, cacheControl);
  const answer = { ...answerOf(body, told, { status }), operation: context.record?.operation };
  if (!isShared) return { answer };
  const dependencies = new DependencyRecord();
  dependencies.read(planned.tables);
  dependencies.expireAt(await executing.reader.nextMoment(planned.times, context.now, context.record));
  return { answer, dependencies, key: planned.sources.followsReader ? keys.forReader : keys.forAll };
}
