import type { ContentType } from '../content-type.js';
import { globalId } from '../global-id.js';
import type { ContentStore, Transaction } from '../store.js';
import { publishedTogether } from './closure.js';
import { Severity } from './finding.js';
import {
  hiddenReferences,
  missingLanguages,
  type PlannedFinding,
  stillDraft,
} from './publish-plan-findings.js';
import { itemsOf, Naming, type PlannedItem } from './publish-plan-items.js';
import { documentsOf, inspect } from './readiness.js';

/** What publishing an object would do, and everything that is worth knowing before. */
export interface PublishPlan {
  /** The object itself first, then what it lists in its order, then what else goes with them. */
  readonly items: readonly PlannedItem[];
  /** The most serious first. */
  readonly findings: readonly PlannedFinding[];
}

export interface PlanRequest {
  readonly content: ContentType;
  readonly id: string;
  /** The locales whose words would be published; all when absent. */
  readonly locales?: readonly string[] | undefined;
  /** The locale to name objects in. */
  readonly locale: string;
}

/** Says what publishing would do; undefined where there is no such object. The same few queries for each type. */
export async function planPublishing(
  transaction: Transaction,
  store: ContentStore,
  { content, id, locales: chosen = store.locales.codes, locale }: PlanRequest,
): Promise<PublishPlan | undefined> {
  const selection = await publishedTogether(store, transaction, { content, ids: [id] }, true);
  const drafts = await documentsOf(transaction.draft, store, selection);
  const root = globalId(content.table, id);
  if (!drafts.has(root)) return undefined;
  const published = await documentsOf(transaction.published, store, selection);
  const names = new Naming(store.locales.chain(locale));
  const items = itemsOf(drafts, published, names, { root, chosen, locales: store.locales });
  const byId = new Map(items.map((item) => [item.id, item]));
  const found = inspect(drafts, store.clock()).flatMap((finding): PlannedFinding[] => {
    const object = byId.get(globalId(finding.content.table, finding.id));
    return object ? [{ ...finding, object }] : [];
  });
  const findings = [
    ...found,
    ...(await hiddenReferences(transaction, store, drafts, byId, names)),
    ...items.flatMap((item) => [...stillDraft(item), ...missingLanguages(item, chosen, item.id === root)]),
  ];
  const severities = Object.values(Severity);
  return {
    items,
    findings: findings.sort(
      (one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity),
    ),
  };
}
