import { groupBy } from '../foundation/collections.js';
import { type Problem, problem, Refusal } from '../foundation/errors.js';
import { assertMay, type Viewer } from './access.js';
import {
  type Change,
  type Description,
  located,
  type PreparedObject,
  type Target,
  type Written,
} from './change.js';
import { changesBetween } from './changes.js';
import type { Content } from './content.entity.js';
import { type Document, merge } from './document.js';
import { globalId } from './global-id.js';
import { lockRoots, writeObjects } from './object-rows.js';
import { Preparing } from './preparing.js';
import { RevisionAction } from './revision.entity.js';
import { latestAuthor, recordRevisions } from './revisions.js';
import { sentences } from './sentences.js';
import { settleSlugs } from './slugs.js';
import { documentOf, readStored } from './snapshot.js';
import type { ContentStore, Transaction } from './store.js';

/**
 * Writes objects into the draft stage, all or none; they may refer to each other in any order.
 * @throws Refusal with every problem of every object
 */
export async function writeDrafts(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  changes: readonly Change[],
): Promise<Written[]> {
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
    const stored = await readStored(
      transaction.draft,
      content,
      own.map(({ id }) => id).filter((id) => before.has(id)),
    );
    for (const { change, id } of own) {
      const known = stored.get(id);
      const document = known ? documentOf(content, type, known) : {};
      documents.set(id, document);
      const wanted = change.isWhole ? change.document : merge(type, document, change.document);
      const object = await preparing.prepare(change, id, before.get(id), wanted);
      if (object) prepared.push(object);
    }
  }
  if (problems.length > 0) throw new Refusal(problems);
  const settled = await settleSlugs(transaction.draft, prepared, store.locales, problems);
  const written = settled.map((object) => describe(object, documents.get(object.id) ?? {}, preparing, store));
  for (const { result } of written) refuseOtherLocales(viewer, result, problems, changes);
  if (problems.length > 0) throw new Refusal(problems);
  const changed = written.filter(({ object, result }) => result.changes.length > 0 || !object.before);
  await writeObjects(
    transaction.draft,
    store,
    changed.map(({ object }) => object),
  );
  await recordRevisions(transaction.system, viewer, store.clock(), changed);
  const byId = new Map(written.map(({ result }) => [result.id, result]));
  return targets.flatMap(({ id }) => byId.get(id) ?? []);
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
function refuseOtherLocales(
  { locales }: Viewer,
  { id, changes }: Written,
  problems: Problem[],
  all: readonly Change[],
): void {
  if (!locales) return;
  const change = all.length === 1 ? all[0] : all.find((each) => each.id === id);
  for (const { path, locale } of changes) {
    if (locale && locales.includes(locale)) continue;
    const place = located(change, path.split('.'));
    problems.push(problem('FORBIDDEN', sentences.notInLocale(path, locales), place));
  }
}
