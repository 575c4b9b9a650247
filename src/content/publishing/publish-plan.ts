import type { Viewer } from '../contract/access.js';
import { globalId } from '../contract/global-id.js';
import { Severity } from '../model/finding.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import { changedAfterSave } from './changed-after-save.js';
import { type Decision, decide, type PublishScope } from './decision.js';
import { fingerprintOf } from './fingerprint.js';
import { type LeftOut, leftOutOf } from './left-out.js';
import { runPublishChecks } from './publish-checks.js';
import {
  beyondKey,
  hiddenReferences,
  missingLanguages,
  type PlannedFinding,
  stillDraft,
  untranslated,
} from './publish-plan-findings.js';
import { itemsOf, Naming, type PlannedItem } from './publish-plan-items.js';
import { siblingsOf } from './siblings.js';

/** What publishing objects would do, with all findings. */
export interface PublishPlan {
  /** Identifies this plan, so that a later publication can be compared with it. */
  readonly fingerprint: string;
  /** Requested objects first, then what these list in its order, then what is published along. */
  readonly items: readonly PlannedItem[];
  readonly leftOut: readonly LeftOut[];
  /** Most severe first, then in the order of the items. */
  readonly findings: readonly PlannedFinding[];
}

export interface PlanRequest extends PublishScope {
  /** The locale for names of objects. */
  readonly locale: string;
}

/** Plans a publication, with the same few queries for each type, for any number of objects. */
export async function planPublishing(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  request: PlanRequest,
): Promise<PublishPlan> {
  return planOf(transaction, store, viewer, await decide(transaction, store, viewer, request), request);
}

/** The plan of a decision. */
export async function planOf(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  decision: Decision,
  request: Pick<PlanRequest, 'locale' | 'locales'>,
): Promise<PublishPlan> {
  const names = new Naming(store.locales.chain(request.locale));
  const items = itemsOf(decision, names, store.locales.codes);
  const byId = new Map(items.map((item) => [item.id, item]));
  const siblings = await siblingsOf(transaction, store, decision);
  const checked = await runPublishChecks(transaction, store, decision, siblings);
  const found = checked.flatMap((finding): PlannedFinding[] => {
    const object = byId.get(globalId(finding.content.table, finding.id));
    return object ? [{ ...finding, object }] : [];
  });
  const findings = [
    ...found,
    ...beyondKey(store, viewer, decision, names),
    ...untranslated(decision, names),
    ...changedAfterSave(decision, viewer, names),
    ...(await hiddenReferences(transaction, store, decision, names)),
    ...items.flatMap((item) => [...stillDraft(item), ...missingLanguages(item, request.locales)]),
  ];
  const severities = Object.values(Severity);
  const places = items.map(({ id }) => id);
  const rank = ({ severity, object }: PlannedFinding) =>
    severities.indexOf(severity) * (places.length + 1) + 1 + places.indexOf(object.id);
  return {
    fingerprint: fingerprintOf(decision),
    items,
    leftOut: await leftOutOf(transaction, store, decision, names),
    findings: findings.sort((one, other) => rank(one) - rank(other)),
  };
}
