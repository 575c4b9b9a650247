import { problem, Refusal } from '../../foundation/errors.js';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import type { Viewer } from '../contract/access.js';
import { globalId, parseGlobalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import { type RecentRevision, recentRevisions } from '../history/recent-revisions.js';
import type { Selection } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import { readStages, type StoredObjects } from '../storage/stored-objects.js';
import type { Transaction } from '../storage/transaction.js';
import { assess } from './assessment.js';
import { describe } from './described-objects.js';
import { type Choice, type Considered, type Outcome, outcomesOf } from './publish-choice.js';
import { type DocumentReference, referencesOf } from './publish-plan-references.js';
import {
  type Candidate,
  leadsFurther,
  PublishRelation,
  publishSetOf,
  type Start,
  selectionOf,
} from './publish-set.js';

export interface PublishScope {
  readonly requested: Selection;
  /** Canonical tags of the requested locales. */
  readonly locales: readonly string[];
  readonly inAllLocales: boolean;
  /** Global ids of what is published along; absent to apply the default rule. */
  readonly withContents?: readonly string[] | null | undefined;
  /** The argument of `withContents`, for its errors. */
  readonly path: readonly string[];
}

/** An object within the scope of a publication, with its outcome and the reason. */
export interface Decided extends Considered {
  readonly outcome: Outcome;
  readonly revisions: readonly RecentRevision[];
}

export interface Decision {
  readonly choice: Choice;
  /** By UUID; requested objects first. */
  readonly objects: ReadonlyMap<string, Decided>;
  /** References of objects that will be public. */
  readonly references: readonly (DocumentReference & { readonly from: Decided })[];
}

interface DecideOptions {
  /** Whether the drafts are locked, so that the decision still holds when it is carried out. */
  readonly isLocked?: boolean;
  /** Checks the requested objects as soon as they are read. */
  readonly check?: (drafts: StoredObjects) => Promise<void>;
}

/**
 * Decides the outcome of every object within the scope of a publication.
 * @throws Refusal NOT_FOUND for each id of `withContents` outside the scope
 */
export async function decide(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  request: PublishScope,
  { isLocked = false, check }: DecideOptions = {},
): Promise<Decision> {
  const { locales, inAllLocales, withContents, path } = request;
  for (const [index, id] of (withContents ?? []).entries()) parseGlobalId(id, [...path, String(index)]);
  const choice: Choice = { locales, inAllLocales, named: withContents ? new Set(withContents) : undefined };
  let start: Start = [...request.requested].flatMap(([content, own]) =>
    [...own].map((id) => ({ content, id, relation: PublishRelation.ASKED_FOR })),
  );
  for (;;) {
    const candidates = await publishSetOf(store, transaction, start);
    const selection = selectionOf(candidates.values());
    const stages = await readStages(transaction, selection, { isLocked });
    await check?.(stages.drafts);
    // Before it was locked, an object may have got other companions or contents.
    if (isLocked && (await leadsFurther(store, stages.drafts, candidates))) continue;
    const decision = await decideOn(transaction, store, viewer, candidates, stages, choice);
    const known = new Set([...candidates.values()].map(({ content, id }) => globalId(content.table, id)));
    const missing = new Set(withContents?.filter((name) => !known.has(name)));
    const reached = namedReferences(store, decision, missing);
    if (reached.length === 0 && missing.size > 0) throw unknownIds(request, missing);
    if (reached.length === 0) return decision;
    // A chosen object that is only referred to brings along its own companions.
    start = [...start, ...reached];
  }
}

async function decideOn(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  candidates: ReadonlyMap<string, Candidate>,
  stages: Awaited<ReturnType<typeof readStages>>,
  choice: Choice,
): Promise<Decision> {
  const selection = selectionOf(candidates.values());
  const drafts = await describe(store, selection, stages.drafts);
  const seen = await describe(store, selection, stages.published);
  const history = await recentRevisions(transaction.system, [...candidates.keys()], choice.locales);
  const circumstances = { viewer, chosen: choice.locales, locales: store.locales };
  const considered = new Map<string, Considered & { readonly revisions: readonly RecentRevision[] }>();
  for (const [id, candidate] of candidates) {
    const name = globalId(candidate.content.table, id);
    const draft = drafts.get(name);
    if (!draft) continue;
    const stages = { draft, published: seen.get(name), revisions: history.get(id) ?? [] };
    considered.set(id, { ...candidate, ...stages, assessment: assess(candidate, stages, circumstances) });
    await yieldToEventLoop();
  }
  const outcomes = await outcomesOf(considered, choice);
  const objects = new Map(
    [...considered].map(([id, object]) => [
      id,
      { ...object, outcome: outcomes.get(id) ?? ({ kind: 'ASIDE' } as const) },
    ]),
  );
  const references: Decision['references'][number][] = [];
  for (const from of objects.values()) {
    if (from.outcome.kind !== 'PUBLISHED' && from.outcome.kind !== 'UNCHANGED') continue;
    for (const reference of referencesOf(from.content, from.draft.document))
      if (!drafts.has(reference.id)) references.push({ ...reference, from });
    await yieldToEventLoop();
  }
  return { choice, objects, references };
}

/** The missing ids that objects of the publish set refer to. */
function namedReferences(store: ContentStore, { references }: Decision, missing: ReadonlySet<string>): Start {
  const found = new Map<string, Start[number]>();
  for (const { id: name, target } of references) {
    const content = store.types.find((type) => type === target);
    if (!content || !missing.has(name)) continue;
    const { id } = parseGlobalId(name, []);
    found.set(id, { content, id, relation: PublishRelation.REFERENCE });
  }
  return [...found.values()];
}

function unknownIds({ withContents, path }: PublishScope, missing: ReadonlySet<string>): Refusal {
  return new Refusal(
    (withContents ?? []).flatMap((name, index) =>
      missing.has(name) ? [problem('NOT_FOUND', sentences.notInPlan(name), [...path, String(index)])] : [],
    ),
  );
}
