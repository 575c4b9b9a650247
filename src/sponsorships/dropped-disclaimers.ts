import { Severity } from '../content/model/finding.js';
import type { CheckedObjects, ObjectFinding } from '../content/storage/listeners.js';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import { groupBy } from '../foundation/collections.js';
import type { Sentence } from '../foundation/errors.js';
import { firstNames } from '../foundation/text.js';
import { namesOf } from './disclaimer-demands.js';
import type { DisclaimerFacts } from './disclaimer-facts.js';
import { DISCLAIMER_DROPPED } from './sponsorship.checks.js';

/**
 * Finds public content that would lose a disclaimer by the publication. This is how editors state that a disclaimer no
 * longer applies, so it is a warning and does not block.
 */
export async function droppedDisclaimers(
  transaction: Transaction,
  store: ContentStore,
  { published }: CheckedObjects,
  { lost }: DisclaimerFacts,
): Promise<readonly ObjectFinding[]> {
  const programmes = await namesOf(
    transaction,
    store,
    lost.map(({ programme }) => programme),
  );
  const groups = groupBy(lost, ({ origin, programme }) => `${origin} ${programme}`);
  return [...groups.values()].flatMap((own) =>
    own.slice(0, 1).flatMap(({ origin, programme }) => {
      const content = store.types.find((type) => published.get(type)?.has(origin));
      if (!content) return [];
      const sentence = dropped(
        programmes.get(programme) ?? '',
        own.map(({ bearer }) => bearer),
      );
      const severity = Severity.WARNING;
      return [{ code: DISCLAIMER_DROPPED, severity, content, id: origin, path: [], sentence }];
    }),
  );
}

const dropped = (programme: string, bearers: readonly string[]): Sentence => ({
  en: `After this publication, the disclaimer of "${programme}" will no longer be shown in ${firstNames(bearers).en}; if it still pays for this content, restore the programme in the sponsorship before publishing.`,
  'zh-Hant': `發布後，以下內容將不再附上「${programme}」的免責聲明：${firstNames(bearers)['zh-Hant']}。若該計劃仍資助有關內容，請先在贊助資料中補回該計劃，然後再發布。`,
});
