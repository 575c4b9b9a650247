import type { Sentence } from '../../foundation/errors.js';
import { listed } from '../../foundation/text.js';
import type { Viewer } from '../contract/access.js';
import { globalId } from '../contract/global-id.js';
import type { RecentRevision } from '../history/recent-revisions.js';
import { RevisionAction } from '../history/revision.entity.js';
import { findingCode, Severity } from '../model/finding.js';
import { contributions, isChange, pendingByOthers } from './assessment.js';
import type { Decided, Decision } from './decision.js';
import type { PlannedFinding } from './publish-plan-findings.js';
import type { Naming } from './publish-plan-items.js';
import { referencesOf } from './publish-plan-references.js';
import { PublishRelation } from './publish-set.js';

const CHANGED_AFTER_SAVE = findingCode(
  'CHANGED_AFTER_SAVE',
  'Somebody else has changed an object that would be published along since the requested object was last saved, or last published without it.',
);

/**
 * Warns of objects that are published along and were changed by others after the requested object was last saved, so
 * that its editor has not seen the change.
 */
export function changedAfterSave({ objects }: Decision, viewer: Viewer, names: Naming): PlannedFinding[] {
  return [...objects.values()].flatMap((object) => {
    const { draft, revisions, relation, outcome } = object;
    if (relation === PublishRelation.ASKED_FOR || outcome.kind !== 'PUBLISHED') return [];
    const settled = settlementOf(object, objects);
    if (!settled) return [];
    const since = pendingByOthers(viewer, revisions, outcome.locales).filter(
      (each) => each.id > settled.id && !isBySameAuthor(each, settled),
    );
    if (since.length === 0) return [];
    const who = contributions(since).map(({ name }) => name);
    const sentence = (isChange(settled) ? afterSave : afterPublication)(who);
    const severity = Severity.WARNING;
    return [{ code: CHANGED_AFTER_SAVE, severity, path: [], sentence, object: names.ofDraft(draft) }];
  });
}

/** The last revision of a requested object whose author has seen what it brings along; the earliest of several. */
function settlementOf(object: Decided, objects: Decision['objects']): RecentRevision | undefined {
  const parents = [...object.parents].flatMap((id) => objects.get(id) ?? []);
  const requested = [...objects.values()].filter(({ relation }) => relation === PublishRelation.ASKED_FOR);
  const settled = (parents.length > 0 ? parents : requested).flatMap(
    (parent) =>
      (parent.relation === PublishRelation.ASKED_FOR
        ? lastSettled(parent, object)
        : settlementOf(parent, objects)) ?? [],
  );
  return settled.sort((one, other) => (one.id < other.id ? -1 : 1))[0];
}

/**
 * What the public version refers to was reviewed when that was published. A later save, such as of a comma, is no
 * review.
 */
function lastSettled(requested: Decided, object: Decided): RecentRevision | undefined {
  const { published, revisions } = requested;
  const publication = revisions.findLast(({ action }) => action === RevisionAction.PUBLISH);
  const wasThere =
    !published ||
    object.relation === PublishRelation.REFERENCE ||
    refersTo(published, object) ||
    (object.published && refersTo(object.published, requested));
  if (publication && wasThere) return publication;
  return revisions.findLast((each) => each === publication || isChange(each)) ?? revisions.at(-1);
}

function refersTo(from: Pick<Decided['draft'], 'content' | 'document'>, { content, id }: Decided): boolean {
  const name = globalId(content.table, id);
  return referencesOf(from.content, from.document).some((reference) => reference.id === name);
}

/** An object must be created before others can refer to it: whoever creates both knows both. */
function isBySameAuthor({ action, accountId, by }: RecentRevision, settled: RecentRevision): boolean {
  const isFirst = action === RevisionAction.CREATE && isChange(settled);
  return isFirst && accountId === settled.accountId && (accountId !== null || by === settled.by);
}

function afterSave(who: readonly string[]): Sentence {
  return {
    en: `Changed by ${listed(who)} since you last saved the object you are publishing. Check that the change is finished.`,
    'zh-Hant': `${who.join('、')} 在要發布的內容最後一次儲存之後修改過此項；請確認已經完成。`,
  };
}

function afterPublication(who: readonly string[]): Sentence {
  return {
    en: `Changed by ${listed(who)} since the object you are publishing was last published. Check that the change is finished.`,
    'zh-Hant': `${who.join('、')} 在要發布的內容上一次發布之後修改過此項；請確認已經完成。`,
  };
}
