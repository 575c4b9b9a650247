import type { EntityManager } from 'typeorm';
import type { ContentType } from '../model/content-type.js';
import { publicSlugs } from '../sql/public-slugs.js';

/** The slugs of an object by locale, fallbacks included. */
export type Slugs = Readonly<Record<string, string>>;

/** The public slugs of an object, and the former ones that still lead to it. */
export interface PublicSlugs {
  readonly present: Slugs;
  readonly former: readonly string[];
}

/** By object id. */
export type SlugsById = ReadonlyMap<string, PublicSlugs>;

interface Row {
  readonly contentId: string;
  readonly locale: string;
  readonly slug: string;
  readonly isFormer: boolean;
}

/** The slugs of objects of any type; none for content without pages. */
export async function slugsOf(
  published: EntityManager,
  types: readonly ContentType[],
  ids: readonly string[],
): Promise<SlugsById> {
  const slugs = new Map<string, { present: Record<string, string>; former: string[] }>();
  const rows: Row[] = await published.query(publicSlugs(types.filter(({ isPage }) => isPage)), [ids]);
  for (const { contentId, locale, slug, isFormer } of rows) {
    const own = slugs.get(contentId) ?? { present: {}, former: [] };
    slugs.set(contentId, own);
    if (isFormer) own.former.push(slug);
    else own.present[locale] = slug;
  }
  return slugs;
}
