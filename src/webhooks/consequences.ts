import type { EntityManager } from 'typeorm';
import type { CacheTags } from '../content/cache-tags.js';
import { kindOf } from '../content/content-kind.js';
import type { ContentType } from '../content/content-type.js';
import { globalId } from '../content/global-id.js';
import { formerSlugsOf, type Slugs, slugsOf } from '../content/localization/published-slugs.js';
import { type Affected, affectedBy, type Found } from '../content/publishing/affected.js';
import { hasChangedAt } from '../content/publishing/changed-at.js';
import type { PublicationChange } from '../content/publishing/publication.js';
import { groupBy } from '../foundation/collections.js';

/** A message is to stay below 20 kB, with what the webhook selects. */
const MAX_AFFECTED = 50;
const MAX_AFFECTED_BYTES = 8_000;

/** Another object that may look different now. */
interface AffectedObject {
  readonly kind: string;
  readonly id: string;
  readonly slugs: Slugs;
}

/** What a change means to whoever keeps pages or answers. */
export interface Consequences {
  /** Those of the object, or those that it had where it is not public any more. */
  readonly slugs: Slugs | null;
  /** Those that it had before, in languages in which it has another one now, or none. */
  readonly previousSlugs?: Slugs;
  readonly affected: readonly AffectedObject[];
  /** Whether more is affected than is told. */
  readonly affectedTruncated?: true;
  readonly cacheTags: readonly string[];
}

/** How things stand in the eyes of the public, as far as it concerns some objects. */
export interface Picture {
  readonly slugs: ReadonlyMap<string, Slugs>;
  readonly affected: ReadonlyMap<string, Affected>;
}

export async function pictureOf(
  published: EntityManager,
  types: readonly ContentType[],
  objects: readonly Found[],
): Promise<Picture> {
  return {
    slugs: await eachType(objects, (content, ids) => slugsOf(published, content, ids)),
    affected: await affectedBy(published, types, objects),
  };
}

/**
 * What changes mean, by the ids of the objects.
 * @param before undefined for what is taken out, which is there still
 */
export async function consequencesOf(
  published: EntityManager,
  cacheTags: CacheTags,
  changes: readonly PublicationChange[],
  pictures: { readonly before: Picture | undefined; readonly now: Picture },
): Promise<ReadonlyMap<string, Consequences>> {
  const { before, now } = pictures;
  const drafts = changes.map(({ content, id }) => {
    const all = [now.affected.get(id), before?.affected.get(id)];
    const showing = all.flatMap((each) => each?.showing ?? []);
    const affected = inOrder([...showing, ...all.flatMap((each) => each?.shown ?? [])]);
    const touched = inOrder(showing).filter((found) => hasChangedAt(found.content));
    return { content, id, told: affected.slice(0, MAX_AFFECTED), count: affected.length, touched };
  });
  const others = drafts.flatMap(({ told, touched }) => [...told, ...touched]);
  const slugs = await eachType(others, (content, ids) => slugsOf(published, content, ids));
  const former = await eachType([...others, ...changes], (content, ids) =>
    formerSlugsOf(published, content, ids),
  );
  return new Map(
    drafts.map(({ content, id, told, count, touched }) => {
      const own = now.slugs.get(id);
      const past = before?.slugs.get(id) ?? {};
      const previous = Object.entries(past).filter(([locale, slug]) => own?.[locale] !== slug);
      const affected = withinBytes(
        told.map((found) => ({
          kind: kindOf(found.content),
          id: globalId(found.content.table, found.id),
          slugs: slugs.get(found.id) ?? {},
        })),
      );
      const changed = (found: Found, present: Slugs = {}) => ({
        ...found,
        slugs: [...Object.values(present), ...(former.get(found.id) ?? [])],
      });
      const tags = cacheTags.ofChanges([
        changed({ content, id }, own),
        changed({ content, id }, past),
        ...touched.map((found) => changed(found, slugs.get(found.id))),
      ]);
      const consequences: Consequences = {
        slugs: content.isPage ? (own ?? {}) : null,
        ...(previous.length > 0 ? { previousSlugs: Object.fromEntries(previous) } : {}),
        affected,
        ...(affected.length < count ? { affectedTruncated: true } : {}),
        cacheTags: tags,
      };
      return [id, consequences];
    }),
  );
}

/** Each once, what has a page first. */
function inOrder(found: readonly Found[]): Found[] {
  const once = [...new Map(found.map((each) => [each.id, each])).values()];
  return [...once.filter(({ content }) => content.isPage), ...once.filter(({ content }) => !content.isPage)];
}

function withinBytes(affected: readonly AffectedObject[]): AffectedObject[] {
  let bytes = 0;
  return affected.filter((object) => {
    bytes += Buffer.byteLength(JSON.stringify(object));
    return bytes <= MAX_AFFECTED_BYTES;
  });
}

async function eachType<Value>(
  objects: readonly Found[],
  read: (content: ContentType, ids: readonly string[]) => Promise<Map<string, Value>>,
): Promise<Map<string, Value>> {
  const all = new Map<string, Value>();
  for (const [content, of] of groupBy(objects, (object) => object.content)) {
    const ids = [...new Set(of.map(({ id }) => id))];
    for (const [id, value] of await read(content, ids)) all.set(id, value);
  }
  return all;
}
