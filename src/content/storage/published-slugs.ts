import { Any, type EntityManager } from 'typeorm';
import type { ContentText } from '../model/content.entity.js';
import type { ContentType } from '../model/content-type.js';
import { FormerSlug } from './former-slug.entity.js';

/** The slugs of an object by locale, fallbacks included. */
export type Slugs = Readonly<Record<string, string>>;

/** The slugs of objects, by id; none for content without pages. */
export async function slugsOf(
  manager: EntityManager,
  content: ContentType,
  ids: readonly string[],
): Promise<Map<string, Slugs>> {
  const slugs = new Map<string, Record<string, string>>();
  if (!content.isPage || !content.text || ids.length === 0) return slugs;
  const rows = (await manager.find(content.text, {
    select: { contentId: true, locale: true, slug: true },
    where: { contentId: Any([...ids]) },
  })) as (ContentText & { slug: string | null })[];
  for (const { contentId, locale, slug } of rows)
    if (slug) slugs.set(contentId, { ...slugs.get(contentId), [locale]: slug });
  return slugs;
}

/** The former slugs of objects that still lead to them, by id. */
export async function formerSlugsOf(
  manager: EntityManager,
  content: ContentType,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  const slugs = new Map<string, string[]>();
  if (!content.isPage || ids.length === 0) return slugs;
  const rows = await manager.findBy(FormerSlug, { type: content.table, contentId: Any([...ids]) });
  for (const { contentId, slug } of rows) slugs.set(contentId, [...(slugs.get(contentId) ?? []), slug]);
  return slugs;
}
