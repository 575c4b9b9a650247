import { isDeepStrictEqual } from 'node:util';
import { type EntityManager, In } from 'typeorm';
import { groupBy } from '../../foundation/collections.js';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import type { Locales } from '../language/locale.js';
import { type RenderedText, render } from '../language/rich-text.js';
import { fill, type Translations } from '../language/translation.js';
import type { ContentType } from '../model/content-type.js';
import { FormerSlug } from './former-slug.entity.js';
import { type TextRow, translationsOf } from './stored-objects.js';

/** Reads the translations of objects in a stage, by id and locale. */
export async function readTranslations(
  manager: EntityManager,
  content: ContentType,
  ids: readonly string[],
): Promise<Map<string, Translations>> {
  const rows = groupBy(await textRows(manager, content, ids), ({ contentId }) => contentId);
  return new Map([...rows].map(([id, own]) => [id, translationsOf(content, own)]));
}

/**
 * Writes the text rows of objects in every configured locale. Rows are updated in place, so that triggers see which
 * columns change; a replaced slug becomes a former slug.
 */
export async function writeTranslations(
  manager: EntityManager,
  content: ContentType,
  texts: ReadonlyMap<string, Translations>,
  locales: Locales,
): Promise<void> {
  const ids = [...texts.keys()];
  const rows: TextRow[] = [];
  for (const id of ids) {
    rows.push(...textRowsFor(content, id, texts.get(id) ?? {}, locales));
    await yieldToEventLoop();
  }
  const former = await textRows(manager, content, ids);
  const [before, after] = [former, rows].map((all) => groupBy(all, ({ contentId }) => contentId));
  const moved = new Set(
    ids.filter((id) => !isDeepStrictEqual(slugsIn(before?.get(id)), slugsIn(after?.get(id)))),
  );
  const staying = rows.filter(({ contentId }) => !moved.has(contentId));
  if (staying.length > 0) await manager.upsert(entityOf(content), staying, ['contentId', 'locale']);
  if (moved.size > 0) {
    await manager.delete(entityOf(content), { contentId: In([...moved]) });
    await manager.insert(
      entityOf(content),
      rows.filter(({ contentId }) => moved.has(contentId)),
    );
  }
  if (content.isPage) await storeFormerSlugs(manager, content, former, rows);
}

/** The locales of an object with text, each with its slug. */
function slugsIn(rows: readonly TextRow[] = []): ReadonlySet<string> {
  return new Set(rows.map(({ locale, slug }) => `${locale} ${slug}`));
}

/**
 * The rows as stored: with fallbacks, and rich text rendered.
 * @param before the rows until now, with their renderings: what stays the same is not rendered again
 */
export function textRowsFor(
  content: ContentType,
  id: string,
  own: Translations,
  locales: Locales,
  before: readonly TextRow[] = [],
): TextRow[] {
  // Locales that fall back to each other share a text, which is rendered once.
  const rendered = renderingsIn(content, before);
  return fill(own, content.textFields, locales).map(({ locale, values, fallback, own: hasOwn }) => {
    const row: Record<string, unknown> = { contentId: id, locale, fallback, own: hasOwn, ...values };
    for (const field of content.localized.rich) {
      const source = values[field] ?? null;
      const { html, text } = rendered.get(source) ?? render(source);
      rendered.set(source, { html, text });
      row[`${field}Html`] = html;
      row[`${field}Text`] = text;
    }
    return row as TextRow;
  });
}

/** The renderings of rich text, by their source. */
function renderingsIn(
  { localized }: ContentType,
  rows: readonly TextRow[],
): Map<string | null, RenderedText> {
  return new Map(
    localized.rich.flatMap((field) =>
      rows
        .filter((row) => `${field}Html` in row)
        .map((row) => [
          row[field] as string | null,
          { html: row[`${field}Html`], text: row[`${field}Text`] } as RenderedText,
        ]),
    ),
  );
}

async function storeFormerSlugs(
  manager: EntityManager,
  content: ContentType,
  former: readonly TextRow[],
  rows: readonly TextRow[],
): Promise<void> {
  const current = new Map(rows.map((row) => [`${row.contentId} ${row.locale}`, row.slug]));
  const changed = former
    .filter((row) => current.get(`${row.contentId} ${row.locale}`) !== row.slug)
    .map((row) => ({
      type: content.table,
      locale: row.locale,
      slug: String(row.slug),
      contentId: row.contentId,
    }));
  if (changed.length > 0) await manager.upsert(FormerSlug, changed, ['type', 'locale', 'slug']);
  // A slug in use belongs to its present object alone.
  const inUse = rows.map((row) => ({ type: content.table, locale: row.locale, slug: String(row.slug) }));
  await deleteInBatches(manager, inUse);
}

async function deleteInBatches(manager: EntityManager, slugs: readonly Partial<FormerSlug>[]): Promise<void> {
  for (const type of new Set(slugs.map((slug) => slug.type))) {
    for (const locale of new Set(slugs.map((slug) => slug.locale))) {
      const names = slugs
        .filter((slug) => slug.type === type && slug.locale === locale)
        .map(({ slug }) => slug);
      await manager.delete(FormerSlug, { type, locale, slug: In(names) });
    }
  }
}

function textRows(manager: EntityManager, content: ContentType, ids: readonly string[]): Promise<TextRow[]> {
  return manager.find(entityOf(content), { where: { contentId: In([...ids]) } }) as Promise<TextRow[]>;
}

function entityOf(content: ContentType) {
  if (!content.text) throw new Error(`${content.name} has no text.`);
  return content.text;
}
