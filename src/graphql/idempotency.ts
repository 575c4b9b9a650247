import { createHash } from 'node:crypto';
import { type EntityManager, IsNull, Raw } from 'typeorm';
import type { Viewer } from '../content/contract/access.js';
import type { MutationMemory } from '../content/editing/mutation.js';
import type { ContentStore } from '../content/storage/store.js';
import { refusalOf } from '../content/writing/constraints.js';
import { type ErrorCode, refuse } from '../foundation/errors.js';
import { HttpProblem } from '../http/http-problem.js';
import { IdempotencyRecord } from './idempotency-record.entity.js';

const HOUR = 3_600_000;
const KEPT = 72 * HOUR;
/**
 * Whoever began so long ago is taken to be dead. Nothing depends on that: of two that do the same, the second to
 * come to its end is taken back (see `remember`).
 */
const ABANDONED = 10_000;
const MAX_KEY_LENGTH = 255;
/** A key or secret that was made for somebody is shown once, and so is kept nowhere. */
const SECRET = /\b(scc_\w{20}|whsec_[\w+/]{20})/;

export interface RememberedAnswer {
  readonly status: number;
  readonly body: string;
}

/** A request that is answered now, and what of it is remembered. */
export interface RememberedRequest {
  readonly memory: MutationMemory;
  finish(answer: RememberedAnswer): Promise<void>;
}

interface RecordId {
  readonly accountId: string;
  readonly key: string;
}

/** What was wrong with these the first time is so the next time, whatever has happened meanwhile. */
const FOR_GOOD: ReadonlySet<ErrorCode> = new Set([
  'INVALID_INPUT',
  'INVALID_LOCALE',
  'INVALID_ID',
  'INVALID_TEXT',
]);

/**
 * Requests that may be sent again (the header field of draft-ietf-httpapi-idempotency-key-header-07): the same key
 * with the same payload is answered as it was the first time, for 72 hours, where something was done or cannot be done.
 * What was refused for want of rights, time or points, or because of what was there, is decided anew.
 * @returns the first answer, or the request to be answered; or why it is refused
 */
export async function beginRequest(
  store: ContentStore,
  viewer: Viewer,
  key: string,
  payload: string,
): Promise<RememberedAnswer | RememberedRequest | HttpProblem> {
  const { accountId } = viewer;
  if (accountId === undefined)
    return new HttpProblem(400, 'BAD_REQUEST', 'An Idempotency-Key is for requests with an API key.');
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

/** What one key of an account was told is not for another one that may do more or less; for its successor it is. */
function rightsOf({ roles, locales }: Viewer): string {
  return [...roles].sort().join('+') + (locales ? `@${[...locales].sort().join('+')}` : '');
}

async function begin(
  store: ContentStore,
  system: EntityManager,
  id: RecordId,
  fingerprint: string,
): Promise<RememberedAnswer | RememberedRequest | HttpProblem> {
  const now = store.clock();
  const expiresAt = new Date(now.getTime() + KEPT);
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
  const isBusy = record.startedAt !== null && now.getTime() - record.startedAt.getTime() < ABANDONED;
  if (isBusy)
    return new HttpProblem(
      409,
      'IDEMPOTENCY_KEY_IN_USE',
      'The first request with this key is not answered yet.',
    );
  await system.update(IdempotencyRecord, id, { ...record, startedAt: now } as never);
  return remembered(store, id, record.results);
}

function remembered(
  store: ContentStore,
  id: RecordId,
  results: Readonly<Record<string, unknown>>,
): RememberedRequest {
  let hasRun = false;
  let isForGood = true;
  return {
    memory: {
      recall(field) {
        hasRun = true;
        return Object.hasOwn(results, field) ? results[field] : undefined;
      },
      remember: (system, field, result) => remember(system, id, field, result),
      refused(problems) {
        if (!problems.every(({ code }) => FOR_GOOD.has(code))) isForGood = false;
      },
    },
    async finish({ status, body }) {
      const isKept = hasRun && isForGood && status === 200 && !hasErrors(body) && !SECRET.test(body);
      const { manager } = store.draft;
      if (isKept) {
        await manager.update(IdempotencyRecord, id, { startedAt: null, status, body });
        return;
      }
      await manager.update(IdempotencyRecord, id, { startedAt: null });
      // Where nothing was done there is nothing to be remembered, and the key is free again.
      await manager.delete(IdempotencyRecord, {
        ...id,
        startedAt: IsNull(),
        results: Raw((at) => `${at} = '{}'`),
      });
    },
  };
}

/** Whether a part of the request failed, or all of it: too many points, no rights, a fault, a document that is not valid. */
function hasErrors(body: string): boolean {
  return (JSON.parse(body) as { readonly errors?: unknown }).errors !== undefined;
}

/** In the transaction of the change: either both are there or neither. */
async function remember(system: EntityManager, id: RecordId, field: string, result: unknown): Promise<void> {
  const record = await system.findOneOrFail(IdempotencyRecord, {
    where: id,
    lock: { mode: 'pessimistic_write' },
  });
  // Somebody believed that the first request was abandoned; it was not.
  if (Object.hasOwn(record.results, field))
    refuse('UNAVAILABLE', 'Another request with this key was faster; send it again.');
  // Not by assignment: an alias may be called `__proto__`.
  const results = Object.fromEntries([...Object.entries(record.results), [field, result]]);
  await system.update(IdempotencyRecord, id, { results: results as never });
}
