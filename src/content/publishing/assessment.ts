import { registerEnumType } from 'type-graphql';
import type { Viewer } from '../contract/access.js';
import { changesBetween } from '../history/changes.js';
import type { RecentRevision } from '../history/recent-revisions.js';
import { RevisionAction } from '../history/revision.entity.js';
import type { Locales } from '../language/locale.js';
import { hasWordsIn } from '../model/document.js';
import type { DescribedObject } from './described-objects.js';
import { type Candidate, PublishRelation } from './publish-set.js';

/** Where an object stands before a publication; it is in one group whatever is chosen. */
export enum PublishGroup {
  NEW = 'NEW',
  CHANGED_BY_YOU = 'CHANGED_BY_YOU',
  CHANGED_BY_OTHERS = 'CHANGED_BY_OTHERS',
  WITHDRAWN = 'WITHDRAWN',
  UNCHANGED = 'UNCHANGED',
  REFERRED_TO = 'REFERRED_TO',
}

registerEnumType(PublishGroup, {
  name: 'PublishGroup',
  description: 'Where an object stands before a publication. It is in one group, whatever is chosen.',
  valuesConfig: {
    NEW: { description: 'It was never public.' },
    CHANGED_BY_YOU: { description: 'It is public, and nobody but you has changed it since.' },
    CHANGED_BY_OTHERS: { description: 'It is public, and somebody else has changed it since.' },
    WITHDRAWN: {
      description: 'It was public and was taken out on purpose, or the languages that differ were.',
    },
    UNCHANGED: { description: 'What the public sees is the same, in the languages in question.' },
    REFERRED_TO: { description: 'It is not public, and others only refer to it.' },
  },
});

/** Somebody who did something to an object, and when that was last. */
export interface Contribution {
  readonly name: string;
  /** RFC 3339. */
  readonly at: string;
}

export interface Assessment {
  readonly group: PublishGroup;
  /** Who changed it since it was published, the latest first. */
  readonly changedBy: readonly Contribution[];
  /** Who took it out, where the history says so. */
  readonly withdrawnBy?: Contribution;
  /** The languages that were taken out of an object that is public otherwise, and whose words differ. */
  readonly withdrawnLocales: readonly string[];
  /** Whether the two stages are the same in all languages, not only in those in question. */
  readonly isSame: boolean;
}

export interface Assessed {
  readonly draft: DescribedObject;
  readonly published: DescribedObject | undefined;
  /** Everything since the last publication in all languages in question. */
  readonly revisions: readonly RecentRevision[];
}

interface Circumstances {
  readonly viewer: Viewer;
  /** The languages in question. */
  readonly chosen: readonly string[];
  readonly locales: Locales;
}

/** '' stands for what all languages share. */
const SHARED = '';

/** Says where an object stands, from both stages and from its history. */
export function assess(
  { relation }: Pick<Candidate, 'relation'>,
  { draft, published, revisions }: Assessed,
  { viewer, chosen, locales }: Circumstances,
): Assessment {
  if (!published) return assessHidden(relation, draft, revisions);
  const parts = new Set(
    changesBetween(published.document, draft.document, locales).map(({ locale }) => locale ?? SHARED),
  );
  const isSame = parts.size === 0;
  const pending = [...parts].filter((part) => part === SHARED || chosen.includes(part));
  const withdrawals = new Map(pending.map((part) => [part, withdrawalOf(part, revisions)]));
  const withdrawnLocales = pending.filter((part) => withdrawals.get(part));
  const left = pending.filter((part) => !withdrawnLocales.includes(part));
  const changes = revisions.filter((each) => left.some((part) => changesOf(part, revisions).includes(each)));
  const known = { changedBy: contributions(changes), withdrawnLocales, isSame };
  const withdrawnBy = withdrawnLocales.flatMap((part) => withdrawals.get(part) ?? []).at(-1);
  const rest = withdrawnBy ? { ...known, withdrawnBy: contribution(withdrawnBy) } : known;
  if (pending.length === 0) return { ...rest, group: PublishGroup.UNCHANGED };
  if (left.length === 0) return { ...rest, group: PublishGroup.WITHDRAWN };
  const changed = left.filter((part) => !isNewPart(part, published, revisions));
  if (changed.length === 0) return { ...rest, group: PublishGroup.NEW };
  // Whose change it is has to be known: a history that was shortened does not make it one's own.
  const isOwn = changed.every((part) => isBy(viewer, changesOf(part, revisions)));
  return { ...rest, group: isOwn ? PublishGroup.CHANGED_BY_YOU : PublishGroup.CHANGED_BY_OTHERS };
}

