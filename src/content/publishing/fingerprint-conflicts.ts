import { conflictWith, type Problem, problem } from '../../foundation/errors.js';
import { BinEntry } from '../history/bin-entry.entity.js';
import { changesSince } from '../history/changes-since.js';
import { latestChange } from '../history/revisions.js';
import type { Document } from '../model/document.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import type { Decided } from './decision.js';
import { documentsOf } from './described-objects.js';
import { fingerprintSentences as sentences } from './fingerprint-sentences.js';
import type { NamedObject, Naming } from './publish-plan-items.js';

/** What a plan records of an object that would be published, or is public and stays. */
export interface Planned {
  /** For one that stays, its public version; 0 if a newer version may become public, since the object is left out. */
  readonly version: number;
  readonly stays: boolean;
  /** The languages to publish, in the order of their tags; for one that stays, all requested ones. */
  readonly locales: readonly string[];
  /** Withdrawn languages; all requested ones if it is not public. */
  readonly withdrawn: readonly string[];
}

/** The error of an object that would be published differently from the plan. */
export async function differing(
  { system }: Transaction,
  store: ContentStore,
  object: Decided,
  planned: Planned | undefined,
  { names, path }: { readonly names: Naming; readonly path: readonly string[] },
): Promise<Problem> {
  const { id, draft } = object;
  const since =
    planned && planned.version > 0 && planned.version < draft.version
      ? await changesSince(system, { id, version: draft.version }, planned.version, store.locales)
      : undefined;
  const changes = since?.changes ?? [];
  const latest = changes.at(-1) ?? (await latestChange(system, id));
  // Nobody has changed it, so somebody has withdrawn it in the meantime.
  const withdrawn =
    planned && (planned.stays || planned.version === draft.version)
      ? object.assessment.withdrawnBy
      : undefined;
  const by = withdrawn?.name ?? latest?.by ?? null;
  const at = withdrawn ? new Date(withdrawn.at) : (latest?.at ?? draft.updatedAt);
  const change = { name: nameOf(names.ofDraft(draft)), by };
  const isPublished = object.outcome.kind === 'PUBLISHED';
  const sentence = withdrawn
    ? sentences.isWithdrawn(change)
    : !planned || (planned.version === 0 && isPublished)
      ? sentences.isMore(change)
      : planned.version > 0 && planned.version !== draft.version
        ? sentences.hasChanged(change, draft.version, changes)
        : isPublished
          ? sentences.isInOtherLanguages(change)
          : sentences.isLess(change);
  return problem('CONFLICT', sentence, path, conflictWith({ version: draft.version, by, at }, changes));
}

/**
 * Errors of planned objects that are out of scope now: nothing refers to them any more, or they were deleted. Objects
 * that would have stayed are only reported if they still exist.
 */
export async function missing(
  { draft, system }: Transaction,
  store: ContentStore,
  gone: ReadonlyMap<string, Planned>,
  names: Naming,
  path: readonly string[],
): Promise<Problem[]> {
  if (gone.size === 0) return [];
  const drafts = await documentsOf(
    draft,
    store,
    new Map(store.types.map((type) => [type, new Set(gone.keys())])),
  );
  const there = new Map([...drafts.values()].map((each) => [each.id, each]));
  const nameIn = (type: string, id: string, document: Document) => {
    const content = store.types.find(({ table }) => table === type);
    return content ? nameOf(names.ofDraft({ content, id, document })) : id;
  };
  const problems: Problem[] = [];
  for (const [id, { stays }] of gone) {
    const object = there.get(id);
    if (object && stays) continue;
    const latest = await latestChange(system, id);
    const entry = object ? null : await system.findOneBy(BinEntry, { id });
    if (object) {
      const change = { name: nameOf(names.ofDraft(object)), by: latest?.by ?? null };
      const about = { version: object.version, by: change.by, at: latest?.at ?? object.updatedAt };
      problems.push(problem('CONFLICT', sentences.isLess(change), path, conflictWith(about)));
    } else if (entry) {
      const { type, document, version, deletedBy: by, deletedAt: at } = entry;
      const sentence = sentences.isDeleted({ name: nameIn(type, id, document), by });
      problems.push(problem('CONFLICT', sentence, path, conflictWith({ version, by, at })));
    } else if (latest?.document) {
      const sentence = sentences.isDeleted({ name: nameIn(latest.type, id, latest.document), by: latest.by });
      problems.push(problem('CONFLICT', sentence, path, conflictWith(latest)));
    } else problems.push(problem('CONFLICT', sentences.isGone, path));
  }
  return problems;
}

function nameOf({ title, externalRef, id }: NamedObject): string {
  return title ?? externalRef ?? id;
}
