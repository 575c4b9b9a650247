import { groupBy } from '../../foundation/collections.js';
import { type Problem, problem, Refusal } from '../../foundation/errors.js';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import { assertMay, type Viewer } from '../contract/access.js';
import { globalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import { changesBetween } from '../history/changes.js';
import { RevisionAction } from '../history/revision.entity.js';
import { recordRevisions } from '../history/revisions.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import { type Change, type Description, located, type PreparedObject, type Written } from './change.js';
import { concernedBy } from './concerned.js';
import { refusalOf } from './constraints.js';
import { inputsOf } from './input.js';
import { lockRoots, writeObjects } from './object-rows.js';
import { Preparing } from './prepare-objects.js';
import { settleSlugs } from './slugs.js';
import { type Wanted, wantedOf } from './wanted.js';

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

/**
 * Writes what was planned in the same transaction.
 * @throws Refusal for what is wrong with the plan, or what only the database can tell, at each object concerned
 */
export async function writePlanned(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  { objects, problems }: WritingPlan,
): Promise<Written[]> {
  if (problems.length > 0) throw new Refusal(problems);
  const changed = objects.filter(({ object, result }) => result.changes.length > 0 || !object.before);
  const written = changed.map(({ object }) => object);
  try {
    await writeObjects(transaction.draft, store, written);
    // What is checked at commit otherwise: too late to say which object it is about, and no dry run comes to it.
    if (written.length > 0) await transaction.draft.query('set constraints all immediate');
  } catch (error) {
    throw atObjects(error, written, store);
  }
  await recordRevisions(transaction.system, viewer, store.clock(), changed);
  return objects.map(({ result }) => result);
}

/** What the database refused, told where the objects are that it is about; the error itself where that is not known. */
function atObjects(
  error: unknown,
  written: readonly PreparedObject[],
  { types, locales }: ContentStore,
): unknown {
  const refusal = refusalOf(error, types);
  const concerned = refusal ? concernedBy(error, written, locales) : [];
  if (!refusal || concerned.length === 0) return error;
  const problems = concerned.flatMap(({ change }) =>
    refusal.problems.map((each) => ({ ...each, path: located(change, each.path.slice(1)) })),
  );
  return new Refusal(problems, { cause: error });
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
  const preparing = new Preparing(transaction.draft, store, await inputsOf(store), problems);
  const targets = await preparing.targets(changes);
  const rows = await lockRoots(transaction.draft, targets);
  const wanted = await wantedOf({ transaction, store, preparing, problems }, targets, rows);
  const prepared: PreparedObject[] = [];
  for (const [content, own] of groupBy(wanted, ({ target }) => target.change.content)) {
    await preparing.references.prefetch(
      content,
      own.map(({ document }) => document),
    );
    for (const { target, document, before } of own) {
      const { change, id } = target;
      const known = change.taken ?? before;
      const ready = await preparing.prepare(change, id, rows.get(id), { document, before: known });
      if (ready) prepared.push(ready);
      await yieldToEventLoop();
    }
  }
  const settled = await settleSlugs(transaction.draft, prepared, store.locales, problems);
  const byTarget = new Map(wanted.map((each) => [each.target.id, each]));
  const described: Description[] = [];
  for (const object of settled) {
    described.push(describe(object, byTarget.get(object.id), preparing, store));
    await yieldToEventLoop();
  }
  for (const each of described) refuseOtherLocales(viewer, each, problems);
  const byId = new Map(described.map((each) => [each.result.id, each]));
  return { objects: targets.flatMap(({ id }) => byId.get(id) ?? []), problems };
}

function describe(
  object: PreparedObject,
  wanted: Wanted | undefined,
  preparing: Preparing,
  store: ContentStore,
): Description {
  const { content, id, columns, change } = object;
  const document = preparing.documentOf(object);
  const changes = changesBetween(wanted?.before ?? {}, document, store.locales);
  const isNew = !object.before;
  const version =
    (object.before?.version ?? change.since?.version ?? 0) + (isNew || changes.length > 0 ? 1 : 0);
  const action = change.action ?? (isNew ? RevisionAction.CREATE : RevisionAction.UPDATE);
  const result = {
    content,
    id,
    target: globalId(content.table, id),
    externalRef: String(columns.externalRef),
    version,
    isNew,
    isMerged: wanted?.isMerged ?? false,
    overruled: wanted?.overruled ?? [],
    changes,
  };
  return { object, document, result, action };
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
