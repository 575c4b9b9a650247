import { groupBy } from '../../foundation/collections.js';
import { type Problem, problem, Refusal } from '../../foundation/errors.js';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import { assertMay, type Viewer } from '../access.js';
import type { Content } from '../content.entity.js';
import { globalId } from '../global-id.js';
import { RevisionAction } from '../history/revision.entity.js';
import { latestAuthor, recordRevisions } from '../history/revisions.js';
import type { ContentStore, Transaction } from '../store.js';
import {
  type Change,
  type Description,
  located,
  type PreparedObject,
  type Target,
  type Written,
} from './change.js';
import { changesBetween } from './changes.js';
import { type Document, merge } from './document.js';
import { lockRoots, writeObjects } from './object-rows.js';
import { Preparing } from './preparing.js';
import { sentences } from './sentences.js';
import { settleSlugs } from './slugs.js';
import { documentOf, readStored } from './snapshot.js';

/** What writing some changes would do, and everything that is wrong with them. */
export interface WritingPlan {
  /** In the order of the changes, without those that are wrong. */
  readonly objects: readonly Description[];
  readonly problems: readonly Problem[];
}

/**
 * Writes objects into the draft stage, all or none; they may refer to each other in any order. What is like that
 * already is not written.
 * @throws Refusal with every problem of every object
 */
export async function writeDrafts(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  changes: readonly Change[],
): Promise<Written[]> {
  return writePlanned(transaction, store, viewer, await planDrafts(transaction, store, viewer, changes));
}

/** Writes what was planned in the same transaction. */
export async function writePlanned(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  { objects, problems }: WritingPlan,
): Promise<Written[]> {
  if (problems.length > 0) throw new Refusal(problems);
  const changed = objects.filter(({ object, result }) => result.changes.length > 0 || !object.before);
  await writeObjects(
    transaction.draft,
    store,
    changed.map(({ object }) => object),
  );
  await recordRevisions(transaction.system, viewer, store.clock(), changed);
  return objects.map(({ result }) => result);
}

/** Says what writing would do, without doing it. The objects that are there are locked until the transaction ends. */
export async function planDrafts(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  changes: readonly Change[],
): Promise<WritingPlan> {
  for (const { content } of changes) assertMay(viewer, 'WRITE', content.name);
  const problems: Problem[] = [];
  const preparing = new Preparing(transaction.draft, store, await store.inputs, problems);
  const targets = await preparing.targets(changes);
  const before = await lockRoots(transaction.draft, targets);
  await refuseOutdated(transaction, targets, before, problems);
  const prepared: PreparedObject[] = [];
  const documents = new Map<string, Document>();
  for (const [content, own] of groupBy(targets, ({ change }) => change.content)) {
    const type = preparing.inputs.typeOf(content);
    const known = own.map(({ id }) => id).filter((id) => before.has(id));
    const stored = await readStored(transaction.draft, content, known);
    const wanted = own.map(({ change, id }) => {
      const object = stored.get(id);
      const document = object ? documentOf(content, type, object) : {};
      if (object) documents.set(id, document);
      return {
        change,
        id,
        document: change.isWhole ? change.document : merge(type, document, change.document, store.locales),
      };
    });
    await preparing.references.prefetch(
      content,
      wanted.map(({ document }) => document),
    );
    for (const { change, id, document } of wanted) {
      const ready = await preparing.prepare(change, id, before.get(id), {
        document,
        before: documents.get(id),
      });
      if (ready) prepared.push(ready);
      await yieldToEventLoop();
    }
  }
  const settled = await settleSlugs(transaction.draft, prepared, store.locales, problems);
  const described: Description[] = [];
  for (const object of settled) {
    described.push(describe(object, documents.get(object.id) ?? {}, preparing, store));
    await yieldToEventLoop();
  }
  for (const each of described) refuseOtherLocales(viewer, each, problems);
  const byId = new Map(described.map((each) => [each.result.id, each]));
  return { objects: targets.flatMap(({ id }) => byId.get(id) ?? []), problems };
}

function describe(
  object: PreparedObject,
  before: Document,
  preparing: Preparing,
  store: ContentStore,
): Description {
  const { content, id, columns, translations, parts, change } = object;
  const byShape = new Map(
    [...groupBy(parts, ({ shape }) => shape)].map(([shape, rows]) => [shape, rows.map((row) => row.columns)]),
  );
  const document = documentOf(content, preparing.inputs.typeOf(content), {
    root: { ...columns, id },
    translations,
    parts: byShape,
  });
  const changes = changesBetween(before, document, store.locales.codes);
  const isNew = !object.before;
  const version =
    (object.before?.version ?? change.since?.version ?? 0) + (isNew || changes.length > 0 ? 1 : 0);
  const action = change.action ?? (isNew ? RevisionAction.CREATE : RevisionAction.UPDATE);
  const externalRef = String(columns.externalRef);
  const result = { content, id, target: globalId(content.table, id), externalRef, version, isNew, changes };
  return { object, document, result, action };
}

/** @returns through `problems`: changes to an object that is not what the editor saw. */
async function refuseOutdated(
  { system }: Transaction,
  targets: readonly Target[],
  before: ReadonlyMap<string, Content>,
  problems: Problem[],
): Promise<void> {
  for (const { id, change } of targets) {
    const current = before.get(id);
    if (!current || change.expectedVersion === undefined || change.expectedVersion === current.version)
      continue;
    const by = await latestAuthor(system, id);
    const sentence = sentences.hasChanged(change.expectedVersion, current.version, by);
    const conflict = { currentVersion: current.version, changedBy: by, changedAt: current.updatedAt };
    problems.push(problem('CONFLICT', sentence, located(change, ['expectedVersion']), conflict));
  }
  // A change of something else than the editor saw is not even looked at.
  if (problems.length > 0) throw new Refusal(problems);
}

/** A key for some languages may change words in these and nothing else. */
function refuseOtherLocales({ locales }: Viewer, { object, result }: Description, problems: Problem[]): void {
  if (!locales) return;
  for (const { path, locale } of result.changes) {
    if (locale && locales.includes(locale)) continue;
    const place = located(object.change, path.split('.'));
    problems.push(problem('FORBIDDEN', sentences.notInLocale(path, locales), place));
  }
}