/** The changes of what all languages share and of the words in some that the public does not see, and whose they are not. */
export function pendingByOthers(
  viewer: Viewer,
  revisions: readonly RecentRevision[],
  locales: readonly string[],
): readonly RecentRevision[] {
  const pending = [SHARED, ...locales].map((part) => changesOf(part, revisions));
  return revisions.filter((each) => pending.some((own) => own.includes(each)) && !isBy(viewer, [each]));
}

/** Where an object stands that is not public. */
export function assessHidden(
  relation: PublishRelation,
  draft: Pick<DescribedObject, 'publishedAt'>,
  revisions: readonly RecentRevision[],
): Assessment {
  const known = { changedBy: contributions(revisions.filter(isChange)), withdrawnLocales: [], isSame: false };
  // What was taken out without a trace is new to the public; whoever took it out does not want it back all the same.
  const wasPublic = draft.publishedAt || revisions.some(({ action }) => action === RevisionAction.PUBLISH);
  const taken = wasPublic ? withdrawal(revisions) : lastUnpublishing(revisions);
  if (draft.publishedAt || taken) {
    return {
      ...known,
      group: PublishGroup.WITHDRAWN,
      ...(taken ? { withdrawnBy: contribution(taken) } : {}),
    };
  }
  const isReference = relation === PublishRelation.REFERENCE;
  return { ...known, group: isReference ? PublishGroup.REFERRED_TO : PublishGroup.NEW };
}

/** What took an object out: the last withdrawal, or its being deleted while it was public. */
function withdrawal(revisions: readonly RecentRevision[]): RecentRevision | undefined {
  return (
    lastUnpublishing(revisions) ??
    sincePublication(revisions).find(({ action }) => action === RevisionAction.DELETE)
  );
}

function lastUnpublishing(revisions: readonly RecentRevision[]): RecentRevision | undefined {
  return sincePublication(revisions).findLast(({ action }) => action === RevisionAction.UNPUBLISH);
}

function sincePublication(revisions: readonly RecentRevision[]): readonly RecentRevision[] {
  return revisions.slice(revisions.findLastIndex(({ action }) => action === RevisionAction.PUBLISH) + 1);
}

/** Whether nothing was ever public in a language of an object that is public in another one. */
function isNewPart(
  part: string,
  { document }: DescribedObject,
  revisions: readonly RecentRevision[],
): boolean {
  if (part === SHARED || hasWordsIn(document, part)) return false;
  return !revisions.some(({ action, locales }) => isAboutPublic(action) && locales.includes(part));
}

/** That a language was taken out, where nobody has published it since. */
function withdrawalOf(part: string, revisions: readonly RecentRevision[]): RecentRevision | undefined {
  if (part === SHARED) return undefined;
  const latest = revisions.findLast(({ action, locales }) => isAboutPublic(action) && locales.includes(part));
  return latest?.action === RevisionAction.UNPUBLISH ? latest : undefined;
}

/** The changes of what all languages share, or of the words of one, that have not been published since. */
function changesOf(part: string, revisions: readonly RecentRevision[]): RecentRevision[] {
  const published = revisions.findLastIndex(
    ({ action, locales }) => action === RevisionAction.PUBLISH && (part === SHARED || locales.includes(part)),
  );
  return revisions.slice(published + 1).filter((each) => isChange(each) && each.touched.includes(part));
}

function isBy(viewer: Viewer, revisions: readonly RecentRevision[]): boolean {
  const { accountId = null, name } = viewer;
  return (
    revisions.length > 0 &&
    revisions.every((each) => each.accountId === accountId && (accountId !== null || each.by === name))
  );
}

export function isChange({ action }: RecentRevision): boolean {
  return !isAboutPublic(action) && action !== RevisionAction.DELETE;
}

function isAboutPublic(action: RevisionAction): boolean {
  return action === RevisionAction.PUBLISH || action === RevisionAction.UNPUBLISH;
}

function contribution({ by, at }: RecentRevision): Contribution {
  return { name: by, at: new Date(at).toISOString() };
}

/** One for each person, the latest first. */
export function contributions(revisions: readonly RecentRevision[]): Contribution[] {
  const latest = new Map<string, Contribution>();
  for (const revision of revisions.toReversed())
    if (!latest.has(revision.by)) latest.set(revision.by, contribution(revision));
  return [...latest.values()];
}
