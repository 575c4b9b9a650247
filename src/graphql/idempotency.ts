import { createHash } from 'node:crypto';
import { type EntityManager, LessThan } from 'typeorm';
import type { Viewer } from '../content/access.js';
import type { ContentStore } from '../content/store.js';
import type { MutationMemory } from '../content/writing/mutation.js';
import { refuse } from '../foundation/errors.js';
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

/** A request that is answered now, and whose answer is remembered. */
export interface RememberedRequest {
  readonly memory: MutationMemory;
  finish(answer: RememberedAnswer): Promise<void>;
}

/**
 * Requests that may be sent again (the header field of draft-ietf-httpapi-idempotency-key-header-07): the same key
 * with the same payload is answered as it was the first time, for 72 hours.
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
  const fingerprint = createHash('sha256').update(payload).digest('hex');
  const now = store.clock();
  return store.transaction(async ({ system }) => {
    await system.delete(IdempotencyRecord, { expiresAt: LessThan(now) });
    const id = { accountId, key };
    const fresh = { ...id, fingerprint, startedAt: null, results: {}, status: null, body: null };
    await system
      .createQueryBuilder()
      .insert()
      .into(IdempotencyRecord)
      .values({ ...fresh, expiresAt: new Date(now.getTime() + KEPT) })
      .orIgnore()
      .execute();
    const record = await system.findOneOrFail(IdempotencyRecord, {
      where: id,
      lock: { mode: 'pessimistic_write' },
    });
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
    await system.update(IdempotencyRecord, id, { startedAt: now });
    return remembered(store, id, record.results);
  });
}

function remembered(
  store: ContentStore,
  id: { readonly accountId: string; readonly key: string },
  results: Readonly<Record<string, unknown>>,
): RememberedRequest {
  return {
    memory: {
      recall: (field) => (Object.hasOwn(results, field) ? results[field] : undefined),
      remember: (system, field, result) => remember(system, id, field, result),
    },
    async finish({ status, body }) {
      const isKept = status < 500 && !SECRET.test(body) && !body.includes('"INTERNAL_SERVER_ERROR"');
      const answer = isKept ? { status, body } : {};
      await store.draft.manager.update(IdempotencyRecord, id, { startedAt: null, ...answer });
    },
  };
}

/** In the transaction of the change: either both are there or neither. */
async function remember(
  system: EntityManager,
  id: { readonly accountId: string; readonly key: string },
  field: string,
  result: unknown,
): Promise<void> {
  const record = await system.findOneOrFail(IdempotencyRecord, {
    where: id,
    lock: { mode: 'pessimistic_write' },
  });
  // Somebody believed that the first request was abandoned; it was not.
  if (Object.hasOwn(record.results, field))
    refuse('UNAVAILABLE', 'Another request with this key was faster; send it again.');
  await system.update(IdempotencyRecord, id, { results: { ...record.results, [field]: result } as never });
}
