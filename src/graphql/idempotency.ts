import { createHash } from 'node:crypto';
import { type EntityManager, IsNull, Raw } from 'typeorm';
import type { Viewer } from '../content/contract/access.js';
import type { IdempotencyMemory } from '../content/editing/mutation.js';
import type { ContentStore } from '../content/storage/store.js';
import { refusalOf } from '../content/writing/constraints.js';
import { type ErrorCode, refuse } from '../foundation/errors.js';
import { HttpProblem } from '../http/http-problem.js';
import { IdempotencyRecord } from './idempotency-record.entity.js';

const HOUR = 3_600_000;
const TTL_MS = 72 * HOUR;
/**
 * A request that began so long ago counts as dead. Correctness does not depend on it: of two concurrent executions, the
 * second to commit is rolled back (see `remember`).
 */
const ABANDONED_AFTER_MS = 10_000;
const MAX_KEY_LENGTH = 255;
/** A new key or secret is shown once, so its response is never stored. */
const SECRET = /\b(scc_\w{20}|whsec_[\w+/]{20})/;

export interface StoredResponse {
  readonly status: number;
  readonly body: string;
}

/** A request that is executed now, and whose results are stored. */
export interface IdempotentRequest {
  readonly memory: IdempotencyMemory;
  finish(response: StoredResponse): Promise<void>;
}

interface RecordId {
  readonly accountId: string;
  readonly key: string;
}

/** Errors in the request itself, which recur whenever it is repeated. */
const PERMANENT_ERRORS: ReadonlySet<ErrorCode> = new Set([
  'INVALID_INPUT',
  'INVALID_LOCALE',
  'INVALID_ID',
  'INVALID_TEXT',
  'TOO_MANY_OBJECTS',
]);

/**
 * Idempotent requests (draft-ietf-httpapi-idempotency-key-header-07): the same key with the same payload gets the
 * response of the first request for 72 hours, if that has changed something or never can. A refusal for lack of
 * permissions, time or points, or because of the state of the content, is not stored.
 * @returns the stored response, the request to execute, or why it is refused
 */
export async function beginRequest(
  store: ContentStore,
  viewer: Viewer,
  key: string,
  payload: string,
): Promise<StoredResponse | IdempotentRequest | HttpProblem> {
  const { accountId } = viewer;
  if (accountId === undefined)
    return new HttpProblem(400, 'BAD_REQUEST', 'An Idempotency-Key needs an API key.');
  if (key.length === 0 || key.length > MAX_KEY_LENGTH)
    return new HttpProblem(400, 'BAD_REQUEST', `An Idempotency-Key has 1 to ${MAX_KEY_LENGTH} characters.`);
  const id = { accountId, key: `${rightsOf(viewer)} ${key}` };
  const fingerprint = createHash('sha256').update(payload).digest('hex');
  try {
    return await store.requestTransaction(
      ({ system }) => begin(store, system, id, fingerprint),
      undefined,
      accountId,
    );
  } catch (error) {
    const refusal = refusalOf(error, []);
    if (refusal?.code !== 'UNAVAILABLE') throw error;
    return new HttpProblem(503, 'UNAVAILABLE', refusal.message);
  }
}

/** The response to one key of an account is not for another key with other permissions, but is for its successor. */
function rightsOf({ roles, locales }: Viewer): string {
  return [...roles].sort().join('+') + (locales ? `@${[...locales].sort().join('+')}` : '');
}

async function begin(
  store: ContentStore,
  system: EntityManager,
  id: RecordId,
  fingerprint: string,
): Promise<StoredResponse | IdempotentRequest | HttpProblem> {
  const now = store.clock();
  const expiresAt = new Date(now.getTime() + TTL_MS);
  const fresh = { fingerprint, startedAt: null, results: {}, status: null, body: null, expiresAt };
  await system
    .createQueryBuilder()
    .insert()
    .into(IdempotencyRecord)
    .values({ ...id, ...fresh })
    .orIgnore()
    .execute();
  const found = await system.findOneOrFail(IdempotencyRecord, {
    where: id,
    lock: { mode: 'pessimistic_write' },
  });
  const record = found.expiresAt < now ? { ...id, ...fresh } : found;
  if (record.fingerprint !== fingerprint)
    return new HttpProblem(
      422,
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key was used with another payload.',
    );
  if (record.body !== null) return { status: record.status ?? 200, body: record.body };
  const isBusy = record.startedAt !== null && now.getTime() - record.startedAt.getTime() < ABANDONED_AFTER_MS;
  if (isBusy)
    return new HttpProblem(
      409,
      'IDEMPOTENCY_KEY_IN_USE',
      'The first request with this key is still being executed.',
    );
  await system.update(IdempotencyRecord, id, { ...record, startedAt: now } as never);
  return remembered(store, id, record.results);
}

function remembered(
  store: ContentStore,
  id: RecordId,
  results: Readonly<Record<string, unknown>>,
): IdempotentRequest {
  let hasRun = false;
  let isPermanent = true;
  return {
    memory: {
      recall(field) {
        hasRun = true;
        return Object.hasOwn(results, field) ? results[field] : undefined;
      },
      remember: (system, field, result) => remember(system, id, field, result),
      refused(problems) {
        if (!problems.every(({ code }) => PERMANENT_ERRORS.has(code))) isPermanent = false;
      },
    },
    async finish({ status, body }) {
      const isKept = hasRun && isPermanent && status === 200 && !hasErrors(body) && !SECRET.test(body);
      const { manager } = store.draft;
      if (isKept) {
        await manager.update(IdempotencyRecord, id, { startedAt: null, status, body });
        return;
      }
      await manager.update(IdempotencyRecord, id, { startedAt: null });
      // A request that has changed nothing has nothing to store, and frees its key.
      await manager.delete(IdempotencyRecord, {
        ...id,
        startedAt: IsNull(),
        results: Raw((at) => `${at} = '{}'`),
      });
    },
  };
}

/** Whether any part of the request failed. */
function hasErrors(body: string): boolean {
  return (JSON.parse(body) as { readonly errors?: unknown }).errors !== undefined;
}

/** Runs in the transaction of the mutation: either both are written or neither. */
async function remember(system: EntityManager, id: RecordId, field: string, result: unknown): Promise<void> {
  const record = await system.findOneOrFail(IdempotencyRecord, {
    where: id,
    lock: { mode: 'pessimistic_write' },
  });
  // The first request was taken for dead, but has finished.
  if (Object.hasOwn(record.results, field))
    refuse('UNAVAILABLE', 'Another request with this key was faster; send it again.');
  // Not by assignment: an alias may be `__proto__`.
  const results = Object.fromEntries([...Object.entries(record.results), [field, result]]);
  await system.update(IdempotencyRecord, id, { results: results as never });
}
