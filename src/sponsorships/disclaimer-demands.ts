import type { ContentType } from '../content/model/content-type.js';
import { Severity } from '../content/model/finding.js';
import { Naming } from '../content/publishing/publish-plan-items.js';
import type { CheckedObjects, ObjectFinding } from '../content/storage/listeners.js';
import type { ContentStore } from '../content/storage/store.js';
import { readTranslations } from '../content/storage/text-rows.js';
import type { Transaction } from '../content/storage/transaction.js';
import type { Sentence } from '../foundation/errors.js';
import type { Demand, DisclaimerFacts } from './disclaimer-facts.js';
import { hidersOf } from './disclaimer-queries.js';
import { fundingProgramme } from './funding-programme.js';
import { DISCLAIMER_MISSING, isWordingInForce } from './sponsorship.checks.js';
import { demands, sponsorship } from './sponsorship.js';

/**
 * Finds content that would be published without a required disclaimer, and programmes that would leave published
 * content without one. A sponsorship of the publication without a disclaimer is reported by checkSponsorship.
 */
export async function missingDisclaimers(
  transaction: Transaction,
  store: ContentStore,
  objects: CheckedObjects,
  { wanted, shown, used, wordings }: DisclaimerFacts,
): Promise<readonly ObjectFinding[]> {
  const now = store.clock();
  const inForce = new Set(
    wordings.filter((each) => isWordingInForce(each, now)).map(({ programme }) => programme),
  );
  const selections = [objects.published, objects.unchanged];
  const isSpoken = (id: string) => selections.some((selection) => selection.get(sponsorship)?.has(id));
  const seen = new Set(shown.map(keyOf));
  const hidden = await hidersOfAll(
    transaction,
    objects,
    wanted.filter((demand) => !seen.has(keyOf(demand))),
  );
  const missing = wanted.flatMap((demand) => {
    const hiders = hidden.get(keyOf(demand)) ?? [];
    const isMissing = hiders.length > 0 || !(inForce.has(demand.programme) || isSpoken(demand.sponsorship));
    return isMissing ? [{ ...demand, hiders }] : [];
  });
  const names = await namesOf(
    transaction,
    store,
    missing.map(({ programme }) => programme),
  );
  const contentOf = (id: string) =>
    store.types.find((type) => selections.some((selection) => selection.get(type)?.has(id)));
  return [
    ...missing.flatMap(({ owner, programme, hiders }) => {
      const content = contentOf(owner);
      if (!content) return [];
      const name = names.get(programme) ?? '';
      const sentence = hiders.length > 0 ? notShown(name, hiders) : noWording(name);
      const finding = missingIn(content, owner, [], sentence);
      // For content that is already public this is a warning, and does not block.
      return [
        objects.published.get(content)?.has(owner) ? finding : { ...finding, severity: Severity.WARNING },
      ];
    }),
    ...used
      .filter((programme) => !inForce.has(programme))
      .map((programme) => missingIn(fundingProgramme, programme, ['disclaimers'], leavesWithout)),
  ];
}

const keyOf = ({ owner, sponsorship }: Omit<Demand, 'programme'>) => `${owner} ${sponsorship}`;

/** The objects to publish first, in order, because they hide demands from the public. */
async function hidersOfAll(
  { draft }: Transaction,
  { published }: CheckedObjects,
  demanded: readonly Demand[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (demanded.length === 0) return new Map();
  const owners = [...new Set(demanded.map(({ owner }) => owner))];
  const chosen = [...published.values()].flatMap((ids) => [...ids]);
  const found: { owner: string; sponsorship: string; hiders: string[] }[] = await draft.query(
    hidersOf(demands),
    [owners, chosen],
  );
  const wanted = new Set(demanded.map(keyOf));
  return new Map(found.filter((each) => wanted.has(keyOf(each))).map((each) => [keyOf(each), each.hiders]));
}

/** The names of programmes in the default language, by id. */
export async function namesOf({ draft }: Transaction, store: ContentStore, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, string>();
  const names = new Naming([store.locales.default]);
  const translations = await readTranslations(draft, fundingProgramme, ids);
  return new Map(
    ids.map((id) => [id, names.of(fundingProgramme, id, translations.get(id) ?? {}, undefined).title ?? '']),
  );
}

function missingIn(
  content: ContentType,
  id: string,
  path: readonly string[],
  sentence: Sentence,
): ObjectFinding {
  return { code: DISCLAIMER_MISSING, severity: Severity.ERROR, content, id, path, sentence };
}

function noWording(programme: string): Sentence {
  return {
    en: `"${programme}" pays for content presented here and requires its disclaimer, but none is in force; add one to the programme, and publish that.`,
    'zh-Hant': `「${programme}」資助此處介紹的內容，並要求附上免責聲明，但沒有現行的聲明文本；請在計劃中加入聲明文本並發布該計劃。`,
  };
}

function notShown(programme: string, hiders: readonly string[]): Sentence {
  const [english, chinese] = [hiders.map((name) => `"${name}"`), hiders.map((name) => `「${name}」`)];
  return {
    en: `"${programme}" pays for content presented here and requires its disclaimer, which would not be shown; publish first, in this order: ${english.join(', ')}.`,
    'zh-Hant': `「${programme}」資助此處介紹的內容，並要求附上免責聲明，但公眾不會看到該聲明；請先依次發布：${chinese.join('、')}。`,
  };
}

const leavesWithout: Sentence = {
  en: 'Content funded by the programme is public, and would lose its mandatory disclaimer; add one that is in force.',
  'zh-Hant': '此計劃資助的內容已經發布，將會缺少必須附上的免責聲明；請加入現行的聲明文本。',
};
