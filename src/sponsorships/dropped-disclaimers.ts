import type { ContentType } from '../content/model/content-type.js';
import { Severity } from '../content/model/finding.js';
import type { ObjectFinding } from '../content/storage/listeners.js';
import type { PublishCheck } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import { groupBy } from '../foundation/collections.js';
import type { Sentence } from '../foundation/errors.js';
import { firstNames } from '../foundation/text.js';
import { type Demand, namesOf } from './disclaimer-demands.js';
import { demandersOf, demandsOn } from './disclaimer-queries.js';
import { fundingProgramme } from './funding-programme.js';
import { DISCLAIMER_DROPPED } from './sponsorship.checks.js';
import { demands, sponsorship } from './sponsorship.js';

/** Public content that shows a disclaimer now, and the parts of the publication that may change that. */
interface Bearer {
  readonly origin: string;
  readonly id: string;
  readonly table: string;
  readonly name: string;
}

/**
 * Finds public content that would lose a disclaimer by the publication. This is how editors state that a disclaimer no
 * longer applies, so it is a warning and does not block.
 */
export const checkDroppedDisclaimers: PublishCheck = async (transaction, store, { published: chosen }) => {
  const idsOf = (types: readonly ContentType[]) => types.flatMap((type) => [...(chosen.get(type) ?? [])]);
  const handing = store.types.filter((type) => demands.presentations.some(({ of }) => of() === type));
  const backing = idsOf([sponsorship, fundingProgramme]);
  const all = [...chosen.values()].flatMap((ids) => [...ids]);
  const bearers: Bearer[] = await transaction.published.query(demandersOf(demands), [
    backing,
    idsOf(handing),
  ]);
  const found: (Omit<ObjectFinding, 'path' | 'sentence' | 'severity' | 'code'> & {
    programme: string;
    bearer: string;
  })[] = [];
  for (const [table, own] of groupBy(bearers, (bearer) => bearer.table)) {
    const content = store.types.find((type) => type.table === table);
    if (!content) continue;
    const lost = await lostBy(transaction, content, [...new Set(own.map(({ id }) => id))], all);
    for (const { origin, id, name } of own) {
      const type = store.types.find((each) => chosen.get(each)?.has(origin));
      for (const programme of lost.get(id) ?? [])
        if (type) found.push({ content: type, id: origin, programme, bearer: name });
    }
  }
  const programmes = await namesOf(
    transaction,
    store,
    found.map(({ programme }) => programme),
  );
  const groups = groupBy(found, ({ id, programme }) => `${id} ${programme}`);
  return [...groups.values()].flatMap((own) =>
    own.slice(0, 1).map(({ content, id, programme }) => ({
      code: DISCLAIMER_DROPPED,
      severity: Severity.WARNING,
      content,
      id,
      path: [],
      sentence: dropped(
        programmes.get(programme) ?? '',
        own.map(({ bearer }) => bearer),
      ),
    })),
  );
};

/** The programmes whose disclaimers public objects of a type show now, but not after the publication. */
async function lostBy(
  { published }: Transaction,
  content: ContentType,
  ids: readonly string[],
  chosen: readonly string[],
): Promise<Map<string, Set<string>>> {
  const statement = demandsOn(content, demands, 'published');
  const before: Demand[] = await published.query(statement, [ids, []]);
  if (before.length === 0) return new Map();
  const keyOf = ({ owner, programme }: Demand) => `${owner} ${programme}`;
  const after = new Set(((await published.query(statement, [ids, chosen])) as Demand[]).map(keyOf));
  const lost = groupBy(
    before.filter((demand) => !after.has(keyOf(demand))),
    ({ owner }) => owner,
  );
  return new Map([...lost].map(([owner, own]) => [owner, new Set(own.map(({ programme }) => programme))]));
}

const dropped = (programme: string, bearers: readonly string[]): Sentence => ({
  en: `After this publication, the disclaimer of "${programme}" will no longer be shown in ${firstNames(bearers).en}; go on only if the programme does not pay for that.`,
  'zh-Hant': `發布後，以下內容不再附上「${programme}」的免責聲明：${firstNames(bearers)['zh-Hant']}。如該計劃仍資助有關內容，請勿這樣發布。`,
});
