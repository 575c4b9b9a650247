import { isDeepStrictEqual } from 'node:util';
import { In } from 'typeorm';
import { refuse } from '../../foundation/errors.js';
import { MAX_OBJECTS } from '../../foundation/object-limit.js';
import { assertMay, type Viewer } from '../contract/access.js';
import { globalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import type { Content } from '../model/content.entity.js';
import type { ContentType } from '../model/content-type.js';
import { oneAtATime } from '../publishing/one-at-a-time.js';
import { PrintedName } from '../storage/printed-name.entity.js';
import { keysTo } from '../storage/references-to.js';
import { allReferrers, type Referrer } from '../storage/referrers.js';
import type { ContentStore } from '../storage/store.js';
import { readStages, type StoredObject } from '../storage/stored-objects.js';
import type { Transaction } from '../storage/transaction.js';
import { assertVersion } from '../writing/current-version.js';
import { inputsOf } from '../writing/input.js';
import { documentOf } from '../writing/snapshot.js';
import { mergeSentences } from './merge-sentences.js';
import { lockReferring, type Rewrites, type Stages } from './rewrite-objects.js';
import { type Rewriting, rewriteReferences } from './rewritten-references.js';

export interface MergeRequest {
  readonly content: ContentType;
  /** The id of the object that stays. */
  readonly id: string;
  readonly duplicate: string;
  /** The version of the duplicate that the caller saw. */
  readonly expectedVersion?: number | null;
}

/** A printed name of the duplicate. */
export type MovedName = Pick<PrintedName, 'subjectId' | 'names'> & {
  /** Whether the object also prints the name of the object that stays. */
  readonly isBeside: boolean;
};

/** What a merge would do. */
export interface MergePlan {
  readonly request: MergeRequest;
  readonly referrers: readonly Referrer[];
  readonly rewrites: Rewrites;
  readonly stages: Stages;
  readonly printed: readonly MovedName[];
  readonly duplicate: StoredObject;
  readonly isKeptPublic: boolean;
  readonly wasPublic: boolean;
}

/** Checks a merge and determines what it changes; nothing is written. Objects are locked. @throws Refusal */
export async function planMerge(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  request: MergeRequest,
): Promise<MergePlan> {
  const { content, id, duplicate } = request;
  if (viewer.locales)
    refuse('FORBIDDEN', sentences.notInLocale(content.name, viewer.locales), ['input', 'id']);
  if (id === duplicate) refuse('INVALID_INPUT', mergeSentences.withItself, ['input', 'duplicate']);
  await oneAtATime(transaction);
  await lockBoth(transaction, request);
  if (typeof request.expectedVersion === 'number')
    await assertVersion(transaction, store, content, duplicate, request.expectedVersion);
  const both = await readStages(transaction, new Map([[content, new Set([id, duplicate])]]));
  const [draft, shown] = [both.drafts.get(duplicate), both.published.get(duplicate)];
  if (!draft) throw new Error(`${content.name} ${duplicate} has vanished.`);
  const referrers = await allReferrers(transaction.draft, store.types, content, duplicate);
  const objects = new Set(referrers.map((each) => each.id)).size;
  if (objects > MAX_OBJECTS)
    refuse('TOO_MANY_OBJECTS', mergeSentences.tooMany(objects), ['input', 'duplicate']);
  if (shown || referrers.some(({ stages }) => stages.includes('published')))
    assertMay(viewer, 'PUBLISH', content.name, ['input', 'duplicate']);
  if (shown && !both.published.has(id)) refuse('NOT_READY', mergeSentences.isNotPublic, ['input', 'id']);
  const type = (await inputsOf(store)).typeOf(content);
  const places = referrers.map((each) => ({ type: each.content.table, id: each.id }));
  const stages = await lockReferring(transaction, store, places);
  const printed = await transaction.published.findBy(PrintedName, { targetId: In([id, duplicate]) });
  return {
    request,
    referrers,
    rewrites: rewritesOf(store, request, stages, printed),
    stages,
    printed: printed
      .filter(({ targetId }) => targetId === duplicate)
      .map(({ subjectId, names }) => ({
        subjectId,
        names,
        isBeside: printed.some((other) => other.subjectId === subjectId && other.targetId === id),
      })),
    duplicate: draft,
    isKeptPublic: both.published.has(id),
    wasPublic:
      shown !== undefined &&
      isDeepStrictEqual(documentOf(content, type, draft), documentOf(content, type, shown)),
  };
}

/** @throws Refusal NOT_FOUND for each that is not there */
async function lockBoth({ draft }: Transaction, { content, id, duplicate }: MergeRequest): Promise<void> {
  const rows = (await draft.find(content.entity, {
    where: { id: In([id, duplicate]) },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  })) as Content[];
  for (const [name, each] of Object.entries({ id, duplicate })) {
    if (rows.some((row) => row.id === each)) continue;
    refuse('NOT_FOUND', sentences.noSuchObject(content.name, globalId(content.table, each)), ['input', name]);
  }
}

function rewritesOf(
  { types, locales }: ContentStore,
  { content, id, duplicate }: MergeRequest,
  stages: Stages,
  printed: readonly PrintedName[],
): Rewrites {
  const keys = new Map(types.map((type) => [type, keysTo(content, type)]));
  const rewriting: Rewriting = { from: duplicate, to: id };
  const namesOf = (subject: string, target: string) =>
    printed.find(({ subjectId, targetId }) => subjectId === subject && targetId === target)?.names;
  const rewrite = (stage: 'draft' | 'published') => (before: StoredObject) => {
    const subject = before.root.id;
    const names = namesOf(subject, id) ? namesOf(subject, duplicate) : undefined;
    const done = rewriteReferences(before, stage, keys.get(before.content) ?? [], rewriting, names, locales);
    return done.references.length > 0 ? [{ before, ...done }] : [];
  };
  // The duplicate goes with its own references.
  const others = (objects: Stages['drafts']) =>
    [...objects.values()].filter(({ root }) => root.id !== duplicate);
  return {
    drafts: others(stages.drafts).flatMap(rewrite('draft')),
    published: others(stages.published).flatMap(rewrite('published')),
  };
}
