import { type EntityManager, In } from 'typeorm';
import type { ContentType } from '../content/model/content-type.js';
import {
  type ForgettingListener,
  PublicationAction,
  type PublicationChange,
  type PublicationListener,
} from '../content/storage/listeners.js';
import { event } from '../events/event.js';
import { refuse, type Sentence } from '../foundation/errors.js';
import { firstNames } from '../foundation/text.js';
import type { Demand } from './disclaimer-facts.js';
import { demandsOn, idsIn, publicBearers, subjectsOf } from './disclaimer-queries.js';
import { FundingProgramme, fundingProgramme } from './funding-programme.js';
import { demands, Sponsorship, sponsorship } from './sponsorship.js';

/** Content with disclaimers required for sponsored objects, or for objects. */
const BACKED = publicBearers(demands, subjectsOf(demands));
const PRESENTED = publicBearers(demands, idsIn('$1'));

/**
 * Refuses changes by any mutation that would hide a required disclaimer: of the programme of a published sponsorship,
 * or of the sponsorship of public content or of what is presented there. To state that a programme does not pay, the
 * sponsorship is published without it.
 */
export const keepDisclaimers: PublicationListener = async ({ published }, changes) => {
  const path = ['input', changes.some(({ action }) => action === PublicationAction.DELETED) ? 'id' : 'ids'];
  const programmes = await mandatory(published, takenOut(changes, fundingProgramme));
  if (programmes.length > 0 && (await published.existsBy(Sponsorship, { programmeId: In(programmes) })))
    refuse('IN_USE', programmeInUse, path);
  const bearers = await bearersOf(published, BACKED, takenOut(changes, sponsorship));
  if (bearers.length > 0) refuse('IN_USE', sponsorshipInUse(bearers), path);
};

/**
 * Refuses to remove tombstones without trace if the disclaimers of their series or parents are required by public
 * content.
 */
export const keepInheritedDisclaimers: ForgettingListener = async ({ published }, content, ids) => {
  if (content !== event) return [];
  const owed = (await published.query(demandsOn(idsIn('$1'), demands, 'public'), [ids])) as Demand[];
  if (owed.length === 0) return [];
  const demanding = await published.findBy(Sponsorship, { id: In(owed.map((each) => each.sponsorship)) });
  const isInherited = (sponsorshipId: string, owner: string) =>
    demanding.some((each) => each.id === sponsorshipId && subjectOf(each) !== owner);
  const inheriting = owed.filter((each) => isInherited(each.sponsorship, each.owner));
  const bearers = await bearersOf(
    published,
    PRESENTED,
    inheriting.map(({ owner }) => owner),
  );
  if (bearers.length > 0) refuse('IN_USE', eventHandsOn(bearers), ['input', 'ids']);
  return [];
};

function takenOut(changes: readonly PublicationChange[], type: ContentType): string[] {
  const { UNPUBLISHED, DELETED } = PublicationAction;
  return changes
    .filter(({ content, action }) => content === type && (action === UNPUBLISHED || action === DELETED))
    .map(({ id }) => id);
}

async function mandatory(published: EntityManager, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const found = await published.findBy(FundingProgramme, { id: In([...ids]), isDisclaimerMandatory: true });
  return found.map(({ id }) => id);
}

function subjectOf({ eventId, seriesId, articleId, issueId }: Sponsorship): string {
  return String(eventId ?? seriesId ?? articleId ?? issueId);
}

/** The names of all public content that a query finds. */
async function bearersOf(
  published: EntityManager,
  statement: string,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const found = (await published.query(statement, [ids])) as { name: string }[];
  return found.map(({ name }) => name);
}

const programmeInUse = {
  en: 'Published sponsorships require the disclaimer of this programme. Publish them without the programme; or withdraw the sponsored content, then the sponsorships, then the programme.',
  'zh-Hant':
    '已發布的贊助資料要求附上此計劃的免責聲明；請先移除這些贊助資料中的計劃並發布，或先撤回受資助的內容及其贊助資料。',
};

const sponsorshipInUse = (bearers: readonly string[]): Sentence => ({
  en: `The sponsored content is public, and must show the disclaimer of its programme (${firstNames(bearers).en}). Withdraw the content first; or, if the programme does not pay for it, publish the sponsorship without the programme first.`,
  'zh-Hant': `受資助的內容已公開，必須附上資助計劃的免責聲明（${firstNames(bearers)['zh-Hant']}）；請先撤回有關內容；如該計劃並無資助此內容，請先移除此項贊助資料中的計劃並發布。`,
});

const eventHandsOn = (bearers: readonly string[]): Sentence => ({
  en: `Public pages (${firstNames(bearers).en}) must show a funder's disclaimer because of this event. Withdraw those pages first, or withdraw the event without "withoutTrace".`,
  'zh-Hant': `以下公開內容（${firstNames(bearers)['zh-Hant']}）因此活動而須附上資助計劃的免責聲明；請先撤回該等內容，或撤回此活動時不使用「withoutTrace」。`,
});
