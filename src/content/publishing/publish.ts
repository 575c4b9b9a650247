import { groupBy } from '../../foundation/collections.js';
import { problem, Refusal } from '../../foundation/errors.js';
import { assertMay, type Viewer } from '../contract/access.js';
import { globalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import { RevisionAction } from '../history/revision.entity.js';
import { Severity } from '../model/finding.js';
import { indexForSearch } from '../search/search-index.js';
import type { ObjectFinding, Selection } from '../storage/listeners.js';
import { PublicationAction, type PublicationChange } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import { publishParts, publishRoots, publishText } from './copy-rows.js';
import { type Decided, type Decision, decide } from './decision.js';
import { assertAsPlanned } from './fingerprint.js';
import { type LeftOut, leftOutOf } from './left-out.js';
import { oneAtATime } from './one-at-a-time.js';
import { printNames } from './printed-names.js';
import { assertReady } from './publish-checks.js';
import { isRefused } from './publish-choice.js';
import type { PlannedFinding } from './publish-plan-findings.js';
import { inOrder, type NamedObject, Naming } from './publish-plan-items.js';
import {
  assertVersions,
  type InLocales,
  localesOf,
  lockForPublishing,
  type PublishRequest,
  recordInHistory,
} from './publish-request.js';
import { selectionOf } from './publish-set.js';
import { assertOnlyWordsChanged } from './shared-changes.js';

export interface Published {
  /** What the public sees differently now, what went along included. */
  readonly published: readonly NamedObject[];
  /** What was not published with them. */
  readonly leftOut: readonly LeftOut[];
  /** What readers would stumble over in what was published. */
  readonly findings: readonly PlannedFinding[];
}

/**
 * Copies objects with what belongs to them from draft to published, all or none. What is the same in both is left
 * alone: it is not written, not in the history, and not told to anybody.
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
  assertWords(objects, locales);
  const published = objects.flatMap((object) =>
    object.outcome.kind === 'PUBLISHED'
      ? [{ ...object, version: object.draft.version, locales: object.outcome.locales }]
      : [],
  );
  assertOnlyWordsChanged(store, viewer, published);
  const found = await assertReady(transaction, store, decision);
  const changes = published.map(changeOf);
  await store.prepareForPublication(transaction, changes);
  await copy(transaction, store, published);
  await agreeOnVersions(transaction, objects);
  await recordInHistory(transaction, store, viewer, RevisionAction.PUBLISH, published);
  await store.notifyPublication(transaction, changes);
  return {
    published: inOrder(published).map(({ draft }) => names.ofDraft(draft)),
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
    const isTold = draft && finding.severity === Severity.WARNING;
    return isTold ? [{ ...finding, object: names.ofDraft(draft) }] : [];
  });
}

/** Decides on objects that nobody changes until they are copied. */
async function decideFor(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  { content, ids, locales: chosen, withContents, expectedVersion }: PublishRequest,
  locales: readonly string[],
): Promise<Decision> {
  const rows = await lockForPublishing(transaction, content, ids);
  await assertVersions(transaction, rows, expectedVersion, locales);
  const locked = new Set(ids);
  const lock = async (selection: Selection) => {
    for (const [type, own] of selection) {
      const fresh = [...own].filter((id) => !locked.has(id));
      if (fresh.length > 0) await lockForPublishing(transaction, type, fresh);
      for (const id of fresh) locked.add(id);
    }
  };
  const asked = new Map([[content, new Set(ids)]]);
  const path = ['input', 'withContents'];
  const request = { asked, locales, inAllLocales: !chosen, withContents, path };
  return decide(transaction, store, viewer, request, lock);
}

async function copy(
  transaction: Transaction,
  store: ContentStore,
  objects: readonly InLocales[],
): Promise<void> {
  const byContent = [...groupBy(objects, ({ content }) => content)];
  for (const step of [publishRoots, publishText, publishParts]) {
    for (const [content, own] of byContent) {
      const locales = new Map(own.map((each) => [each.id, each.locales]));
      await step(store, transaction, content, locales);
    }
  }
  for (const own of groupBy(objects, ({ locales }) => locales.join(' ')).values())
    await printNames(transaction, store, selectionOf(own), own[0]?.locales ?? []);
  for (const [content, ids] of selectionOf(objects))
    await indexForSearch(transaction.published, content, [...ids], store.locales);
}

/** What was changed and changed back is the same again: then the public has the version of the draft. */
async function agreeOnVersions({ published }: Transaction, objects: readonly Decided[]): Promise<void> {
  for (const { content, id, draft, published: seen, assessment, outcome } of objects) {
    if (outcome.kind !== 'UNCHANGED' || !assessment.isSame || draft.version === seen?.version) continue;
    await published.update(content.entity, { id }, { version: draft.version });
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

/** @throws Refusal NOT_READY for what was asked for and says nothing in these languages */
function assertWords(objects: readonly Decided[], locales: readonly string[]): void {
  const problems = objects
    .filter(isRefused)
    .map(({ content, id }) =>
      problem('NOT_READY', sentences.hasNoWords(locales), ['input', 'locales', globalId(content.table, id)]),
    );
  if (problems.length > 0) throw new Refusal(problems);
}
