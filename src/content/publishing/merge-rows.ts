import { In } from 'typeorm';
import { groupBy } from '../../foundation/collections.js';
import { languageOf } from '../history/changes.js';
import { fillPart, type LocalizedText, ownPartText, type Translations } from '../language/translation.js';
import type { Columns, ContentType, PartType } from '../model/content-type.js';
import { columnTypesOf, type Shape } from '../model/shape.js';
import type { ContentStore } from '../storage/store.js';
import { readStages, type StoredObject } from '../storage/stored-objects.js';
import { textRowsFor } from '../storage/text-rows.js';
import type { Transaction } from '../storage/transaction.js';
import { type ObjectRows, writeRows } from '../writing/object-rows.js';

type Stages = Pick<Transaction, 'draft' | 'published'>;

/** The UUIDs of objects of one type, each with the locales to publish. */
type LocalesById = ReadonlyMap<string, readonly string[]>;

/** Publishes objects in some languages: in the others they stay as they are public. */
export async function publishMerged(
  store: ContentStore,
  { draft, published }: Stages,
  content: ContentType,
  localesById: LocalesById,
): Promise<void> {
  const selection = new Map([[content, new Set(localesById.keys())]]);
  const stages = await readStages({ draft, published }, selection, { withRenderings: true });
  const updatedAt = store.clock();
  const first: string[] = [];
  const changes = [...localesById].flatMap(([id, locales]) => {
    const [stored, before] = [stages.drafts.get(id), stages.published.get(id)];
    if (!stored) return [];
    const after = mergedRows(store, stored, before, locales);
    if (!after.root.publishedAt) first.push(id);
    const publishedAt = after.root.publishedAt ?? updatedAt;
    return [{ before, after: { ...after, root: { ...after.root, updatedAt, publishedAt } } }];
  });
  await writeRows(published, content, store.locales, changes);
  if (first.length > 0) await draft.update(content.entity, { id: In(first) }, { publishedAt: updatedAt });
}

/** Text of the published locales comes from the draft, of the others from the published version. */
function mergedRows(
  store: ContentStore,
  stored: StoredObject,
  before: StoredObject | undefined,
  locales: readonly string[],
): ObjectRows {
  const { content, root } = stored;
  const texts = merge(stored.translations, before?.translations, locales);
  return {
    root: {
      ...mergeRow(store, content, root, before?.root, locales),
      // `changedAt` exists in the published stage only (see AffectedObjects): it is preserved, not copied.
      ...('changedAt' in root ? { changedAt: before?.root.changedAt ?? null } : {}),
    } as ObjectRows['root'],
    texts: textRowsFor(content, root.id, texts, store.locales, [...stored.texts, ...(before?.texts ?? [])]),
    parts: mergedParts(store, stored, before, locales),
  };
}

function mergedParts(
  store: ContentStore,
  { content, parts }: StoredObject,
  before: StoredObject | undefined,
  locales: readonly string[],
): ObjectRows['parts'] {
  const { codes } = store.locales;
  // A locale that is not configured is for readers of all languages.
  const isChosen = (locale: string) => !codes.includes(locale) || locales.includes(locale);
  return new Map(
    content.parts.map(({ shape, key }) => {
      const then = before?.parts.get(shape) ?? [];
      const rows = rowsInLocales(store, { shape, key }, parts.get(shape) ?? [], isChosen, then);
      const known = new Map(then.map((row) => [row.id, row]));
      return [shape, rows.map((row) => mergeRow(store, shape, row, known.get(row.id), locales))];
    }),
  );
}

/** The rows that publishing objects would leave, by table; for previews. */
export async function rowsToPublish(
  store: ContentStore,
  stages: Stages,
  content: ContentType,
  localesById: LocalesById,
): Promise<ReadonlyMap<string, readonly Columns[]>> {
  const selection = new Map([[content, new Set(localesById.keys())]]);
  const { drafts, published } = await readStages(stages, selection, { withRenderings: true });
  const rows = new Map<string, Columns[]>();
  const add = (table: string, own: readonly Columns[]) =>
    rows.set(table, [...(rows.get(table) ?? []), ...own]);
  for (const [id, locales] of localesById) {
    const stored = drafts.get(id);
    if (!stored) continue;
    const { root, texts, parts } = mergedRows(store, stored, published.get(id), locales);
    add(content.table, [root]);
    add(content.textTable, texts);
    for (const [shape, own] of parts) add(shape.table, own);
  }
  return rows;
}

/**
 * Filters rows that are in one language each, such as the names of a person: drafts in the chosen locales, and
 * published rows in the others. Rows without a locale are all returned.
 */
export function rowsInLocales(
  { locales }: ContentStore,
  { shape, key }: { readonly shape: Shape & Partial<PartType>; readonly key: string },
  rows: readonly Columns[],
  isChosen: (locale: string) => boolean,
  before: readonly Columns[] = [],
): readonly Columns[] {
  if (!columnTypesOf(shape.entity).has('locale')) return rows;
  const isIn = (row: Columns) => isChosen(languageOf({ locale: String(row.locale) }, locales));
  const chosen = [...rows.filter(isIn), ...before.filter((row) => !isIn(row))];
  const { standIn } = shape.declaration ?? {};
  if (standIn) {
    const contentOf = (row: Columns) => JSON.stringify([key, ...standIn].map((property) => row[property]));
    const seen = new Set(chosen.map(contentOf));
    chosen.push(...rows.filter((row) => !seen.has(contentOf(row))));
  }
  return inPlace(chosen, key);
}

/** Renumbers the positions of rows from 0 for each owner. */
function inPlace(rows: readonly Columns[], owner: string): Columns[] {
  const sorted = [...rows].sort((a, b) => Number(a.position) - Number(b.position));
  return [...groupBy(sorted, (row) => row[owner]).values()].flatMap((own) =>
    own.map((row, position) => ({ ...row, position })),
  );
}

/** A row of the draft, with localized texts only in the published locales. */
export function mergeRow(
  store: ContentStore,
  shape: Shape,
  row: Columns,
  before: Columns | undefined,
  locales: readonly string[],
): Record<string, unknown> {
  const mergeText = (now: unknown, then: unknown) => {
    const own = Object.entries(merge(byLocale(now), byLocale(then), locales));
    return fillPart(
      Object.fromEntries(own.map(([locale, { text }]) => [locale, String(text)])),
      store.locales,
    );
  };
  const merged: Record<string, unknown> = { ...row };
  for (const property of shape.localized.part)
    merged[property] = mergeText(row[property], before?.[property]);
  for (const property of shape.localized.list) {
    const then = (before?.[property] ?? []) as unknown[];
    merged[property] = (row[property] as unknown[]).map(
      (entry, index) => mergeText(entry, then[index]) ?? {},
    );
  }
  return merged;
}

/** The texts of some locales from the draft, the others as they were. */
export function merge(
  draft: Translations = {},
  before: Translations = {},
  locales: readonly string[],
): Translations {
  const chosen = new Set(locales);
  return Object.fromEntries([
    ...Object.entries(before).filter(([locale]) => !chosen.has(locale)),
    ...Object.entries(draft).filter(([locale]) => chosen.has(locale)),
  ]);
}

function byLocale(text: unknown): Translations {
  const own = ownPartText(text as LocalizedText | null);
  return Object.fromEntries(Object.entries(own).map(([locale, text]) => [locale, { text }]));
}
