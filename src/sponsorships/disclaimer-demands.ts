import { In } from 'typeorm';
import type { ContentType } from '../content/model/content-type.js';
import { Severity } from '../content/model/finding.js';
import { Naming } from '../content/publishing/publish-plan-items.js';
import type { ObjectFinding, Selection } from '../content/storage/listeners.js';
import type { ContentStore, PublishCheck } from '../content/storage/store.js';
import { readTranslations } from '../content/storage/text-rows.js';
import type { Transaction } from '../content/storage/transaction.js';
import type { Sentence } from '../foundation/errors.js';
import { demandsOn, hidersOf, type Outlook } from './disclaimer-queries.js';
import { Disclaimer, FundingProgramme, fundingProgramme } from './funding-programme.js';
import { DISCLAIMER_MISSING, isWordingInForce } from './sponsorship.checks.js';
import { demands, Sponsorship, sponsorship } from './sponsorship.js';

/** A sponsorship whose programme requires a disclaimer, and the object that has to show it. */
export interface Demand {
  readonly owner: string;
  readonly sponsorship: string;
  readonly programme: string;
}

/** The same, with the objects to publish first, in order, because they hide it from the public. */
interface DemandWithHiders extends Demand {
  readonly content: ContentType;
  readonly hiders: readonly string[];
}

/**
 * Finds content that would be published without a required disclaimer, and programmes that would leave published
 * content without one. A sponsorship of the publication without a disclaimer is reported by checkSponsorship.
 */
export const checkDisclaimerDemands: PublishCheck = async (transaction, store, { published, unchanged }) => {
  const demandsWithHiders: DemandWithHiders[] = [];
  for (const content of store.types.filter((type) => demands.presentations.some(({ of }) => of() === type))) {
    const ids = [...(published.get(content) ?? []), ...(unchanged.get(content) ?? [])];
    if (ids.length > 0) demandsWithHiders.push(...(await withHiders(transaction, content, ids, published)));
  }
  const spoken = new Set([...(published.get(sponsorship) ?? []), ...(unchanged.get(sponsorship) ?? [])]);
  const leftWithout = await programmesInUse(transaction, published, spoken);
  const asked = [...demandsWithHiders.map(({ programme }) => programme), ...leftWithout];
  const inForce = await programmesWithWording(transaction, published, asked, store.clock());
  const missing = demandsWithHiders.filter(
    (demand) =>
      demand.hiders.length > 0 || !(inForce.has(demand.programme) || spoken.has(demand.sponsorship)),
  );
  const names = await namesOf(
    transaction,
    store,
    missing.map(({ programme }) => programme),
  );
  return [
    ...missing.map(({ content, owner, programme, hiders }) => {
      const name = names.get(programme) ?? '';
      const finding = missingIn(
        content,
        owner,
        [],
        hiders.length > 0 ? notShown(name, hiders) : noWording(name),
      );
      // For content that is already public this is a warning, and does not block.
      return published.get(content)?.has(owner) ? finding : { ...finding, severity: Severity.WARNING };
    }),
    ...leftWithout
      .filter((programme) => !inForce.has(programme))
      .map((programme) => missingIn(fundingProgramme, programme, ['disclaimers'], leavesWithout)),
  ];
};

async function withHiders(
  { draft }: Transaction,
  content: ContentType,
  ids: readonly string[],
  selection: Selection,
): Promise<DemandWithHiders[]> {
  const chosen = [...selection.values()].flatMap((each) => [...each]);
  const ask = (outlook: Outlook): Promise<Demand[]> =>
    draft.query(demandsOn(content, demands, outlook), [ids, chosen]);
  const wanted = await ask('drafts');
  if (wanted.length === 0) return [];
  const keyOf = (demand: Demand) => `${demand.owner} ${demand.sponsorship}`;
  const shown = new Set((await ask('published')).map(keyOf));
  if (wanted.every((demand) => shown.has(keyOf(demand))))
    return wanted.map((demand) => ({ ...demand, content, hiders: [] }));
  const hidden: { owner: string; sponsorship: string; hiders: string[] }[] = await draft.query(
    hidersOf(content, demands),
    [ids, chosen],
  );
  return wanted.map((demand) => {
    const own = hidden.find(
      ({ owner, sponsorship }) => owner === demand.owner && sponsorship === demand.sponsorship,
    );
    return { ...demand, content, hiders: shown.has(keyOf(demand)) ? [] : (own?.hiders ?? []) };
  });
}

/** The published programmes whose disclaimers other published sponsorships require. */
async function programmesInUse(
  { draft, published }: Transaction,
  selection: Selection,
  spoken: ReadonlySet<string>,
): Promise<string[]> {
  const ids = [...(selection.get(fundingProgramme) ?? [])];
  if (ids.length === 0) return [];
  const mandatory = await draft.findBy(FundingProgramme, { id: In(ids), isDisclaimerMandatory: true });
  const used = await published.findBy(Sponsorship, { programmeId: In(mandatory.map(({ id }) => id)) });
  return [
    ...new Set(used.filter(({ id }) => !spoken.has(id)).flatMap(({ programmeId }) => programmeId ?? [])),
  ];
}

/** The programmes that would have a disclaimer in force: in the draft, if that is published, too. */
async function programmesWithWording(
  { draft, published }: Transaction,
  selection: Selection,
  programmes: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const chosen = selection.get(fundingProgramme);
  const isChosen = (id: string) => chosen?.has(id) ?? false;
  const wordings = [
    ...(await draft.findBy(Disclaimer, { programmeId: In(programmes.filter(isChosen)) })),
    ...(await published.findBy(Disclaimer, { programmeId: In(programmes.filter((id) => !isChosen(id))) })),
  ];
  return new Set(
    wordings.filter((each) => isWordingInForce(each, now)).map(({ programmeId }) => programmeId),
  );
}

/** The names of programmes in the default language, by id. */
export async function namesOf({ draft }: Transaction, store: ContentStore, ids: readonly string[]) {
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
