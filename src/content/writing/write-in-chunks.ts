import { chunksOf } from '../../foundation/collections.js';
import { type Problem, Refusal } from '../../foundation/errors.js';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import { assertMay, type Viewer } from '../contract/access.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import type { Change, Description, PreparedObject, Target } from './change.js';
import { inputsOf } from './input.js';
import { ObjectPreparer } from './prepare-objects.js';
import {
  assertConstraints,
  concernsConstraints,
  planTargets,
  type WritingPlan,
  writeDescribed,
} from './write-drafts.js';

/** Objects that are in memory at a time. */
const CHUNK = 100;
/** Errors after which the rest is not looked at. */
export const MAX_PROBLEMS = 1_000;

interface Loading {
  /** Whether a change is to be written together with others, because one takes the slug of another. */
  readonly isTogether: (change: Change) => boolean;
  /** Loads the documents of changes, which come without. */
  readonly load: (changes: readonly Change[]) => Promise<readonly Change[]>;
  /** Is called with the results of each chunk, unless there have been errors, and with its size. */
  readonly onChunk: (written: readonly Description[], size: number) => Promise<void>;
}

/**
 * Writes any number of objects to the draft, all or none, like `writeDrafts`, but with few of them in memory. Objects
 * may refer to each other across chunks: all their ids are known beforehand.
 * @throws Refusal with the errors of all objects
 */
export async function writeInChunks(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  changes: readonly Change[],
  { load, onChunk, isTogether }: Loading,
): Promise<void> {
  for (const content of new Set(changes.map((change) => change.content)))
    assertMay(viewer, 'WRITE', content.name);
  const inputs = await inputsOf(store);
  const problems: Problem[] = [];
  const preparer = new ObjectPreparer(transaction.draft, store, inputs, problems);
  const written: PreparedObject[] = [];
  const targets: Target[] = [];
  for (const chunk of chunksOf(changes, CHUNK)) {
    targets.push(...(await preparer.targets(chunk)));
    await yieldToEventLoop();
  }
  // Those that are written together come first, out of the order of locks: a deadlock is repeated.
  for (const chunk of chunksOf(inLockOrder(targets), CHUNK, ({ change }) => isTogether(change))) {
    const loaded = await load(chunk.map(({ change }) => change));
    const full = chunk.map((target, index) => ({ ...target, change: loaded[index] ?? target.change }));
    const own = new ObjectPreparer(transaction.draft, store, inputs, [], preparer.references);
    const plan = await planTargets({ transaction, store, viewer, preparer: own }, full).catch(refusedPlan);
    problems.push(...plan.problems);
    if (problems.length > MAX_PROBLEMS) break;
    const objects = problems.length === 0 ? plan.objects : [];
    const changed = await writeDescribed(transaction, store, viewer, objects);
    written.push(...changed.filter(concernsConstraints).map(({ object }) => withoutText(object)));
    await onChunk(objects, chunk.length);
  }
  if (problems.length > 0) throw new Refusal(problems.slice(0, MAX_PROBLEMS));
  if (written.length > 0) await assertConstraints(transaction, store, written);
}

/** Planning stops at conflicts: the next chunk may have others. */
function refusedPlan(error: unknown): WritingPlan {
  if (!(error instanceof Refusal)) throw error;
  return { objects: [], problems: error.problems };
}

/** In the order of types and ids, in which everybody locks objects. */
function inLockOrder(targets: readonly Target[]): readonly Target[] {
  const keyOf = ({ change, id }: Target) => `${change.content.table} ${id}`;
  return [...targets].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** What is needed to find the object of a violated constraint that was deferred, which is never about text. */
function withoutText(object: PreparedObject): PreparedObject {
  const { change } = object;
  return { ...object, change: { ...change, document: {} }, before: undefined, translations: {} };
}
