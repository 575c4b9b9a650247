import { groupBy } from '../../foundation/collections.js';
import type { Sentence } from '../../foundation/errors.js';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import { parseGlobalId } from '../contract/global-id.js';
import { recentRevisions } from '../history/recent-revisions.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import { assessHidden, type Contribution, PublishGroup } from './assessment.js';
import type { Decided, Decision } from './decision.js';
import { leftOutSentences } from './left-out-sentences.js';
import { isChosen, LeftOutReason } from './publish-choice.js';
import type { NamedObject, Naming } from './publish-plan-items.js';
import { hiddenTargets } from './publish-plan-references.js';
import { PublishRelation } from './publish-set.js';

/** An object that is not published along, and why. */
export interface LeftOut {
  readonly object: NamedObject;
  readonly relation: PublishRelation;
  readonly reason: LeftOutReason;
  /** The languages that are left out; null for the whole object. */
  readonly locales: readonly string[] | null;
  readonly changedBy: readonly Contribution[];
  readonly withdrawnBy: Contribution | null;
  readonly sentence: Sentence;
}

/** All objects within the scope of a publication that stay as they are, without having been requested to. */
export async function leftOutOf(
  transaction: Transaction,
  store: ContentStore,
  decision: Decision,
  names: Naming,
): Promise<LeftOut[]> {
  const own: LeftOut[] = [];
  for (const object of decision.objects.values()) {
    own.push(...leftOutOfObject(object, decision, names));
    await yieldToEventLoop();
  }
  return [...own, ...(await hiddenObjects(transaction, store, decision, names))];
}

function leftOutOfObject(object: Decided, { choice }: Decision, names: Naming): LeftOut[] {
  const { assessment, outcome, published, relation } = object;
  const { changedBy, withdrawnBy = null, withdrawnLocales } = assessment;
  const entry = (reason: LeftOutReason, locales: readonly string[] | null): LeftOut[] => [
    {
      object: names.ofDraft(object.draft),
      relation,
      reason,
      locales,
      changedBy,
      withdrawnBy: reason === LeftOutReason.WITHDRAWN ? withdrawnBy : null,
      sentence: leftOutSentences(reason, { locales, changedBy, withdrawnBy }),
    },
  ];
  switch (outcome.kind) {
    case 'LEFT_OUT': {
      if (outcome.reason === LeftOutReason.NO_WORDS) return entry(outcome.reason, choice.locales);
      const isPublic = outcome.reason === LeftOutReason.WITHDRAWN && published !== undefined;
      return entry(outcome.reason, isPublic ? withdrawnLocales : null);
    }
    case 'UNCHANGED':
      return isChosen(object, choice) ? entry(LeftOutReason.UNCHANGED, null) : [];
    case 'PUBLISHED': {
      const stillWithdrawn = withdrawnLocales.filter((locale) => !outcome.locales.includes(locale));
      return stillWithdrawn.length > 0 ? entry(LeftOutReason.WITHDRAWN, stillWithdrawn) : [];
    }
    default:
      return [];
  }
}

/** Unpublished objects that are referred to, each once. */
async function hiddenObjects(
  transaction: Transaction,
  store: ContentStore,
  { references, choice }: Decision,
  names: Naming,
): Promise<LeftOut[]> {
  const distinct = [...groupBy(references, ({ id }) => id).values()].flatMap(([first]) => first ?? []);
  const hidden = await hiddenTargets(transaction, store.types, distinct);
  const ids = [...hidden.values()].map(({ id }) => id);
  if (ids.length === 0) return [];
  const history = await recentRevisions(transaction.system, ids, choice.locales);
  return distinct.flatMap(({ id: name }) => {
    const target = hidden.get(name);
    if (!target) return [];
    const revisions = history.get(parseGlobalId(name, []).id) ?? [];
    const relation = PublishRelation.REFERENCE;
    const { group, changedBy, withdrawnBy = null } = assessHidden(relation, target, revisions);
    const reason = group === PublishGroup.WITHDRAWN ? LeftOutReason.WITHDRAWN : LeftOutReason.REFERRED_TO;
    const object = names.of(target.content, target.id, target.translations, target.externalRef);
    const sentence = leftOutSentences(reason, { locales: null, changedBy, withdrawnBy });
    return [{ object, relation, reason, locales: null, changedBy, withdrawnBy, sentence }];
  });
}
