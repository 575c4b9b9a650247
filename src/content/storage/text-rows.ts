import { type EntityManager, In } from 'typeorm';
import { groupBy } from '../../foundation/collections.js';
import type { Locales } from '../language/locale.js';
import { type RenderedText, render } from '../language/rich-text.js';
import { sortKey } from '../language/sort-key.js';
import { fill, type Translations } from '../language/translation.js';
import type { ContentType } from '../model/content-type.js';
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
    if (content.isPage) row.sortKey = sortKey(values[content.titleField ?? ''], locale);
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

function textRows(manager: EntityManager, content: ContentType, ids: readonly string[]): Promise<TextRow[]> {
  return manager.find(entityOf(content), { where: { contentId: In([...ids]) } }) as Promise<TextRow[]>;
}

function entityOf(content: ContentType) {
  if (!content.text) throw new Error(`${content.name} has no text.`);
  return content.text;
}
