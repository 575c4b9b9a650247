import type { EntityManager } from 'typeorm';
import { globalId } from '../content/contract/global-id.js';
import { kindOf } from '../content/model/content-kind.js';
import type { ContentType } from '../content/model/content-type.js';
import { type Affected, type Found, onceEach } from '../content/publishing/affected.js';
import { type CacheTags, type Changed, MAX_TAGS } from '../content/reading/cache-tags.js';
import { PublicationAction, type PublicationChange } from '../content/storage/listeners.js';
import { type Slugs, type SlugsById, slugsOf } from '../content/storage/published-slugs.js';
import { groupBy } from '../foundation/collections.js';

/** A message has to stay below 20 kB, including what the webhook selects. */
const MAX_AFFECTED = 50;
const MAX_AFFECTED_BYTES = 8_000;

/** Another object that may look different now. */
interface AffectedObject {
  readonly kind: string;
  readonly id: string;
  readonly slugs: Slugs;
}

/** What a change means for caches of pages and responses. */
export interface Consequences {
  /** The current slugs, or the last ones of an object that is no longer public. */
  readonly slugs: Slugs | null;
  /** The former slugs, in the locales where the slug has changed or is gone. */
  readonly previousSlugs?: Slugs;
  readonly affected: readonly AffectedObject[];
  /** True when more objects are affected than are listed. */
  readonly affectedTruncated?: true;
  readonly cacheTags: readonly string[];
}

interface Known {
  /** Cache tags of what this transaction has changed in `published`: see publishedChanges. */
  readonly changedSources: readonly string[];
  /** The slugs of the changed objects before; undefined for what is unpublished, which is still there. */
  readonly before: SlugsById | undefined;
  readonly affected: ReadonlyMap<string, Affected>;
}

/** The consequences of changes, by object id. */
export async function consequencesOf(
  published: EntityManager,
  types: readonly ContentType[],
  cacheTags: CacheTags,
  changes: readonly PublicationChange[],
  { before, affected, changedSources }: Known,
): Promise<ReadonlyMap<string, Consequences>> {
  const reaches = changes.map(({ content, id }) => reachOf({ content, id }, affected.get(id)));
  const others = reaches.flatMap(({ listed, touched }) => [...listed, ...touched]);
  const slugs = await slugsOf(
    published,
    types,
    [...others, ...changes].map(({ id }) => id),
  );
  // Withdrawals are recorded before they happen.
  const isKnown = ({ action }: PublicationChange) => action === PublicationAction.UPDATED;
  const updated = new Set(changes.filter(isKnown).map(({ id }) => id));
  return new Map(
    reaches.map((reach) => {
      const [own, past] = [slugs, before].map((at) => at?.get(reach.object.id)?.present ?? {});
      const changed = (object: Found, present: Slugs = {}) => ({
        ...object,
        slugs: [...Object.values(present), ...(slugs.get(object.id)?.former ?? [])],
      });
      const of: Partial<Changed> = updated.has(reach.object.id) ? { changedSources } : {};
      const tags = cacheTags.ofChanges([
        { ...changed(reach.object, own), ...of },
        { ...changed(reach.object, past), ...of },
        ...reach.touched.map((object) => ({
          ...changed(object, slugs.get(object.id)?.present),
          isTouched: true,
        })),
      ]);
      return [
        reach.object.id,
        { ...slugFields(reach.object, own, past), ...affectedFields(reach, slugs), cacheTags: tags },
      ];
    }),
  );
}

/** How far a change of an object reaches. */
interface Reach {
  readonly object: Found;
  /** The affected objects that are listed, out of `count`. */
  readonly listed: readonly Found[];
  readonly count: number;
  /** Objects whose `changedAt` has changed with it. */
  readonly touched: readonly Found[];
}

function reachOf(object: Found, { showing, listing }: Affected = { showing: [], listing: [] }): Reach {
  const affected = inOrder([...showing, ...listing]);
  const touched = groupBy(
    showing.filter(({ content }) => content.isDated),
    ({ content }) => content,
  );
  return {
    object,
    listed: affected.slice(0, MAX_AFFECTED),
    count: affected.length,
    // More objects of a type than this share one tag.
    touched: [...touched.values()].flatMap((objects) => objects.slice(0, MAX_TAGS)),
  };
}

function slugFields(
  { content }: Found,
  own: Slugs = {},
  past: Slugs = {},
): Pick<Consequences, 'slugs' | 'previousSlugs'> {
  const previous = Object.entries(past).filter(([locale, slug]) => own[locale] !== slug);
  return {
    slugs: content.isPage ? own : null,
    ...(previous.length > 0 ? { previousSlugs: Object.fromEntries(previous) } : {}),
  };
}

function affectedFields(
  { listed, count }: Reach,
  slugs: SlugsById,
): Pick<Consequences, 'affected' | 'affectedTruncated'> {
  const affected = withinBytes(
    listed.map(({ content, id }) => ({
      kind: kindOf(content),
      id: globalId(content.table, id),
      slugs: slugs.get(id)?.present ?? {},
    })),
  );
  return { affected, ...(affected.length < count ? { affectedTruncated: true } : {}) };
}

/** Without duplicates, pages first. */
function inOrder(found: readonly Found[]): Found[] {
  const once = onceEach(found);
  return [...once.filter(({ content }) => content.isPage), ...once.filter(({ content }) => !content.isPage)];
}

function withinBytes(affected: readonly AffectedObject[]): AffectedObject[] {
  let bytes = 0;
  return affected.filter((object) => {
    bytes += Buffer.byteLength(JSON.stringify(object));
    return bytes <= MAX_AFFECTED_BYTES;
  });
}
