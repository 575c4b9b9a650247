import { chunksOf, groupBy } from '../../foundation/collections.js';
import { problem, Refusal } from '../../foundation/errors.js';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import { assertMay, type Viewer } from '../contract/access.js';
import { globalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import { Revision, RevisionAction } from '../history/revision.entity.js';
import { Severity } from '../model/finding.js';
import { versionsOf } from '../sql/copied-rows.js';
import { RowStatement } from '../sql/row-statement.js';
import { StoredTable } from '../sql/stored-table.js';
import type { ObjectFinding } from '../storage/listeners.js';
import { PublicationAction, type PublicationChange } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import type { StoredObjects } from '../storage/stored-objects.js';
import type { Transaction } from '../storage/transaction.js';
import { copyRows, isCopied, type Staged } from './copy-rows.js';
import { type Decided, type Decision, decide } from './decision.js';
import { assertAsPlanned } from './fingerprint.js';
import { type LeftOut, leftOutOf } from './left-out.js';
import { publishMerged } from './merge-rows.js';
import { oneAtATime } from './one-at-a-time.js';
import { printNames } from './printed-names.js';
import { assertReady } from './publish-checks.js';
import { type Considered, isRefused } from './publish-choice.js';
import type { PlannedFinding } from './publish-plan-findings.js';
import { inOrder, type NamedObject, Naming } from './publish-plan-items.js';
import {
  assertVersions,
  foundAmong,
  type InLocales,
  localesOf,
  type PublishRequest,
  publicationRevisions,
} from './publish-request.js';
import { selectionOf } from './publish-set.js';
import { assertSlugsFree, hasOtherSlugs } from './published-slugs.js';
import { assertOnlyTextChanged } from './shared-changes.js';

export interface Published {
  /** Everything that changes in public, objects published along included. */
  readonly published: readonly NamedObject[];
  /** What is not published along. */
  readonly leftOut: readonly LeftOut[];
  /** Warnings about what was published. */
  readonly findings: readonly PlannedFinding[];
}

/**
 * Copies objects and their parts from draft to published, all or none. Objects that are the same in both are skipped:
 * they are not written, recorded in the history or notified.
 */
export async function publish(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  request: PublishRequest,
): Promise<Published> {
  assertMay(viewer, 'PUBLISH', request.content.name);
  const locales = localesOf(store, viewer, request);
  await oneAtATime(transaction);
  const decision = await decideFor(transaction, store, viewer, request, locales);
  const names = new Naming(store.locales.chain(request.locale ?? store.locales.default));
  if (typeof request.expectedFingerprint === 'string')
    await assertAsPlanned(transaction, store, decision, request.expectedFingerprint, names);
  const objects = [...decision.objects.values()];
  assertHasText(objects, locales);
  const published = objects.flatMap((object) =>
    object.outcome.kind === 'PUBLISHED'
      ? [{ ...object, version: object.draft.version, locales: object.outcome.locales }]
      : [],
  );
  assertOnlyTextChanged(store, viewer, published);
  const found = await assertReady(transaction, store, decision);
  const changes = published.map(changeOf);
  await yieldToEventLoop();
  await store.prepareForPublication(transaction, changes);
  await copy(transaction, store, viewer, published, request.onCopied);
  await agreeOnVersions(transaction, objects);
  await store.notifyPublication(transaction, changes);
  await yieldToEventLoop();
  const named: NamedObject[] = [];
  for (const { draft } of inOrder(published)) {
    named.push(names.ofDraft(draft));
    await yieldToEventLoop();
  }
  return {
    published: named,
    leftOut: await leftOutOf(transaction, store, decision, names),
    findings: warningsOf(published, found, names),
  };
}

function warningsOf(
  published: readonly Decided[],
  found: readonly ObjectFinding[],
  names: Naming,
): PlannedFinding[] {
  const drafts = new Map(published.map(({ content, id, draft }) => [globalId(content.table, id), draft]));
  return found.flatMap((finding) => {
    const draft = drafts.get(globalId(finding.content.table, finding.id));
    const isReported = draft && finding.severity === Severity.WARNING;
    return isReported ? [{ ...finding, object: names.ofDraft(draft) }] : [];
  });
}

/** Decides with locks on the objects, which last until they are copied. */
async function decideFor(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  { content, ids, locales: chosen, withContents, expectedVersion }: PublishRequest,
  locales: readonly string[],
): Promise<Decision> {
  const check = async (drafts: StoredObjects) => {
    const rows = foundAmong(content, ids, drafts);
    await assertVersions(transaction, store, rows, expectedVersion, locales);
  };
  const requested = new Map([[content, new Set(ids)]]);
  const path = ['input', 'withContents'];
  const request = { requested, locales, inAllLocales: !chosen, withContents, path };
  return decide(transaction, store, viewer, request, { isLocked: true, check });
}

/** Copies objects to the published stage, with their revisions. */
async function copy(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  objects: readonly (Decided & InLocales)[],
  onCopied: PublishRequest['onCopied'],
): Promise<void> {
  const { codes } = store.locales;
  const [exchanging, ofDraft] = [new Set<Considered>(), new Set<Considered>()];
  for (const object of objects) {
    if (object.content.isPage && hasOtherSlugs(object)) exchanging.add(object);
    if (object.locales.length === codes.length && isCopied(staged(object), store.locales))
      ofDraft.add(object);
    await yieldToEventLoop();
  }
  const isExchanging = (object: Considered) => exchanging.has(object);
  // Objects that exchange their slugs are written by one statement: if one of them has to be merged, all are.
  const areExchangesOfDraft = [...exchanging].every((object) => ofDraft.has(object));
  const isWhole = (object: Considered) =>
    ofDraft.has(object) && (areExchangesOfDraft || !isExchanging(object));
  const [whole, partial] = [objects.filter(isWhole), objects.filter((object) => !isWhole(object))];
  await assertSlugsFree(transaction, objects.filter(isExchanging), store.locales);
  let copied = 0;
  // Objects that exchange their slugs are copied together.
  for (const chunk of chunksOf(whole, CHUNK, isExchanging)) {
    const statement = new RowStatement();
    copyRows(statement, transaction, chunk.map(staged), store.clock());
    addRevisions(statement, transaction, store, viewer, chunk);
    await statement.run(transaction.system);
    copied += chunk.length;
    await onCopied?.(copied / objects.length);
    await yieldToEventLoop();
  }
  const statement = new RowStatement();
  addRevisions(statement, transaction, store, viewer, partial);
  await statement.run(transaction.system);
  for (const [content, own] of groupBy(partial, (object) => object.content))
    await publishMerged(store, transaction, content, new Map(own.map((each) => [each.id, each.locales])));
  for (const own of groupBy(objects, ({ locales }) => locales.join(' ')).values())
    await printNames(transaction, store, selectionOf(own), own[0]?.locales ?? []);
}

function staged({ draft, published }: Considered): Staged {
  return { draft: draft.stored, published: published?.stored };
}

/** Objects that are copied with one statement. */
const CHUNK = 200;

function addRevisions(
  statement: RowStatement,
  { system }: Transaction,
  store: ContentStore,
  viewer: Viewer,
  objects: readonly InLocales[],
): void {
  const rows = publicationRevisions(store, viewer, RevisionAction.PUBLISH, objects);
  statement.insert(StoredTable.of(system, Revision), rows);
}

/** After a change and its reversal both stages are the same, so the public has the version of the draft. */
async function agreeOnVersions({ published }: Transaction, objects: readonly Decided[]): Promise<void> {
  const settled = objects.filter(
    ({ draft, published: seen, assessment, outcome }) =>
      outcome.kind === 'UNCHANGED' && assessment.isSame && draft.version !== seen?.version,
  );
  for (const [content, own] of groupBy(settled, (object) => object.content)) {
    const values = [own.map(({ id }) => id), own.map(({ draft }) => draft.version)];
    await published.query(versionsOf(StoredTable.of(published, content.entity)), values);
  }
}

function changeOf({
  content,
  id,
  locales,
  published,
}: InLocales & Pick<Decided, 'published'>): PublicationChange {
  const action = published ? PublicationAction.UPDATED : PublicationAction.PUBLISHED;
  return { content, id, action, locales };
}

/** @throws Refusal NOT_READY for requested objects without text in these languages */
function assertHasText(objects: readonly Decided[], locales: readonly string[]): void {
  const problems = objects
    .filter(isRefused)
    .map(({ content, id }) =>
      problem('NOT_READY', sentences.hasNoText(locales), ['input', 'locales', globalId(content.table, id)]),
    );
  if (problems.length > 0) throw new Refusal(problems);
}
