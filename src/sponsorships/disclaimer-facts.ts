import type { ContentType } from '../content/model/content-type.js';
import type { CheckedObjects } from '../content/storage/listeners.js';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import { chunksOf } from '../foundation/collections.js';
import { demandsBefore, demandsThen, demandsThenAndLost } from './disclaimer-queries.js';
import { fundingProgramme } from './funding-programme.js';
import { demands, sponsorship } from './sponsorship.js';

/** A sponsorship whose programme requires a disclaimer, and the object that has to show it. */
export interface Demand {
  readonly owner: string;
  readonly sponsorship: string;
  readonly programme: string;
}

/** What a publication has to do with disclaimers. */
export interface DisclaimerFacts {
  /** The demands on objects of the publication. */
  readonly wanted: readonly Demand[];
  /** Those of which the public could see where they come from. */
  readonly shown: readonly Demand[];
  /** Public content that would lose the disclaimer of a programme, and the object of the publication to blame. */
  readonly lost: readonly { readonly origin: string; readonly programme: string; readonly bearer: string }[];
  /** The programmes of the publication that other public sponsorships demand the disclaimer of. */
  readonly used: readonly string[];
  /** The wordings of all these programmes, as they would be public. */
  readonly wordings: readonly {
    readonly programme: string;
    readonly text: string;
    readonly effectiveFrom: string;
  }[];
}

const NOTHING: DisclaimerFacts = { wanted: [], shown: [], lost: [], used: [], wordings: [] };
const BEFORE = demandsBefore(demands);
const THEN = demandsThen(demands);
const THEN_AND_LOST = demandsThenAndLost(demands);

/** One statement for any number of objects, and another if disclaimers are demanded, or might be no more. */
export async function disclaimerFacts(
  { draft }: Pick<Transaction, 'draft'>,
  { types }: ContentStore,
  { published, unchanged }: CheckedObjects,
): Promise<DisclaimerFacts> {
  const idsOf = (among: readonly ContentType[], ...selections: (typeof published)[]) =>
    selections.flatMap((selection) => among.flatMap((type) => [...(selection.get(type) ?? [])]));
  const presenting = types.filter((type) => demands.presentations.some(({ of }) => of() === type));
  const owners = idsOf(presenting, published, unchanged);
  const backing = idsOf([sponsorship, fundingProgramme], published);
  if (owners.length + backing.length === 0) return NOTHING;
  const [chosen, handing] = [idsOf(types, published), idsOf(presenting, published)];
  const spoken = idsOf([sponsorship], published, unchanged);
  const [before]: (Omit<DisclaimerFacts, 'shown' | 'lost'> & { isLess: boolean })[] = await draft.query(
    BEFORE,
    [owners, chosen, backing, handing, spoken],
  );
  if (!before || (before.wanted.length === 0 && !before.isLess)) return { ...NOTHING, ...before };
  const demanded = [...new Set(before.wanted.map(({ owner }) => owner))];
  if (!before.isLess) return { ...NOTHING, ...before, shown: await shownAmong(draft, demanded, chosen) };
  const [then]: Pick<DisclaimerFacts, 'shown' | 'lost'>[] = await draft.query(THEN_AND_LOST, [
    demanded,
    chosen,
    backing,
    handing,
  ]);
  return { ...NOTHING, ...before, ...then };
}

/** Objects that are looked at with one statement, which takes about a millisecond for each. */
const CHUNK = 500;

/** The demands on objects that the public will see once others are published. */
async function shownAmong(
  draft: Transaction['draft'],
  owners: readonly string[],
  chosen: readonly string[],
): Promise<Demand[]> {
  const shown: Demand[] = [];
  for (const chunk of chunksOf(owners, CHUNK))
    shown.push(...(await draft.query<Demand[]>(THEN, [chunk, chosen])));
  return shown;
}
