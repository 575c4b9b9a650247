import { registerEnumType } from 'type-graphql';
import type { Viewer } from '../contract/access.js';
import { changesBetween } from '../history/changes.js';
import type { RecentRevision } from '../history/recent-revisions.js';
import { RevisionAction } from '../history/revision.entity.js';
import type { Locales } from '../language/locale.js';
import { hasTextIn } from '../model/document.js';
import type { DescribedObject } from './described-objects.js';
import { type Candidate, PublishRelation } from './publish-set.js';

/** The state of an object before a publication, whatever is chosen. */
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
  description: 'The state of an object before a publication, whatever is chosen.',
  valuesConfig: {
    NEW: { description: 'Has never been public.' },
    CHANGED_BY_YOU: { description: 'Is public, and only you have changed it since.' },
    CHANGED_BY_OTHERS: { description: 'Is public, and somebody else has changed it since.' },
    WITHDRAWN: {
      description: 'Was withdrawn, as a whole or in the languages that differ.',
    },
    UNCHANGED: { description: 'Draft and published version are the same in the requested languages.' },
    REFERRED_TO: { description: 'Is not public, and only referred to by others.' },
  },
});

/** Somebody who has changed an object, with the time of the last change. */
export interface Contribution {
  readonly name: string;
  /** RFC 3339. */
  readonly at: string;
}

export interface Assessment {
  readonly group: PublishGroup;
  /** Those who have changed it since it was published, latest first. */
  readonly changedBy: readonly Contribution[];
  /** Who withdrew it; undefined if the history does not say. */
  readonly withdrawnBy?: Contribution;
  /** Withdrawn languages of an object that is public in others, where the draft differs. */
  readonly withdrawnLocales: readonly string[];
  /** Whether draft and published version are the same in all languages, not only the requested ones. */
  readonly isSame: boolean;
}

export interface Assessed {
  readonly draft: DescribedObject;
  readonly published: DescribedObject | undefined;
  /** All revisions since the last publication in all requested languages. */
  readonly revisions: readonly RecentRevision[];
}

interface Circumstances {
  readonly viewer: Viewer;
  /** The requested languages. */
  readonly chosen: readonly string[];
  readonly locales: Locales;
}

/** Stands for the fields that all languages share. */
const SHARED = '';

/** Compares the two stages, and finds in the history who changed what. */
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
  // A change whose author is unknown, since the history was pruned, counts as somebody else's.
  const isOwn = changed.every((part) => isBy(viewer, changesOf(part, revisions)));
  return { ...rest, group: isOwn ? PublishGroup.CHANGED_BY_YOU : PublishGroup.CHANGED_BY_OTHERS };
}

/** Changes by others that the public does not see yet: of shared fields, and of the text in these locales. */
export function pendingByOthers(
  viewer: Viewer,
  revisions: readonly RecentRevision[],
  locales: readonly string[],
): readonly RecentRevision[] {
  const pending = [SHARED, ...locales].map((part) => changesOf(part, revisions));
  return revisions.filter((each) => pending.some((own) => own.includes(each)) && !isBy(viewer, [each]));
}

/** Assesses an object that is not public. */
export function assessHidden(
  relation: PublishRelation,
  draft: Pick<DescribedObject, 'publishedAt'>,
  revisions: readonly RecentRevision[],
): Assessment {
  const known = { changedBy: contributions(revisions.filter(isChange)), withdrawnLocales: [], isSame: false };
  // After a withdrawal without trace an object counts as never published, but whoever withdrew it does not want it
  // back.
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

/** The revision that withdrew an object: the last withdrawal, or its deletion while it was public. */
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

/** Whether a public object has never been public in a language. */
function isNewPart(
  part: string,
  { document }: DescribedObject,
  revisions: readonly RecentRevision[],
): boolean {
  if (part === SHARED || hasTextIn(document, part)) return false;
  return !revisions.some(({ action, locales }) => isAboutPublic(action) && locales.includes(part));
}

/** The revision that withdrew a language, unless it has been published again. */
function withdrawalOf(part: string, revisions: readonly RecentRevision[]): RecentRevision | undefined {
  if (part === SHARED) return undefined;
  const latest = revisions.findLast(({ action, locales }) => isAboutPublic(action) && locales.includes(part));
  return latest?.action === RevisionAction.UNPUBLISH ? latest : undefined;
}

/** Unpublished changes of the shared fields, or of the text in one language. */
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

/** One for each person, latest first. */
export function contributions(revisions: readonly RecentRevision[]): Contribution[] {
  const latest = new Map<string, Contribution>();
  for (const revision of revisions.toReversed())
    if (!latest.has(revision.by)) latest.set(revision.by, contribution(revision));
  return [...latest.values()];
}
